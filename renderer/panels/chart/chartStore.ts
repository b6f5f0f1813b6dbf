import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Drawing, KeptStudy } from '../../../app/contract/chartMarks.ts';
import {
  type BarsRow,
  barsRowId,
  type ChartInterval,
  type ChartPage,
  type ChartSeries,
  mostLoadedBars,
} from '../../../app/contract/charts.ts';
import type { PanelId } from '../../../app/contract/workspace.ts';
import { failureFrom, type Result } from '../../../app/domain/result.ts';
import { watchBars } from '../../state/watchedBars.ts';
import { firstPage, type LoadedBars, noBars, withEarlierPage, withNewest, withoutOldest } from './chartBars.ts';
import { invertedSeries } from './invertedSeries.ts';
import {
  behindOlder,
  nothingStudied,
  type Studied,
  studiedAt,
  withNewestValues,
  withoutFirst,
} from './studyColumns.ts';

/** Bars asked for at once; each update costs in proportion to those that are loaded. */
const barsPerPage = 1_000;

export type DrawingTool = Drawing['kind'] | 'alert';

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
  readonly studies: readonly KeptStudy[];
  readonly studied: Studied;
  /** What the next clicks draw; null: the pointer moves the chart. */
  readonly tool: DrawingTool | null;
  /** The drawing that is taken hold of. */
  readonly selected: string | null;
}

const initial: ChartState = {
  series: null,
  interval: '1m',
  phase: 'empty',
  problem: '',
  loaded: noBars,
  generation: 0,
  loadingEarlier: false,
  studies: [],
  studied: nothingStudied,
  tool: null,
  selected: null,
};

/** What one chart panel shows: the bars of one series, and what is computed of them. */
export class Chart {
  readonly panel: PanelId;
  readonly store: StoreApi<ChartState> = createStore<ChartState>(() => initial);

  constructor(panel: PanelId) {
    this.panel = panel;
  }

  reset(): void {
    this.store.setState(initial, true);
    watchBars(this.panel, []);
  }

  /** Shows another series, in the interval of before where it has that one. */
  showSeries(series: ChartSeries): void {
    const { interval } = this.store.getState();
    this.#show(series, series.intervals.includes(interval) ? interval : (series.intervals[0] ?? interval));
  }

  showInterval(interval: ChartInterval): void {
    const { series } = this.store.getState();
    if (series !== null) this.#show(series, interval);
  }

  /** The same series with 1 divided by each price. */
  invert(): void {
    const { series, interval } = this.store.getState();
    if (series !== null) this.#show(invertedSeries(series), interval);
  }

  /** What the next clicks draw. */
  take(tool: DrawingTool | null): void {
    this.store.setState({ tool, selected: null });
  }

  select(selected: string | null): void {
    this.store.setState({ selected });
  }

  /** Computes these over the loaded bars, and goes on with each new one. */
  showStudies(studies: readonly KeptStudy[]): void {
    if (JSON.stringify(studies) === JSON.stringify(this.store.getState().studies)) return;
    this.store.setState({ studies });
    void this.#study();
  }

  /** The newest page, once more where bars were missed or it failed. */
  async loadNewest(): Promise<void> {
    const before = this.store.getState();
    const page = await ask(before, null);
    if (page === null || !this.#isStill(before)) return;
    if (!page.ok) return this.store.setState({ phase: 'failed', problem: `${page.message}. ${page.advice}` });
    const loaded = firstPage(page.value);
    this.store.setState({ phase: 'ready', problem: '', loaded, studied: nothingStudied, loadingEarlier: false });
    await this.#study();
  }

  /** The page before the first bar, if there is one and room for it. */
  async loadEarlier(): Promise<void> {
    const before = this.store.getState();
    const { loaded, loadingEarlier, phase } = before;
    const first = loaded.bars[0];
    if (phase !== 'ready' || loadingEarlier || !loaded.earlier || first === undefined) return;
    if (loaded.bars.length >= mostLoadedBars) return;
    this.store.setState({ loadingEarlier: true });
    const page = await ask(before, first.timeS * 1000);
    if (page === null || !this.#isStill(before)) return;
    const { loaded: now, studied } = this.store.getState();
    // What is loaded was loaded anew meanwhile: this page may not touch it.
    const joins = page.ok && now.bars[0]?.timeS === first.timeS;
    const next = joins ? withEarlierPage(now, page.value) : now;
    this.store.setState({
      loadingEarlier: false,
      problem: page.ok ? '' : `${page.message}. ${page.advice}`,
      loaded: next,
      studied: behindOlder(studied, next.bars.length - now.bars.length),
    });
    if (joins) await this.#study();
  }

  /** The newest bars and studies as the engine streams them. */
  takeNewest(row: BarsRow): void {
    const { series, interval, phase, loaded, studied } = this.store.getState();
    if (phase !== 'ready' || series?.source.kind !== 'pool') return;
    if (row.id !== barsRowId({ ...series.source, interval })) return;
    const next = withNewest(loaded, row);
    if (next === null) return void this.loadNewest();
    const added = row.columns.timeS.length;
    const values = withNewestValues(studied, next.bars.length - added, added, row.studies);
    const trimmed = withoutOldest(next, mostLoadedBars);
    const gone = next.bars.length - trimmed.bars.length;
    this.store.setState({ loaded: trimmed, studied: gone === 0 ? values : withoutFirst(values, gone) });
  }

  #show(series: ChartSeries, interval: ChartInterval): void {
    const { generation } = this.store.getState();
    const fresh = { ...initial, studies: this.store.getState().studies };
    this.store.setState({ ...fresh, series, interval, phase: 'loading', generation: generation + 1 });
    this.#watch(0);
    void this.loadNewest();
  }

  /** Asks for the studies over all that is loaded, and for those of each new bar from the same first bar on. */
  async #study(): Promise<void> {
    const before = this.store.getState();
    const { series, interval, studies, loaded, phase } = before;
    const first = loaded.bars[0];
    if (series === null || phase !== 'ready') return;
    const fromMs = (first?.timeS ?? 0) * 1000;
    this.#watch(fromMs);
    if (studies.length === 0) return this.store.setState({ studied: nothingStudied });
    const request = { source: series.source, interval, fromMs, studies: studies.map(({ study }) => study) };
    const answer = await window.syndicate.chartStudies(request).catch(failureFrom);
    const now = this.store.getState();
    if (!this.#isStill(before) || now.studies !== studies || now.loaded.bars[0]?.timeS !== first?.timeS) return;
    if (!answer.ok) return this.store.setState({ problem: `${answer.message}. ${answer.advice}` });
    const { timeS, studies: values } = answer.value;
    this.store.setState({ studied: studiedAt(now.loaded.bars, fromMs, timeS, values) });
  }

  #watch(fromMs: number): void {
    const { series, interval, studies } = this.store.getState();
    if (series?.source.kind !== 'pool') return watchBars(this.panel, []);
    const { pool, inverted } = series.source;
    watchBars(this.panel, [{ pool, inverted, interval, fromMs, studies: studies.map(({ study }) => study) }]);
  }

  #isStill({ generation }: ChartState): boolean {
    return this.store.getState().generation === generation;
  }
}

async function ask({ series, interval }: ChartState, beforeMs: number | null): Promise<Result<ChartPage> | null> {
  if (series === null) return null;
  const { source } = series;
  return window.syndicate.chartPage({ source, interval, beforeMs, count: barsPerPage }).catch(failureFrom);
}

const charts = new Map<PanelId, Chart>();

/** The chart of a panel of this window. */
export function chartOf(panel: PanelId): Chart {
  const known = charts.get(panel) ?? new Chart(panel);
  charts.set(panel, known);
  return known;
}
