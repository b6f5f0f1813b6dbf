import type { Random } from '../../domain/random.ts';
import { requireInRange, requireVaryingSeries } from '../series/checkedSeries.ts';
import { resampled } from './stationaryBootstrap.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface IntervalRequest {
  readonly reps: number;
  /** Mean length of a resampled block. */
  readonly block: number;
  /** 0.95 leaves a fortieth of the draws beyond either end. */
  readonly coverage: number;
}

/** The value below which that share of the sorted ones lies, between two of them linearly. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? low;
  return low + (place - below) * (high - low);
}

/**
 * Between what bounds statistics of a series lie, by percentiles of the stationary bootstrap: each draw serves all of them.
 * A draw of which a statistic is no number is left out of that one; null where half of them are.
 * @throws ExpectedError SERIES_TOO_SHORT below 10 returns, SERIES_NOT_FINITE, SERIES_CONSTANT, PARAMETER_OUT_OF_RANGE
 * Sources: Politis and Romano 1994; Efron, The jackknife, the bootstrap and other resampling plans, 1982, chapter 10.
 */
export function bootstrapIntervals<Name extends string>(
  returns: ArrayLike<number>,
  statistics: Readonly<Record<Name, (returns: Float64Array) => number>>,
  { reps, block, coverage }: IntervalRequest,
  random: Random,
): Record<Name, Interval | null> {
  requireVaryingSeries(returns, 'the series of returns', 10);
  requireInRange(reps, 'reps', 1, Number.POSITIVE_INFINITY, 'low');
  requireInRange(block, 'block', 1, returns.length, 'both');
  requireInRange(coverage, 'coverage', 0, 1);
  const named = Object.entries(statistics) as [Name, (returns: Float64Array) => number][];
  const found = named.map(() => [] as number[]);
  for (let rep = 0; rep < reps; rep += 1) {
    const drawn = resampled(returns, random, block);
    for (const [i, [, statistic]] of named.entries()) {
      const value = statistic(drawn);
      if (Number.isFinite(value)) found[i]?.push(value);
    }
  }
  const beyond = (1 - coverage) / 2;
  const intervals = named.map(([name], i): [Name, Interval | null] => {
    const sorted = Float64Array.from(found[i] ?? []).sort();
    if (sorted.length < reps / 2) return [name, null];
    return [name, { low: quantileOf(sorted, beyond), high: quantileOf(sorted, 1 - beyond) }];
  });
  return Object.fromEntries(intervals) as Record<Name, Interval | null>;
}
