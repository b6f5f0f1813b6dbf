import { ExpectedError } from '../../domain/errors.ts';
import type { AssetTable } from '../portfolio/assets.ts';

/** Closing prices of bars of one length, in order of time. */
export interface PriceSeries {
  readonly name: string;
  /** When each bar opens, in seconds. */
  readonly timeS: ArrayLike<number>;
  readonly close: ArrayLike<number>;
}

export interface AdjacentReturns {
  /** When the bar of each return opens, in seconds. */
  readonly timeS: readonly number[];
  /** p_t / p_(t-1) - 1, without a gap. */
  readonly returns: AssetTable;
  /** Steps between the first and the last of them at which a series had no bar or none before it. */
  readonly dropped: number;
}

/** The return of each bar whose bar before is there too, by the bar's time. */
function returnsByTime({ name, timeS, close }: PriceSeries, stepS: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < timeS.length; i += 1) {
    const [price, before] = [close[i] ?? Number.NaN, close[i - 1] ?? Number.NaN];
    if (!(price > 0 && Number.isFinite(price))) {
      throw new ExpectedError('PRICE_NOT_POSITIVE', 'a price is 0, below, or no finite number', {
        advice: 'Leave this series out, or import it anew without that bar.',
        facts: { asset: name, place: i },
      });
    }
    const at = timeS[i] ?? 0;
    if (i > 0 && Math.abs(at - (timeS[i - 1] ?? 0) - stepS) < 1e-6) found.set(at, price / before - 1);
  }
  return found;
}

/**
 * Returns over single steps, at the times at which every series has one. A gap is dropped with the step over it: filled, it would be a return of nothing, and
 * the step behind it one of several steps.
 * @param stepS the length of a bar in seconds
 * @throws ExpectedError ASSETS_MISSING, ASSET_TWICE, PRICE_NOT_POSITIVE, ASSETS_TOO_SHORT when fewer than `least` are left
 */
export function adjacentReturns(series: readonly PriceSeries[], stepS: number, least: number): AdjacentReturns {
  if (series.length === 0) {
    throw new ExpectedError('ASSETS_MISSING', 'there is no series', { advice: 'Choose at least one.' });
  }
  const names = new Set(series.map(({ name }) => name));
  if (names.size < series.length) {
    throw new ExpectedError('ASSET_TWICE', 'a series comes twice', { advice: 'Leave one of them out.' });
  }
  const all = series.map((each) => returnsByTime(each, stepS));
  const [first, ...others] = all;
  const timeS = [...(first ?? new Map<number, number>()).keys()].filter((at) => others.every((each) => each.has(at)));
  if (timeS.length < least) {
    const shortest = series
      .map(({ name }, i) => ({ name, count: all[i]?.size ?? 0 }))
      .sort((a, b) => a.count - b.count)[0];
    throw new ExpectedError(
      'ASSETS_TOO_SHORT',
      `there are ${timeS.length} returns at the same times, and ${least} are needed at least`,
      {
        advice: `Choose shorter bars or longer series; the shortest is ${shortest?.name ?? ''} with ${shortest?.count ?? 0} returns.`,
        facts: { returns: timeS.length, least },
      },
    );
  }
  const span = Math.round(((timeS.at(-1) ?? 0) - (timeS[0] ?? 0)) / stepS) + 1;
  return {
    timeS,
    returns: new Map(series.map(({ name }, i) => [name, timeS.map((at) => all[i]?.get(at) ?? Number.NaN)])),
    dropped: span - timeS.length,
  };
}
