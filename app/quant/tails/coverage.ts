import { ExpectedError } from '../../domain/errors.ts';
import { chiSquaredTail } from '../distributions/normal.ts';
import { requireInRange, requireSeries } from '../series/checkedSeries.ts';

export interface Coverage {
  readonly hits: number;
  /** Share of losses beyond the value at risk; 1 - level is meant. */
  readonly hitRate: number;
  /** Kupiec 1995: the chance of a hit rate this far off if the level is right. */
  readonly kupiecP: number;
  /** Christoffersen 1998: the chance of hits this clustered if they are independent, from the n - 1 transitions. */
  readonly independenceP: number;
}

/** log of p^yes (1 - p)^no, where 0 log 0 is 0. */
function bernoulli(p: number, yes: number, no: number): number {
  return (yes === 0 ? 0 : yes * Math.log(p)) + (no === 0 ? 0 : no * Math.log(1 - p));
}

const share = (yes: number, no: number): number => (yes + no === 0 ? 0 : yes / (yes + no));

/**
 * Backtest of value at risk.
 * @param hits 1 where the loss was beyond the value at risk, else 0, in time order; at least 2
 * @param level 0.99 means that one in a hundred should be a hit
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, HITS_NOT_BINARY, PARAMETER_OUT_OF_RANGE
 */
export function coverage(hits: ArrayLike<number>, level: number): Coverage {
  requireSeries(hits, 'the series of hits', 2);
  requireInRange(level, 'level', 0, 1);
  const transitions = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  let count = 0;
  for (let i = 0; i < hits.length; i += 1) {
    const hit = hits[i];
    if (hit !== 0 && hit !== 1) {
      throw new ExpectedError('HITS_NOT_BINARY', 'a hit is neither 0 nor 1', {
        advice: 'Give 1 where the loss passed the value at risk, else 0.',
        facts: { place: i, value: String(hit) },
      });
    }
    count += hit;
    if (i > 0) transitions[hits[i - 1] === 1 ? 1 : 0][hit] += 1;
  }
  const n = hits.length;
  const expected = bernoulli(1 - level, count, n - count);
  const kupiec = 2 * (bernoulli(count / n, count, n - count) - expected);
  const [[calm, after0], [back, after1]] = transitions;
  const together = bernoulli(share(after0 + after1, calm + back), after0 + after1, calm + back);
  const apart = bernoulli(share(after0, calm), after0, calm) + bernoulli(share(after1, back), after1, back);
  return {
    hits: count,
    hitRate: count / n,
    kupiecP: chiSquaredTail(kupiec),
    independenceP: chiSquaredTail(2 * (apart - together)),
  };
}
