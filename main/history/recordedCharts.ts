import { intervalMs } from '../../app/candles/interval.ts';
import {
  type ChartBarRequest,
  type ChartGap,
  type ChartPage,
  type ChartPageRequest,
  type ChartSeriesList,
  type ExactBar,
  mostGapsInPage,
} from '../../app/contract/charts.ts';
import { formatUnits } from '../../app/domain/amount.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { chartableIntervals, chartPage, historyBar } from '../../app/history/chartPage.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import type { Series } from '../../app/history/series.ts';

const mostSeries = 2_000;

/** What of a history can be charted, as windows ask for it. */
export function recordedSeries(history: MarketHistory): ChartSeriesList {
  const all = history.allSeries().flatMap((series) => {
    const intervals = chartableIntervals(history, series);
    const [shortest] = intervals;
    if (shortest === undefined) return [];
    return [
      {
        source: { kind: 'recorded' as const, series: series.id },
        venue: series.venue.slice(0, 64),
        symbol: series.symbol.slice(0, 64),
        feePpm: null,
        intervals: [...intervals],
        lastMs: history.candleBounds(series, shortest)?.lastMs ?? null,
        rows: history.countCandles(series, shortest),
      },
    ];
  });
  return { series: all.slice(0, mostSeries), more: Math.max(0, all.length - mostSeries) };
}

/** @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
export function recordedPage(history: MarketHistory, request: ChartPageRequest): ChartPage {
  const { interval, beforeMs, count } = request;
  const series = seriesOf(history, request.source);
  const { chart, earlier } = chartPage(history, series, interval, beforeMs, count);
  const gaps = history.isMadeOfTrades(series) ? [] : gapsOf(chart.timeS, intervalMs(interval) / 1000, beforeMs);
  // A view would take the whole of what it looks at along to the other process.
  const { timeS, open, high, low, close, volume, trades } = chart;
  const columns = {
    timeS: timeS.slice(),
    open: open.slice(),
    high: high.slice(),
    low: low.slice(),
    close: close.slice(),
    volume: volume.slice(),
    trades: trades.slice(),
  };
  return { columns, earlier, gaps };
}

/** @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
export function recordedBar(
  history: MarketHistory,
  { source, interval, openTimeMs }: ChartBarRequest,
): ExactBar | null {
  const series = seriesOf(history, source);
  const bar = historyBar(history, series, interval, openTimeMs);
  if (bar === null) return null;
  const price = (value: bigint): string => formatUnits(value, series.digits.price);
  return {
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: formatUnits(bar.volume, series.digits.volume),
    trades: bar.trades,
  };
}

/** Stretches in which bars are missing: within a page, and between it and what was asked for before. */
function gapsOf(timeS: Float64Array, lengthS: number, beforeMs: number | null): ChartGap[] {
  const gaps: ChartGap[] = [];
  const until = beforeMs === null ? [] : [beforeMs / 1000];
  let expected: number | null = null;
  for (const at of [...timeS, ...until]) {
    if (expected !== null && at > expected) gaps.push({ fromS: expected, toS: at });
    expected = at + lengthS;
  }
  return gaps.slice(-mostGapsInPage);
}

function seriesOf(history: MarketHistory, source: ChartPageRequest['source']): Series {
  const series = source.kind === 'recorded' ? history.allSeries().find(({ id }) => id === source.series) : undefined;
  if (series === undefined)
    throw new ExpectedError('CHART_UNKNOWN', 'the market history has no such series', {
      advice: 'Choose another; it may have been forgotten since.',
    });
  return series;
}
