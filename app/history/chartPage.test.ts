import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Interval, intervalMs } from '../candles/interval.ts';
import { resample } from '../candles/resample.ts';
import { chartableIntervals, chartPage, historyBar } from './chartPage.ts';
import { MarketHistory } from './marketHistory.ts';
import type { Series } from './series.ts';
import { digits, firstMs, sampleCandle } from './testing/samples.ts';

const minute = 60_000;
/** Six days of minutes with holes: a few bars, a day, and one at the end of a block. */
const bars = Array.from({ length: 8_640 }, (_, i) => i)
  .filter((i) => i % 97 !== 5 && !(i > 3_000 && i < 4_440) && i !== 2_047)
  .map((i) => sampleCandle(firstMs + i * minute, 1_000 + ((i * 7_919) % 500)));

let folder: string;
let history: MarketHistory;
let series: Series;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-'));
  history = new MarketHistory(folder);
  series = history.series({ venue: 'binance', symbol: 'BTCUSDT' }, digits);
  history.appendCandles(series, '1m', bars, 'keep');
  history.commit();
});
afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

function joined(
  interval: Interval,
  count: number,
): { readonly times: number[]; readonly closes: number[]; readonly pages: number } {
  const times: number[] = [];
  const closes: number[] = [];
  for (let beforeMs: number | null = null, pages = 1; ; pages += 1) {
    const { chart, earlier } = chartPage(history, series, interval, beforeMs, count);
    expect(chart.timeS.length).toBeLessThanOrEqual(count);
    times.unshift(...chart.timeS);
    closes.unshift(...chart.close);
    const first = chart.timeS[0];
    if (!earlier || first === undefined) return { times, closes, pages };
    beforeMs = first * 1000;
  }
}

describe('pages of a recorded series', () => {
  it.each([1_000, 2_048, 313, 20_000])('of %i join to every bar once, across holes and blocks', (count) => {
    const { times, closes, pages } = joined('1m', count);
    expect(times).toEqual(bars.map(({ openTimeMs }) => openTimeMs / 1000));
    expect(closes).toEqual(bars.map(({ close }) => Number(close) / 100));
    expect(pages).toBe(Math.ceil(bars.length / count));
  });

  it.each([
    ['5m', 100],
    ['1h', 10],
    ['4h', 7],
    ['1d', 1],
  ] as const)('of %s are made of what is kept, and join to the same bars', (interval, count) => {
    const wanted = resample(bars, '1m', interval);
    const { times, closes } = joined(interval, count);
    expect(times).toEqual(wanted.map(({ openTimeMs }) => openTimeMs / 1000));
    expect(closes).toEqual(wanted.map(({ close }) => Number(close) / 100));
    for (const bar of wanted.slice(0, 3)) expect(historyBar(history, series, interval, bar.openTimeMs)).toEqual(bar);
  });

  it('say how many trades a bar had, or that nobody counted', () => {
    const uncounted = history.series({ venue: 'v', symbol: 's' }, digits);
    const some = bars.slice(0, 4).map((bar, i) => ({ ...bar, trades: i === 2 ? null : i }));
    history.appendCandles(uncounted, '1m', some, 'keep');
    history.appendCandles(uncounted, '1h', [{ ...sampleCandle(firstMs, 5), trades: null }], 'keep');
    history.commit();
    expect([...chartPage(history, uncounted, '1m', null, 10).chart.trades]).toEqual([0, 1, Number.NaN, 3]);
    expect([...chartPage(history, uncounted, '1h', null, 10).chart.trades]).toEqual([Number.NaN]);
  });

  it('are refused for an interval that nothing makes', () => {
    expect(chartableIntervals(history, series)).toEqual(['1m', '5m', '15m', '1h', '4h', '1d']);
    expect(() => chartPage(history, series, '1s', null, 10)).toThrow(
      expect.objectContaining({ code: 'HISTORY_NO_BARS' }),
    );
    expect(historyBar(history, series, '1m', firstMs + 1)).toBeNull();
    expect(historyBar(history, series, '1m', firstMs + 5 * minute)).toBeNull();
    expect(intervalMs('1m')).toBe(minute);
  });
});
