import { ExpectedError } from '../../domain/errors.ts';

/** Floats below this share of a series' size are rounding: such a series counts as constant. */
const flat = 1e-13;

/** The fourth powers of larger values, and sums of them, are no finite numbers. */
export const largestValue = 1e75;

/**
 * Refuses what no statistic can be made of.
 * @param what the series' name in the message
 * @throws ExpectedError SERIES_TOO_SHORT below `least` values, SERIES_NOT_FINITE when one is NaN, infinite or beyond 1e75
 */
export function requireSeries(series: ArrayLike<number>, what: string, least: number): void {
  if (series.length < least) {
    throw new ExpectedError('SERIES_TOO_SHORT', `${what} has too few values`, {
      advice: `Give at least ${least}.`,
      facts: { values: series.length, least },
    });
  }
  for (let i = 0; i < series.length; i += 1) {
    if (!Number.isFinite(series[i])) {
      throw new ExpectedError('SERIES_NOT_FINITE', `${what} has a value that is no finite number`, {
        advice: 'Leave out the times for which there is no value; do not fill them with zero.',
        facts: { place: i, value: String(series[i]) },
      });
    }
    if (Math.abs(series[i] ?? 0) > largestValue) throw tooLarge(what, i, series[i] ?? 0);
  }
}

function tooLarge(what: string, place: number, value: number): ExpectedError {
  return new ExpectedError('SERIES_NOT_FINITE', `${what} has a value that is too large to be squared`, {
    advice: `Give it in a larger unit: at most ${largestValue}.`,
    facts: { place, value: String(value) },
  });
}

/**
 * As requireSeries, and the values differ.
 * @throws ExpectedError SERIES_CONSTANT when all are equal but for rounding
 */
export function requireVaryingSeries(series: ArrayLike<number>, what: string, least: number): void {
  requireSeries(series, what, least);
  if (!isConstant(series)) return;
  throw new ExpectedError('SERIES_CONSTANT', `${what} never changes`, {
    advice: 'Give a series whose values differ: a constant has no variance to estimate.',
    facts: { value: series[0] ?? Number.NaN, values: series.length },
  });
}

/** Whether all values are equal but for rounding; NaN is passed over. */
export function isConstant(series: ArrayLike<number>): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < series.length; i += 1) {
    const value = series[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return !(high - low > flat * Math.max(Math.abs(low), Math.abs(high)));
}

/** @throws ExpectedError PARAMETER_OUT_OF_RANGE unless low < value < high, or the bound itself where `closed` names it */
export function requireInRange(
  value: number,
  name: string,
  low: number,
  high: number,
  closed: 'none' | 'low' | 'high' | 'both' = 'none',
): void {
  const above = value > low || (value === low && (closed === 'low' || closed === 'both'));
  const below = value < high || (value === high && (closed === 'high' || closed === 'both'));
  if (above && below) return;
  const left = closed === 'low' || closed === 'both' ? 'from' : 'above';
  const right = closed === 'high' || closed === 'both' ? 'to' : 'below';
  throw new ExpectedError('PARAMETER_OUT_OF_RANGE', `${name} is out of range`, {
    advice: `Give ${name} ${left} ${low} ${right} ${high}.`,
    facts: { [name]: String(value) },
  });
}
