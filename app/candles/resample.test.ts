import { describe, expect, test } from 'vitest';
import type { Candle } from './candle.ts';
import { type Interval, intervalMs, intervals } from './interval.ts';
import { Resampler, resample } from './resample.ts';
import { type RandomTrade, randomTrades } from './testing/randomTrades.ts';
import { TradeCandles } from './tradeCandles.ts';

function bar(minute: number, prices: readonly [number, number, number, number], volume = 1): Candle {
  const [open, high, low, close] = prices.map(BigInt) as [bigint, bigint, bigint, bigint];
  const known = { quoteVolume: null, trades: null, takerVolume: null, takerQuoteVolume: null };
  return { openTimeMs: minute * 60_000, open, high, low, close, volume: BigInt(volume), ...known };
}

/** The slow, obvious way: all trades of an interval, gathered first. */
function gathered(trades: readonly RandomTrade[], to: Interval): Candle[] {
  const length = intervalMs(to);
  const groups = Map.groupBy(trades, ({ atMs }) => Math.floor(atMs / length) * length);
  const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
  return [...groups].map(([openTimeMs, group]) => {
    const prices = group.map(({ price }) => price);
    const sorted = [...prices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const bought = group.filter(({ takerBuys }) => takerBuys);
    return {
      openTimeMs,
      open: prices[0] ?? -1n,
      high: sorted.at(-1) ?? -1n,
      low: sorted[0] ?? -1n,
      close: prices.at(-1) ?? -1n,
      volume: total(group.map(({ size }) => size)),
      quoteVolume: total(group.map(({ price, size }) => price * size)),
      trades: group.length,
      takerVolume: total(bought.map(({ size }) => size)),
      takerQuoteVolume: total(bought.map(({ price, size }) => price * size)),
    };
  });
}

function fromTrades(trades: readonly RandomTrade[], to: Interval): Candle[] {
  const candles = new TradeCandles(to);
  const finished = trades.map(({ atMs, price, size, takerBuys }) => candles.push(atMs, price, size, takerBuys));
  return [...finished, candles.current()].filter((candle) => candle !== null);
}

describe('trades', () => {
  const trades = randomTrades(11, 4000, 60_000);

  test.each(intervals)('to %s as gathered by hand, missing intervals missing', (to) => {
    expect(fromTrades(trades, to)).toEqual(gathered(trades, to));
  });

  test.each(intervals.slice(1).map((to, i) => [intervals[i] ?? '1s', to] as const))(
    'bars of %s made into %s are those of the trades themselves',
    (from, to) => {
      expect(resample(fromTrades(trades, from), from, to)).toEqual(fromTrades(trades, to));
    },
  );

  test('a side that is not known once is not known for that candle, and for no other', () => {
    const candles = new TradeCandles('1s');
    candles.push(0, 5n, 2n, true);
    candles.push(1, 5n, 2n, null);
    expect(candles.push(1000, 5n, 3n, false)).toMatchObject({ volume: 4n, takerVolume: null, takerQuoteVolume: null });
    expect(candles.current()).toMatchObject({ volume: 3n, takerVolume: 0n, quoteVolume: 15n });
  });

  test('a trade older than the last is refused', () => {
    const candles = new TradeCandles('1m');
    candles.push(5000, 1n, 1n, null);
    expect(() => candles.push(4999, 1n, 1n, null)).toThrow(expect.objectContaining({ code: 'CANDLE_OUT_OF_ORDER' }));
  });
});

describe('bars', () => {
  test('one at a time gives what all at once gives, and each as soon as it is over', () => {
    const bars = [bar(0, [5, 9, 4, 6]), bar(4, [6, 7, 2, 3]), bar(5, [3, 3, 3, 3], 0), bar(16, [8, 8, 8, 8])];
    const resampler = new Resampler('1m', '5m');
    const finished = bars.map((each) => resampler.push(each));
    expect(finished[0]).toBe(null);
    expect(finished[1]).toBe(null);
    expect(finished[2]).toEqual(bar(0, [5, 9, 2, 3], 2));
    expect(finished[3]).toEqual(bar(5, [3, 3, 3, 3], 0));
    expect(resampler.current()).toEqual(bar(15, [8, 8, 8, 8]));
    expect(resample(bars, '1m', '5m')).toEqual([finished[2], finished[3], resampler.current()]);
  });

  test('none makes none', () => {
    expect(resample([], '1m', '1h')).toEqual([]);
  });

  test.each([
    ['the same bar twice', [bar(1, [1, 1, 1, 1]), bar(1, [1, 1, 1, 1])], 'CANDLE_OUT_OF_ORDER'],
    ['an older bar', [bar(3, [1, 1, 1, 1]), bar(2, [1, 1, 1, 1])], 'CANDLE_OUT_OF_ORDER'],
    ['a bar between bounds', [bar(0.5, [1, 1, 1, 1])], 'CANDLE_MISALIGNED'],
  ] as const)('%s is refused', (_what, bars, code) => {
    expect(() => resample(bars, '1m', '1h')).toThrow(expect.objectContaining({ code }));
  });

  test('shorter than the source is refused, the same length is a copy', () => {
    expect(() => resample([], '1h', '15m')).toThrow(expect.objectContaining({ code: 'CANDLE_INTERVALS' }));
    const bars = [bar(0, [5, 9, 4, 6]), bar(2, [6, 7, 2, 3])];
    expect(resample(bars, '1m', '1m')).toEqual(bars);
  });
});
