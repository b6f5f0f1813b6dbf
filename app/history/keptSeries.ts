import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import type { MarketHistory } from './marketHistory.ts';
import type { Series } from './series.ts';

/** What is kept of one series: its trades or, where it has none, its shortest candles. */
export interface KeptSeries {
  readonly series: Series;
  readonly trades: { readonly rows: number; readonly firstMs: number; readonly lastMs: number } | null;
  /** Changes of its order book's levels; where there is none, of the venue's own best quotes. */
  readonly book: {
    readonly kind: 'levels' | 'quotes';
    readonly rows: number;
    readonly firstMs: number;
    readonly lastMs: number;
  } | null;
  /** Of each interval that has bars, shortest first. */
  readonly candles: readonly KeptCandles[];
}

export interface KeptCandles {
  readonly interval: Interval;
  readonly rows: number;
  /** When the first and the last bar open. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Bars between the first and the last that are not there. */
  readonly missing: number;
}

/** What is kept of every series, by venue and name. */
export function keptSeries(history: MarketHistory): readonly KeptSeries[] {
  const trades = history.rowSpans('trades');
  const spans = (['levels', 'quotes'] as const).map((kind) => [kind, history.rowSpans(kind)] as const);
  return history.allSeries().map((series) => ({
    series,
    trades: trades.get(series.id) ?? null,
    book:
      spans
        .flatMap(([kind, of]) => ({ kind, span: of.get(series.id) }))
        .flatMap(({ kind, span }) => (span === undefined ? [] : [{ kind, ...span }]))[0] ?? null,
    candles: intervals.flatMap((interval) => candlesOf(history, series, interval) ?? []),
  }));
}

function candlesOf(history: MarketHistory, series: Series, interval: Interval): KeptCandles | null {
  const rows = history.countCandles(series, interval);
  const bounds = rows === 0 ? null : history.candleBounds(series, interval);
  if (bounds === null) return null;
  const places = (bounds.lastMs - bounds.firstMs) / intervalMs(interval) + 1;
  return { interval, rows, ...bounds, missing: Math.max(0, places - rows) };
}
