import { requireSeries } from '../series/checkedSeries.ts';

/** One fall from a peak until the peak is reached again. Places are those of returns; the peak before the first is -1. */
export interface Drawdown {
  /** As a share of the peak. */
  readonly depth: number;
  /** The return after which wealth was highest before it. */
  readonly peak: number;
  readonly trough: number;
  /** The return that brought the peak back; null while it has not. */
  readonly recovered: number | null;
}

/**
 * Every fall of the wealth that returns compound to, the deepest first.
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE
 */
export function drawdowns(returns: ArrayLike<number>): Drawdown[] {
  requireSeries(returns, 'the series of returns', 1);
  const found: Drawdown[] = [];
  let [wealth, top, peak, low, trough] = [1, 1, -1, 1, -1];
  for (let t = 0; t < returns.length; t += 1) {
    wealth *= 1 + (returns[t] ?? 0);
    if (wealth >= top) {
      if (low < top) found.push({ depth: 1 - low / top, peak, trough, recovered: t });
      [top, peak, low, trough] = [wealth, t, wealth, t];
    } else if (wealth < low) [low, trough] = [wealth, t];
  }
  if (low < top) found.push({ depth: 1 - low / top, peak, trough, recovered: null });
  return found.sort((a, b) => b.depth - a.depth);
}
