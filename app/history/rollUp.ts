import type { Candle } from '../candles/candle.ts';
import { type Interval, intervals } from '../candles/interval.ts';
import { Resampler } from '../candles/resample.ts';
import { TradeCandles } from '../candles/tradeCandles.ts';
import type { MarketHistory } from './marketHistory.ts';
import { mostPacked } from './packedColumn.ts';
import type { Series } from './series.ts';
import { type TradeColumns, takerSide } from './tradeBlock.ts';
import { dayStartMs } from './tradePartitions.ts';

const dayMs = 86_400_000;

/**
 * Makes the candles of every interval out of the trades of each day that has newer trades than candles. A day's candles and the
 * note that they are made are one commit: cut short, it is done again. Returns the days of series done.
 * @param isStopped asked after each day
 */
export function rollUpTrades(history: MarketHistory, isStopped: () => boolean = () => false): number {
  let done = 0;
  for (const { series, day, newestBlock } of history.unrolledDays()) {
    const startMs = dayStartMs(day);
    const bars = candlesOf(history.trades(series, startMs, startMs + dayMs), series);
    for (const [interval, candles] of bars) history.appendCandles(series, interval, candles, 'replace');
    history.commitRollUp(series, day, newestBlock);
    done += 1;
    if (isStopped()) break;
  }
  return done;
}

/** Every interval's candles of one UTC day's trades: the longest interval is a day, so days do not touch. */
function candlesOf(trades: Iterable<TradeColumns>, { digits }: Series): ReadonlyMap<Interval, readonly Candle[]> {
  const bars = new Map<Interval, Candle[]>(intervals.map((interval) => [interval, []]));
  const [shortest = '1s', ...longer] = intervals;
  const first = new TradeCandles(shortest);
  const chain = longer.map((interval, i) => ({
    interval,
    resampler: new Resampler(intervals[i] ?? shortest, interval),
  }));
  const quoteUnit = 10n ** BigInt(Math.max(0, digits.price + digits.volume - digits.quoteVolume));
  const finished = (bar: Candle, place: number): void => {
    bars.get(intervals[place] ?? shortest)?.push(withQuoteDigits(bar, quoteUnit));
    const next = chain[place]?.resampler.push(bar) ?? null;
    if (next !== null) finished(next, place + 1);
  };
  for (const { atMs, price, size, side } of trades)
    for (let i = 0; i < atMs.length; i += 1) {
      const taker = side[i];
      const takerBuys = taker === takerSide.unknown ? null : taker === takerSide.buys;
      const bar = first.push(atMs[i] ?? 0, BigInt(price[i] ?? 0), BigInt(size[i] ?? 0), takerBuys);
      if (bar !== null) finished(bar, 0);
    }
  // The last bars, from the shortest on: each still belongs into the longer ones.
  const last = first.current();
  if (last !== null) finished(last, 0);
  chain.forEach(({ resampler }, place) => {
    const bar = resampler.current();
    if (bar !== null) finished(bar, place + 1);
  });
  return bars;
}

/** A quote volume has the digits of price and size together; one that the series' digits cannot hold is not given. */
function withQuoteDigits(bar: Candle, unit: bigint): Candle {
  const scaled = (value: bigint | null): bigint | null => {
    if (value === null || value % unit !== 0n) return null;
    return value / unit > mostPacked ? null : value / unit;
  };
  return { ...bar, quoteVolume: scaled(bar.quoteVolume), takerQuoteVolume: scaled(bar.takerQuoteVolume) };
}
