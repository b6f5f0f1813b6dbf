import { requireInRange } from '../series/checkedSeries.ts';

export interface TradingCosts {
  /** A share of what is traded. */
  readonly proportional: number;
  /** Impact of a trade of the whole, in deviations of the asset's return; of a part it is the square root of the part. */
  readonly impact: number;
}

/**
 * What changing a weight costs, as a share of the whole: proportional |d| + impact deviation |d|^(3/2).
 * @param change of the weight
 * @param deviation of the asset's return, per period
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 * Source: Almgren, Thum, Hauptmann and Li, Direct estimation of equity market impact, 2005 (the square-root law).
 */
export function tradingCost(change: number, deviation: number, { proportional, impact }: TradingCosts): number {
  requireInRange(proportional, 'proportional', 0, Number.POSITIVE_INFINITY, 'low');
  requireInRange(impact, 'impact', 0, Number.POSITIVE_INFINITY, 'low');
  const size = Math.abs(change);
  return proportional * size + impact * deviation * size ** 1.5;
}
