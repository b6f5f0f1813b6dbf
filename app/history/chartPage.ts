import type { Candle } from '../candles/candle.ts';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import { resample } from '../candles/resample.ts';
import { type ChartArrays, emptyChart } from './candleBlock.ts';
import { historyError } from './historyErrors.ts';
import type { MarketHistory } from './marketHistory.ts';
import type { Series } from './series.ts';

/** Bars that are read for one page at most where longer ones are made of them. */
const mostSourceBars = 100_000;

export interface HistoryPage {
  readonly chart: ChartArrays;
  /** Whether bars from before the first of these are kept. */
  readonly earlier: boolean;
}

/** The intervals of which a series can be shown: those that are kept and every longer one, which is made of them. */
export function chartableIntervals(history: MarketHistory, series: Series): readonly Interval[] {
  const shortest = intervals.findIndex((interval) => history.candleSpan(series, interval) !== null);
  return shortest < 0 ? [] : intervals.slice(shortest);
}

/**
 * The newest bars of a series that open before a time (null: of all), `count` at most; fewer where longer bars are made of many short ones.
 * Exact where the interval is kept; made to the last digit of shorter ones where it is not.
 * @throws ExpectedError HISTORY_NO_BARS, HISTORY_CORRUPT
 */
export function chartPage(
  history: MarketHistory,
  series: Series,
  interval: Interval,
  beforeMs: number | null,
  count: number,
): HistoryPage {
  const kept = sourceOf(history, series, interval);
  const lengthMs = intervalMs(interval);
  const { firstMs, lastMs } = history.candleBounds(series, kept) ?? { firstMs: 0, lastMs: -1 };
  const before = Math.min(beforeMs ?? Number.POSITIVE_INFINITY, lastMs + 1);
  if (kept === interval) {
    const chart = history.chartBefore(series, interval, before, count);
    return { chart, earlier: (chart.timeS[0] ?? 0) * 1000 > firstMs };
  }
  const most = Math.max(1, Math.min(count, Math.floor((mostSourceBars * intervalMs(kept)) / lengthMs)));
  // A bar that opens before that time is whole, whatever of it comes after.
  const newest = history.chartBefore(series, kept, before, 1).timeS[0];
  if (newest === undefined) return { chart: emptyChart(0), earlier: false };
  const toMs = floorTo(newest * 1000, lengthMs) + lengthMs;
  const fromMs = toMs - most * lengthMs;
  const bars = resample(history.candles(series, kept, fromMs, toMs), kept, interval);
  return { chart: chartOf(bars, series), earlier: fromMs > firstMs };
}

/** One bar, exact; null where none opens then. @throws ExpectedError HISTORY_NO_BARS, HISTORY_CORRUPT */
export function historyBar(
  history: MarketHistory,
  series: Series,
  interval: Interval,
  openTimeMs: number,
): Candle | null {
  if (floorTo(openTimeMs, intervalMs(interval)) !== openTimeMs) return null;
  const kept = sourceOf(history, series, interval);
  const bars = history.candles(series, kept, openTimeMs, openTimeMs + intervalMs(interval));
  const [bar] = kept === interval ? bars : resample(bars, kept, interval);
  return bar ?? null;
}

/** The interval itself where it is kept, else the longest that is and that makes it. */
function sourceOf(history: MarketHistory, series: Series, interval: Interval): Interval {
  const kept = intervals
    .slice(0, intervals.indexOf(interval) + 1)
    .findLast((each) => history.candleSpan(series, each) !== null);
  if (kept !== undefined) return kept;
  const { venue, symbol } = series;
  throw historyError('HISTORY_NO_BARS', 'There are no bars that such bars could be made of.', {
    venue,
    symbol,
    interval,
  });
}

function floorTo(atMs: number, lengthMs: number): number {
  return Math.floor(atMs / lengthMs) * lengthMs;
}

function chartOf(bars: readonly Candle[], { digits }: Series): ChartArrays {
  const chart = emptyChart(bars.length);
  const [price, volume] = [10 ** digits.price, 10 ** digits.volume];
  bars.forEach((bar, i) => {
    chart.timeS[i] = bar.openTimeMs / 1000;
    chart.open[i] = Number(bar.open) / price;
    chart.high[i] = Number(bar.high) / price;
    chart.low[i] = Number(bar.low) / price;
    chart.close[i] = Number(bar.close) / price;
    chart.volume[i] = Number(bar.volume) / volume;
    chart.trades[i] = bar.trades ?? Number.NaN;
  });
  return chart;
}
