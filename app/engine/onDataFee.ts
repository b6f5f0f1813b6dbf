import { type Wei, wei } from '../domain/amount.ts';
import type { Chain } from '../domain/chain.ts';
import type { RouteDataFee } from '../domain/dataFee.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { routeDataFee } from '../execution/dataFee/routeDataFee.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';

const blocksBetweenReads = 8;

/** Asks every few blocks: the price follows the chain below, whose blocks are slower. */
export function readDataFeeWhenDue(kernel: KernelState, outcome: Outcome): void {
  const { head, dataFee } = kernel;
  const rule = kernel.epoch.chain.dataFee;
  if (head === null || rule === undefined) return;
  const { askedAt } = dataFee;
  if (dataFee.fee !== null && askedAt !== null && head.number >= askedAt && head.number < askedAt + blocksBetweenReads)
    return;
  kernel.dataFee = { ...dataFee, askedAt: head.number };
  outcome.effects.push({ kind: 'readDataFee', block: { number: head.number, hash: head.hash }, rule });
}

/** What was not said leaves what was known. */
export function onDataFee(kernel: KernelState, { block, prices }: Extract<EngineInput, { kind: 'dataFee' }>): void {
  if (prices === null || prices.rule !== kernel.epoch.chain.dataFee) return;
  if (!kernel.recentBlocks.some(({ hash }) => hash === block.hash)) return;
  kernel.dataFee = { ...kernel.dataFee, fee: routeDataFee(prices) };
}

/** The fee as detection takes it: an empty object where there is none; null while a rollup's is not known, and nothing can be priced. */
export function dataFeeParameter({ epoch, dataFee: { fee } }: KernelState): { dataFee?: RouteDataFee } | null {
  if (epoch.chain.dataFee === undefined) return {};
  return fee === null ? null : { dataFee: fee };
}

/**
 * What a plan has to leave room for beside its gas where the chain takes the data's fee apart: twice what it is reckoned to be, for the price may
 * rise until it lands. Where the fee is taken as gas the gas limit has the room.
 */
export function dataFeeBound(chain: Pick<Chain, 'dataFee'>, fee: Wei | undefined): { dataFee?: Wei } {
  return chain.dataFee === 'opStack' && fee !== undefined ? { dataFee: wei(2n * fee) } : {};
}

/** Of one route. */
export function dataFeeOf({ dataFee: { fee } }: KernelState, hops: number): Wei {
  return wei(fee === null ? 0n : fee.base + BigInt(hops) * fee.perHop);
}
