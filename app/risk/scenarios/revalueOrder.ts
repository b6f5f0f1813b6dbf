import { type Wei, wei } from '../../domain/amount.ts';
import type { RestingOrder } from '../../domain/exposure.ts';
import type { RevaluedOrder } from '../../domain/scenario.ts';

/**
 * What an order or ticket would come to with the base fee times so much and, where `moves`, with prices that moved under it. An atomic trade
 * lands whole with its least profit or reverts, so that at worst it costs its whole gas limit at the gas price of then, never more than its cap.
 */
export function revalueOrder(order: RestingOrder, baseFee: Wei | null, times: bigint, moves: boolean): RevaluedOrder {
  const { id, route, gross, gasLimit, gasUnits, maxFeePerGas, maxPriorityFeePerGas } = order;
  if (gross === null || baseFee === null) return { id, route, outcome: 'unknown', netBefore: null, netAfter: null };
  const gasPrice = (base: bigint): bigint => {
    const asked = base + maxPriorityFeePerGas;
    if (asked > maxFeePerGas) return maxFeePerGas;
    return asked;
  };
  const used = BigInt(gasUnits ?? gasLimit);
  const netBefore = wei(gross - used * gasPrice(baseFee));
  const base = baseFee * times;
  if (base > maxFeePerGas) return { id, route, outcome: 'waits', netBefore, netAfter: wei(0n) };
  if (moves) return { id, route, outcome: 'reverts', netBefore, netAfter: wei(-(BigInt(gasLimit) * gasPrice(base))) };
  return { id, route, outcome: 'lands', netBefore, netAfter: wei(gross - used * gasPrice(base)) };
}
