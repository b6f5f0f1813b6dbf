import { intervalMs } from '../../app/candles/interval.ts';
import { barsProfile } from '../../app/charts/barsProfile.ts';
import { inverseText, invertedColumns } from '../../app/charts/invertedColumns.ts';
import { studyValues } from '../../app/charts/studyValues.ts';
import {
  type ChartAnswer,
  type ChartBarRequest,
  type ChartColumns,
  type ChartGap,
  type ChartPage,
  type ChartPageRequest,
  type ChartProfileRequest,
  type ChartSeriesList,
  type ChartStudiesRequest,
  type ExactBar,
  mostBarsInPage,
  mostGapsInPage,
  mostLoadedBars,
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
        source: { kind: 'recorded' as const, series: series.id, inverted: false },
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
  return { columns: request.source.inverted ? invertedColumns(columns) : columns, earlier, gaps };
}

/** @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
export function recordedStudies(
  history: MarketHistory,
  { source, interval, fromMs, studies }: ChartStudiesRequest,
): ChartAnswer<'chartStudies'> {
  const columns = columnsBetween(history, { source, interval }, fromMs, null);
  return { timeS: columns.timeS, studies: studies.map((study) => studyValues(study, columns)) };
}

/** @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
export function recordedProfile(
  history: MarketHistory,
  { source, interval, fromMs, toMs, rows }: ChartProfileRequest,
): ChartAnswer<'chartProfile'> {
  return { profile: barsProfile(columnsBetween(history, { source, interval }, fromMs, toMs), rows) };
}

/** The bars that open between two times (null: until the newest), page by page from the newest back. */
function columnsBetween(
  history: MarketHistory,
  of: Pick<ChartPageRequest, 'source' | 'interval'>,
  fromMs: number,
  toMs: number | null,
): ChartColumns {
  const pages: ChartColumns[] = [];
  let beforeMs = toMs === null ? null : toMs + 1;
  for (let bars = 0; bars < mostLoadedBars; ) {
    const count = Math.min(mostBarsInPage, mostLoadedBars - bars);
    const { columns, earlier } = recordedPage(history, { ...of, beforeMs, count });
    const first = columns.timeS.findIndex((at) => at * 1000 >= fromMs);
    if (first < 0) break;
    pages.unshift(mapColumns(columns, (_name, column) => column.subarray(first)));
    bars += columns.timeS.length - first;
    if (first > 0 || !earlier) break;
    beforeMs = (columns.timeS[0] ?? 0) * 1000;
  }
  return joined(pages);
}

const columnNames = ['timeS', 'open', 'high', 'low', 'close', 'volume', 'trades'] as const;

function mapColumns(
  columns: ChartColumns,
  change: (name: keyof ChartColumns, column: ChartColumns['timeS']) => ChartColumns['timeS'],
): ChartColumns {
  const changed = { ...columns };
  for (const name of columnNames) changed[name] = change(name, columns[name]);
  return changed;
}

function joined(pages: readonly ChartColumns[]): ChartColumns {
  const count = pages.reduce((sum, { timeS }) => sum + timeS.length, 0);
  const names = columnNames.map((name) => [name, new Float64Array(count)] as const);
  const whole = Object.fromEntries(names) as unknown as Record<keyof ChartColumns, ChartColumns['timeS']>;
  let at = 0;
  for (const page of pages) {
    for (const name of columnNames) whole[name].set(page[name], at);
    at += page.timeS.length;
  }
  return whole;
}

/** @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
export function recordedBar(
  history: MarketHistory,
  { source, interval, openTimeMs }: ChartBarRequest,
): ExactBar | null {
  const series = seriesOf(history, source);
  const bar = historyBar(history, series, interval, openTimeMs);
  if (bar === null) return null;
  const { inverted } = source;
  const price = (value: bigint): string =>
    inverted ? inverseText(value, series.digits.price) : formatUnits(value, series.digits.price);
  return {
    open: price(bar.open),
    high: price(inverted ? bar.low : bar.high),
    low: price(inverted ? bar.high : bar.low),
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
