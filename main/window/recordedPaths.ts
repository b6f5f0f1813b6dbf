import { intervalMs } from '../../app/candles/interval.ts';
import type { ChartAnswer, ChartInterval, ChartSeries } from '../../app/contract/charts.ts';
import { mostPathBars, type PathColumns } from '../../app/contract/scenarios.ts';
import { dollarSeriesOf } from '../../app/risk/scenarios/recordedSeries.ts';
import type { ChartedPools } from './chartHandlers.ts';

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The finest first; one length for all assets of a crash, so that their bars are of one time. */
const lengths: readonly ChartInterval[] = ['1h', '4h', '1d'];
const mostRemembered = 512;

/** Recorded bars of what is held over the time of a crash. What was read is remembered until its series changes. */
export class RecordedPaths {
  readonly #history: ChartedPools;
  readonly #read = new Map<string, Promise<PathColumns | null>>();

  constructor(history: ChartedPools) {
    this.#history = history;
  }

  /** All series of the market history. @throws ExpectedError HISTORY_*, when the history process does not answer */
  async series(): Promise<ChartAnswer<'chartSeries'>['series']> {
    return (await this.#history.chart('chartSeries', {})).series;
  }

  /** Bars of the length of which most assets have them over all of the window; of equals the finest. */
  async over(window: Window, symbols: readonly string[], series: readonly ChartSeries[]): Promise<PathColumns[]> {
    let best: PathColumns[] = [];
    for (const interval of lengths) {
      if ((window.toMs - window.fromMs) / intervalMs(interval) > mostPathBars) continue;
      const found = await Promise.all(symbols.map((symbol) => this.#pathOf(symbol, interval, window, series)));
      const paths = found.filter((path) => path !== null);
      if (paths.length > best.length) best = paths;
      if (best.length === symbols.length) break;
    }
    return best;
  }

  async #pathOf(
    symbol: string,
    interval: ChartInterval,
    window: Window,
    series: readonly ChartSeries[],
  ): Promise<PathColumns | null> {
    for (const each of dollarSeriesOf(symbol, series)) {
      if (!each.intervals.includes(interval) || (each.lastMs ?? 0) < window.fromMs) continue;
      const key = JSON.stringify([symbol, each.source, each.rows, each.lastMs, interval, window]);
      const known = this.#read.get(key) ?? this.#readPath(symbol, each, interval, window);
      this.#read.set(key, known);
      for (const oldest of this.#read.keys()) if (this.#read.size > mostRemembered) this.#read.delete(oldest);
      known.catch(() => this.#read.delete(key));
      const path = await known;
      if (path !== null) return path;
    }
    return null;
  }

  /** Null unless its first bar opens with the window and its last one ends it. */
  async #readPath(
    symbol: string,
    { source, venue, symbol: name }: ChartSeries,
    interval: ChartInterval,
    { fromMs, toMs }: Window,
  ): Promise<PathColumns | null> {
    const stepMs = intervalMs(interval);
    const count = Math.ceil((toMs - fromMs) / stepMs);
    const { columns } = await this.#history.chart('chartPage', { source, interval, beforeMs: toMs, count });
    const begin = columns.timeS.findIndex((atS) => atS * 1_000 >= fromMs);
    const first = columns.timeS[begin];
    const last = columns.timeS.at(-1);
    if (begin < 0 || first === undefined || last === undefined) return null;
    if (first * 1_000 > fromMs || last * 1_000 + stepMs < toMs) return null;
    const { timeS, open, low, close } = columns;
    return {
      symbol,
      series: `${venue} ${name}, ${interval}`,
      timeS: timeS.slice(begin),
      open: open.slice(begin),
      low: low.slice(begin),
      close: close.slice(begin),
    };
  }
}
