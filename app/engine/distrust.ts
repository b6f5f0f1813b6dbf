import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import type { Asset } from '../domain/ledger.ts';
import { type Rejection, type RejectionCode, rejection } from '../domain/rejection.ts';
import type { Distrust, DistrustFlag, Suspicion } from '../domain/transferTest.ts';
import { keepOutPool } from './keepOut.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';

const codes: Readonly<Record<DistrustFlag, RejectionCode>> = {
  feeOnTransfer: 'TOKEN_FEE_ON_TRANSFER',
  paused: 'TOKEN_PAUSED',
  rebasing: 'TOKEN_REBASING',
  untrusted: 'TOKEN_UNTRUSTED',
};

export function distrustRejection(kernel: KernelState, { flag, pool, token, detail }: Distrust): Rejection {
  const symbol = token === null ? '' : (kernel.tokens.get(token)?.symbol ?? token);
  return rejection(codes[flag], { pool, ...(symbol === '' ? {} : { token: symbol }), detail });
}

/** Whether the pool is of a factory whose code is known to be what its kind names. */
export function isVouchedFor(kernel: KernelState, pool: Address): boolean {
  const dexId = kernel.market.pools.get(pool)?.dexId;
  const dex = kernel.epoch.chain.dexes.find(({ id }) => id === dexId);
  return dex !== undefined && !(dex.kind === 'uniswapV2' && dex.code === 'unverified');
}

/** Takes a pool out of detection, and has the other pools of the token at fault tried again. */
export function distrust(
  kernel: KernelState,
  outcome: Outcome,
  pool: Address,
  suspicion: Suspicion,
  atMs: EpochMs,
): void {
  const { tested } = kernel.transfers;
  tested.delete(pool);
  if (kernel.distrusted.has(pool)) return;
  const entry: Distrust = { pool, ...suspicion, sinceMs: atMs, blockNumber: kernel.head?.number ?? 0 };
  kernel.distrusted.set(pool, entry);
  keepOutPool(kernel, pool);
  outcome.decisions.push({ kind: 'distrusted', distrust: entry });
  if (suspicion.token === null) return;
  for (const { address } of kernel.poolsByToken.get(suspicion.token) ?? [])
    if (tested.delete(address)) kernel.transfers.urgent.add(address);
}

/** A pool whose tokens move as asked again. */
export function trustAgain(kernel: KernelState, outcome: Outcome, pool: Address): void {
  if (!kernel.distrusted.delete(pool)) return;
  keepOutPool(kernel, pool);
  outcome.decisions.push({ kind: 'trusted', pool });
}

/** Whether a balance of ours in it says nothing: no token of profit, and not known to move as asked in all of its pools. */
export function mayShrink(kernel: KernelState, asset: Asset): boolean {
  if (asset === 'native' || !kernel.transfers.required) return false;
  if (kernel.epoch.chain.profitTokens.includes(asset)) return false;
  return !(kernel.poolsByToken.get(asset) ?? []).every(({ address }) => kernel.transfers.tested.has(address));
}
