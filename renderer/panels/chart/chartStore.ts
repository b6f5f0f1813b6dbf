import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { BarsRow, ChartInterval, ChartPage, ChartSeries, ChartSource } from '../../../app/contract/charts.ts';
import { failureFrom, type Result } from '../../../app/domain/result.ts';
import { watchBars } from '../../state/watchedBars.ts';
import { firstPage, type LoadedBars, noBars, withEarlierPage, withNewest } from './chartBars.ts';

/** Bars asked for at once, and bars that are loaded at most: each update costs in proportion to them. */
const barsPerPage = 1_000;
export const mostLoadedBars = 10_000;

/** - empty: nothing chosen; loading: its newest page is asked for; ready; failed: `problem` says why */
export type ChartPhase = 'empty' | 'loading' | 'ready' | 'failed';

export interface ChartState {
  readonly series: ChartSeries | null;
  readonly interval: ChartInterval;
  readonly phase: ChartPhase;
  readonly problem: string;
  readonly loaded: LoadedBars;
  /** Changes when what is loaded is another series or was loaded anew: then the view goes to the newest bar. */
  readonly generation: number;
  readonly loadingEarlier: boolean;
}

const initial: ChartState = {
  series: null,
  interval: '1m',
  phase: 'empty',
  problem: '',
  loaded: noBars,
  generation: 0,
  loadingEarlier: false,
};

/** What the chart panel of this window shows. */
export const chartStore = createStore<ChartState>(() => initial);

export function useChart<Value>(select: (state: ChartState) => Value): Value {
  return useStore(chartStore, select);
}

export function resetChart(): void {
  chartStore.setState(initial, true);
  watchBars([]);
}

/** Shows another series, in the interval of before where it has that one. */
export function showSeries(series: ChartSeries): void {
  const { interval } = chartStore.getState();
  show(series, series.intervals.includes(interval) ? interval : (series.intervals[0] ?? interval));
}

export function showInterval(interval: ChartInterval): void {
  const { series } = chartStore.getState();
  if (series !== null) show(series, interval);
}

function show(series: ChartSeries, interval: ChartInterval): void {
  const { generation } = chartStore.getState();
  const fresh = { loaded: noBars, problem: '', loadingEarlier: false } as const;
  chartStore.setState({ ...fresh, series, interval, phase: 'loading', generation: generation + 1 });
  const { source } = series;
  watchBars(source.kind === 'pool' ? [{ pool: source.pool, interval }] : []);
  void loadNewest();
}

/** The newest page, once more where bars were missed or it failed. */
export async function loadNewest(): Promise<void> {
  const before = chartStore.getState();
  const page = await ask(before, null);
  if (page === null || !isStill(before)) return;
  if (!page.ok) return chartStore.setState({ phase: 'failed', problem: `${page.message}. ${page.advice}` });
  chartStore.setState({ phase: 'ready', problem: '', loaded: firstPage(page.value), loadingEarlier: false });
}

/** The page before the first bar, if there is one and room for it. */
export async function loadEarlier(): Promise<void> {
  const before = chartStore.getState();
  const { loaded, loadingEarlier, phase } = before;
  const first = loaded.bars[0];
  if (phase !== 'ready' || loadingEarlier || !loaded.earlier || first === undefined) return;
  if (loaded.bars.length >= mostLoadedBars) return;
  chartStore.setState({ loadingEarlier: true });
  const page = await ask(before, first.timeS * 1000);
  if (page === null || !isStill(before)) return;
  const { loaded: now } = chartStore.getState();
  // What is loaded was loaded anew meanwhile: this page may not touch it.
  const joins = now.bars[0]?.timeS === first.timeS;
  chartStore.setState({
    loadingEarlier: false,
    problem: page.ok ? '' : `${page.message}. ${page.advice}`,
    loaded: page.ok && joins ? withEarlierPage(now, page.value) : now,
  });
}

/** The newest bars as the engine streams them. */
export function takeNewest(row: BarsRow): void {
  const { series, interval, phase, loaded } = chartStore.getState();
  if (phase !== 'ready' || series?.source.kind !== 'pool' || row.id !== `${series.source.pool} ${interval}`) return;
  const next = withNewest(loaded, row);
  if (next === null) void loadNewest();
  else chartStore.setState({ loaded: next });
}

function isStill({ generation }: ChartState): boolean {
  return chartStore.getState().generation === generation;
}

async function ask({ series, interval }: ChartState, beforeMs: number | null): Promise<Result<ChartPage> | null> {
  if (series === null) return null;
  const source: ChartSource = series.source;
  return window.syndicate.chartPage({ source, interval, beforeMs, count: barsPerPage }).catch(failureFrom);
}
