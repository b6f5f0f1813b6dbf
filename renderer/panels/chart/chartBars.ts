import type { BarsRow, ChartColumns, ChartGap, ChartPage } from '../../../app/contract/charts.ts';

/** One bar as it is drawn: doubles, for looking at. */
export interface ChartBar {
  readonly timeS: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** NaN where the source does not count them. */
  readonly trades: number;
}

/** The bars that are loaded, in order of time, each once. */
export interface LoadedBars {
  readonly bars: readonly ChartBar[];
  readonly gaps: readonly ChartGap[];
  /** Whether there are bars before the first of these. */
  readonly earlier: boolean;
}

export const noBars: LoadedBars = { bars: [], gaps: [], earlier: false };

export function barsOf({ timeS, open, high, low, close, volume, trades }: ChartColumns): ChartBar[] {
  return Array.from(timeS, (at, i) => ({
    timeS: at,
    open: open[i] ?? 0,
    high: high[i] ?? 0,
    low: low[i] ?? 0,
    close: close[i] ?? 0,
    volume: volume[i] ?? 0,
    trades: trades[i] ?? Number.NaN,
  }));
}

/** The newest page takes the place of what was there. */
export function firstPage(page: ChartPage): LoadedBars {
  return { bars: barsOf(page.columns), gaps: page.gaps, earlier: page.earlier };
}

/** An older page in front of what is loaded; of a bar that is in both, the loaded one is newer. */
export function withEarlierPage(loaded: LoadedBars, page: ChartPage): LoadedBars {
  const first = loaded.bars[0]?.timeS ?? Number.POSITIVE_INFINITY;
  const older = barsOf(page.columns).filter(({ timeS }) => timeS < first);
  return { bars: [...older, ...loaded.bars], gaps: joinGaps(page.gaps, loaded.gaps), earlier: page.earlier };
}

/**
 * The newest bars as the engine streams them in place of those that could still change. Null where a bar between is not loaded: the
 * newest page has to be asked for again.
 */
export function withNewest(loaded: LoadedBars, row: Pick<BarsRow, 'afterS' | 'columns' | 'gaps'>): LoadedBars | null {
  const { afterS } = row;
  let kept = loaded.bars.length;
  if (afterS === null) kept = 0;
  else {
    while (kept > 0 && (loaded.bars[kept - 1]?.timeS ?? 0) > afterS) kept -= 1;
    if (kept === 0 || loaded.bars[kept - 1]?.timeS !== afterS) return null;
  }
  const bars = [...loaded.bars.slice(0, kept), ...barsOf(row.columns)];
  return { bars, gaps: row.gaps, earlier: afterS === null ? false : loaded.earlier };
}

/** The newest `most` of them where they are many more: what is trimmed can be paged in again. */
export function withoutOldest(loaded: LoadedBars, most: number): LoadedBars {
  const { bars } = loaded;
  if (bars.length <= most + most / 20) return loaded;
  return { ...loaded, bars: bars.slice(-most), earlier: true };
}

function joinGaps(first: readonly ChartGap[], second: readonly ChartGap[]): ChartGap[] {
  const known = new Set<string>();
  return [...first, ...second].filter(({ fromS, toS }) => {
    const key = `${fromS} ${toS}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** Places that a hole keeps at most: a gap stays a gap, and a week of none does not push everything else out of sight. */
const mostPlacesInHole = 24;

/** A bar, or the time of a place that has none. */
export type ChartPlace = ChartBar | { readonly timeS: number };

/** The bars with empty places where bars are missing. */
export function withHoles(bars: readonly ChartBar[], lengthS: number): ChartPlace[] {
  const places: ChartPlace[] = [];
  let expected: number | null = null;
  for (const bar of bars) {
    if (expected !== null) {
      const missing = Math.min(Math.round((bar.timeS - expected) / lengthS), mostPlacesInHole);
      for (let i = 0; i < missing; i += 1) places.push({ timeS: expected + i * lengthS });
    }
    places.push(bar);
    expected = bar.timeS + lengthS;
  }
  return places;
}

/** The place of the last bar that opens at or before a time; -1 where there is none. */
export function barAt(bars: readonly ChartBar[], atS: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.timeS ?? 0) <= atS) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
