import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import { MarketHistory } from './marketHistory.ts';
import { forget } from './retention.ts';
import { rollUpTrades } from './rollUp.ts';
import { dayMs, digits, firstMs, rowsOf, sampleTrades } from './testing/samples.ts';
import { tradeColumns } from './tradeBlock.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const given = sampleTrades(11, 40_000, 1);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollup-'));
  history = new MarketHistory(folder);
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

/** By a plain pass over all rows: another way than the product's. */
function expected(interval: Interval, rows = rowsOf([given])) {
  const bars = new Map<
    number,
    { open: bigint; high: bigint; low: bigint; close: bigint; volume: bigint; quote: bigint; trades: number }
  >();
  for (const { atMs, price, size } of rows) {
    const at = atMs - (atMs % intervalMs(interval));
    const bar = bars.get(at) ?? {
      open: price,
      high: price,
      low: price,
      close: price,
      volume: 0n,
      quote: 0n,
      trades: 0,
    };
    bars.set(at, {
      open: bar.open,
      high: price > bar.high ? price : bar.high,
      low: price < bar.low ? price : bar.low,
      close: price,
      volume: bar.volume + size,
      quote: bar.quote + price * size,
      trades: bar.trades + 1,
    });
  }
  return [...bars].map(([openTimeMs, bar]) => ({ openTimeMs, ...bar }));
}

function stored(interval: Interval) {
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  return [...history.candles(series, interval, ...always)].map(
    ({ openTimeMs, open, high, low, close, volume, quoteVolume, trades }) => {
      return { openTimeMs, open, high, low, close, volume, quote: quoteVolume, trades };
    },
  );
}

it('makes the candles of every interval, exactly', () => {
  history.appendTrades(history.series({ venue: 'v', symbol: 's' }, digits), given);
  history.commit();
  expect(rollUpTrades(history)).toBe(history.days().length);
  for (const interval of intervals) expect(stored(interval)).toEqual(expected(interval));
  expect(rollUpTrades(history)).toBe(0);
});

it('makes a day again when trades come late, and goes on where it was stopped', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const rows = rowsOf([given]);
  const late = rows.filter((_, i) => i % 1000 === 500);
  history.appendTrades(series, tradeColumns(rows.filter((_, i) => i % 1000 !== 500)));
  history.commit();
  while (rollUpTrades(history, () => true) > 0) {
    history.close();
    history = new MarketHistory(folder);
  }
  history.appendTrades(series, tradeColumns(late));
  history.commit();
  expect(rollUpTrades(history)).toBe(history.days().length);
  for (const interval of intervals) expect(stored(interval)).toEqual(expected(interval));
});

it('leaves out a quote volume that the digits of the series cannot hold', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, { price: 2, volume: 8, quoteVolume: 9 });
  const trade = { id: null, atMs: firstMs, takerBuys: true };
  history.appendTrades(series, tradeColumns([{ ...trade, price: 3n, size: 7n }]));
  history.appendTrades(series, tradeColumns([{ ...trade, atMs: firstMs + 60_000, price: 5n, size: 4n }]));
  history.commit();
  rollUpTrades(history);
  expect(stored('1m').map(({ quote }) => quote)).toEqual([null, 2n]);
});

it('forgets what is older than it is to be kept', () => {
  history.appendTrades(history.series({ venue: 'v', symbol: 's' }, digits), given);
  history.commit();
  const days = history.days();
  const nowMs = firstMs + 10 * dayMs;
  expect(forget(history, { tradesDays: null, candlesDays: {} }, nowMs)).toEqual({
    bytesOfTrades: 0,
    candles: 0,
    blocks: 0,
  });
  expect(history.days()).toEqual(days);
  const done = forget(history, { tradesDays: 1, candlesDays: { '1s': 1 } }, nowMs);
  expect(done.bytesOfTrades).toBeGreaterThan(0);
  // The candles that are kept are made before their trades go.
  expect(done.candles).toBe(expected('1s').length);
  expect(history.days()).toEqual([]);
  expect(stored('1m')).toEqual(expected('1m'));
});
