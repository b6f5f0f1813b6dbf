import type { Random } from '../../domain/random.ts';
import { requireInRange, requireSeries } from '../series/checkedSeries.ts';
import { quantileOf } from './bootstrapIntervals.ts';
import { maxDrawdown } from './wealth.ts';

/** How deep the same trades would have fallen in another order. */
export interface TradeOrder {
  readonly actual: number;
  readonly median: number;
  readonly worse5: number;
  readonly worse1: number;
  /** The share of orders that fall at least as deep as the real one. */
  readonly asDeep: number;
}

/**
 * Shuffles trades: the end is the same, the way there is not.
 * @param trades what each brought as a share of the capital before it
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, PARAMETER_OUT_OF_RANGE
 */
export function shuffledTrades(trades: ArrayLike<number>, reps: number, random: Random): TradeOrder {
  requireSeries(trades, 'the list of trades', 2);
  requireInRange(reps, 'reps', 1, Number.POSITIVE_INFINITY, 'low');
  const actual = maxDrawdown(trades);
  const order = Float64Array.from(trades);
  const depths = new Float64Array(reps);
  for (let rep = 0; rep < reps; rep += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const other = random.below(i + 1);
      const kept = order[i] ?? 0;
      order[i] = order[other] ?? 0;
      order[other] = kept;
    }
    depths[rep] = maxDrawdown(order);
  }
  depths.sort();
  const asDeep = depths.reduce((count, depth) => count + Number(depth >= actual * (1 - 1e-12)), 0) / reps;
  return {
    actual,
    median: quantileOf(depths, 0.5),
    worse5: quantileOf(depths, 0.95),
    worse1: quantileOf(depths, 0.99),
    asDeep,
  };
}
