import { type Wei, wei } from '../domain/amount.ts';
import type { Receipt } from '../domain/order.ts';
import type { Plan } from '../domain/plan.ts';

/**
 * The priority fee that a transaction of ours paid. By EIP-1559 the price is min(maxFee, baseFee + maxPriorityFee): below
 * the cap the tip is the whole priority fee. Null at the cap, where only the block's base fee could tell.
 */
export function tipPaid(
  plan: Pick<Plan, 'maxFeePerGas' | 'maxPriorityFeePerGas'>,
  receipt: Pick<Receipt, 'effectiveGasPrice' | 'gasUsed'>,
): Wei | null {
  if (receipt.effectiveGasPrice >= plan.maxFeePerGas && plan.maxPriorityFeePerGas > 0n) return null;
  return wei(plan.maxPriorityFeePerGas * BigInt(receipt.gasUsed));
}
