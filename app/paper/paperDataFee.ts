import { getBytes, keccak256, Signature, Transaction, toBeHex } from 'ethers';
import { type Wei, wei } from '../domain/amount.ts';
import type { DataFeePrices, DataFeeRule } from '../domain/dataFee.ts';
import type { Plan } from '../domain/plan.ts';
import { dataFee } from '../execution/dataFee/dataFee.ts';
import { unsignedOrder } from './unsignedOrder.ts';

/** What a block's chain asks for data: its rule, and the prices where the node said them. */
export interface BlockDataFee {
  readonly rule: DataFeeRule;
  readonly prices: DataFeePrices | null;
}

/** What an order on paper pays for its data: beside its gas on the OP Stack, as gas on Arbitrum. */
export interface PaperDataFee {
  readonly dataFee: Wei;
  readonly gas: number;
}

export const noDataFee: PaperDataFee = { dataFee: wei(0n), gas: 0 };

/** The order's transaction with digits in the place of its signature that compress as little as one. */
function likeSigned({ plan, nonce }: { readonly plan: Plan; readonly nonce: number }): Uint8Array {
  const { chainId, to, value, data, gasLimit, maxFeePerGas, maxPriorityFeePerGas } = plan;
  const fees = { maxFeePerGas, maxPriorityFeePerGas };
  const { transactionHash } = unsignedOrder({ plan, nonce }, to);
  const s = BigInt(keccak256(transactionHash)) >> 2n;
  const signature = Signature.from({ r: transactionHash, s: toBeHex(s, 32), yParity: 1 });
  return getBytes(
    Transaction.from({ type: 2, chainId, nonce, to, value, data, gasLimit, ...fees, signature }).serialized,
  );
}

/**
 * What the chain takes for the data of an order that a block includes, by its rule and prices at that block; what was reckoned with beforehand where the
 * node did not say them. Arbitrum takes it as gas, cut to whole units at the block's base fee, and no more than the limit leaves.
 */
export function paperDataFee(
  of: BlockDataFee | undefined,
  order: { readonly plan: Plan; readonly nonce: number },
  {
    predicted,
    baseFeePerGas,
    gasUsed,
  }: { readonly predicted: Wei; readonly baseFeePerGas: Wei; readonly gasUsed: number },
): PaperDataFee {
  if (of === undefined) return noDataFee;
  const fee = of.prices === null ? predicted : dataFee(of.prices, likeSigned(order));
  if (of.rule === 'opStack') return { dataFee: fee, gas: 0 };
  const units = baseFeePerGas > 0n ? Number(fee / baseFeePerGas) : 0;
  return { dataFee: wei(0n), gas: Math.max(0, Math.min(units, order.plan.gasLimit - gasUsed)) };
}
