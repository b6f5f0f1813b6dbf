import { describe, expect, test } from 'vitest';
import type { ChartColumns } from '../../../app/contract/charts.ts';
import { barAt, firstPage, noBars, withEarlierPage, withHoles, withNewest } from './chartBars.ts';

const column = (times: readonly number[], value: (at: number) => number): Float64Array<ArrayBuffer> =>
  Float64Array.from(times, value);
/** Bars whose close tells their time and which answer they came in. */
function columns(times: readonly number[], answer = 0): ChartColumns {
  const close = column(times, (at) => at + answer / 10);
  const rest = column(times, () => 1);
  return { timeS: column(times, (at) => at), open: rest, high: rest, low: rest, close, volume: rest, trades: rest };
}
const page = (
  times: readonly number[],
  earlier: boolean,
  answer = 0,
  gaps = [] as { fromS: number; toS: number }[],
) => ({
  columns: columns(times, answer),
  earlier,
  gaps,
});
const timesOf = ({ bars }: { bars: readonly { timeS: number }[] }): number[] => bars.map(({ timeS }) => timeS);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('bars of a chart', () => {
  test('pages join without a doubled or a lost bar, whatever their overlap', () => {
    let loaded = firstPage(page(range(80, 100), true));
    for (const [from, to] of [
      [60, 80],
      [45, 62],
      [0, 50],
    ] as const)
      loaded = withEarlierPage(loaded, page(range(from, to), from > 0, 1));
    expect(timesOf(loaded)).toEqual(range(0, 100));
    expect(loaded.earlier).toBe(false);
    // What was loaded first is newer.
    expect(loaded.bars[61]?.close).toBe(61.1);
    expect(loaded.bars[80]?.close).toBe(80);
  });

  test('a gap that two pages tell of is one', () => {
    const gap = { fromS: 4, toS: 7 };
    const loaded = withEarlierPage(
      firstPage(page([7, 8], true, 0, [gap])),
      page([2, 3], false, 0, [gap, { fromS: 0, toS: 2 }]),
    );
    expect(loaded.gaps).toEqual([gap, { fromS: 0, toS: 2 }]);
  });

  test('the newest replace what could still change, and follow on', () => {
    const loaded = firstPage(page(range(0, 10), false));
    const next = withNewest(loaded, { afterS: 7, columns: columns([8, 9, 10, 12], 5), gaps: [] });
    expect(next?.bars.map(({ close }) => close)).toEqual([...range(0, 8), 8.5, 9.5, 10.5, 12.5]);
  });

  test('bars that a reorg took back are gone', () => {
    const loaded = firstPage(page(range(0, 10), true));
    expect(timesOf(withNewest(loaded, { afterS: 5, columns: columns([]), gaps: [] }) ?? noBars)).toEqual(range(0, 6));
    const none = withNewest(loaded, { afterS: null, columns: columns([4]), gaps: [] });
    expect(none).toMatchObject({ earlier: false, bars: [{ timeS: 4 }] });
  });

  test('bars that were missed on the way are asked for again, never skipped', () => {
    const loaded = firstPage(page(range(0, 10), false));
    expect(withNewest(loaded, { afterS: 11, columns: columns([12]), gaps: [] })).toBeNull();
    expect(withNewest(noBars, { afterS: 3, columns: columns([4]), gaps: [] })).toBeNull();
  });

  test('holes keep their place, long ones a bounded one', () => {
    const { bars } = firstPage(page([0, 60, 240, 60_000], false));
    const places = withHoles(bars, 60).map((place) => ('close' in place ? place.timeS : -place.timeS));
    expect(places.slice(0, 5)).toEqual([0, 60, -120, -180, 240]);
    expect(places).toHaveLength(5 + 24 + 1);
    expect(places.every((at, i) => i === 0 || Math.abs(at) > Math.abs(places[i - 1] ?? 0))).toBe(true);
    expect([barAt(bars, -1), barAt(bars, 0), barAt(bars, 239), barAt(bars, 1e9)]).toEqual([-1, 0, 1, 3]);
  });
});
