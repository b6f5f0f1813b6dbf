import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptSeries } from './keptSeries.ts';
import { MarketHistory } from './marketHistory.ts';
import { rollUpTrades } from './rollUp.ts';
import { dayMs, digits, firstMs, sampleCandle, sampleTrades } from './testing/samples.ts';

let folder: string;
let history: MarketHistory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  history = new MarketHistory(join(folder, 'history'), { leastFreeBytes: 0 });
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

it('says of bars from when to when they are and how many are missing between', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const opens = Array.from({ length: 5_000 }, (_, i) => firstMs + i * 60_000).filter((_, i) => i !== 7 && i !== 3_000);
  history.appendCandles(
    series,
    '1m',
    opens.map((at) => sampleCandle(at, 10)),
    'keep',
  );
  history.commit();
  const lastMs = firstMs + 4_999 * 60_000;
  expect(keptSeries(history)).toEqual([
    { series, trades: null, book: null, candles: [{ interval: '1m', rows: 4_998, firstMs, lastMs, missing: 2 }] },
  ]);
});

it('says of trades how many there are over all days, and which candles were made of them', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  history.series({ venue: 'v', symbol: 'empty' }, digits);
  const [early, late] = [sampleTrades(1, 500), sampleTrades(2, 300, 50, firstMs + 3 * dayMs)];
  history.appendTrades(series, late);
  history.appendTrades(series, early, 5);
  history.commit();
  rollUpTrades(history);
  const kept = keptSeries(history);
  const times = [...early.atMs, ...late.atMs];
  expect(kept.map(({ trades }) => trades)).toEqual([
    null,
    { rows: 800, firstMs: Math.min(...times), lastMs: Math.max(...times) },
  ]);
  expect(kept[1]?.candles.map(({ interval }) => interval)).toEqual(['1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d']);
});
