import { type JSX, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { barsRowId, type ChartSeries, chartIntervals, mostLoadedBars } from '../../../app/contract/charts.ts';
import type { PanelId } from '../../../app/contract/workspace.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { SourceFacts } from '../../components/SourceFacts.tsx';
import { displayCount } from '../../format/amount.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { barTime } from '../../format/price.ts';
import { keyOf } from '../../format/series.ts';
import { loadMarks, useMarks } from '../../state/chartMarks.ts';
import { shareCrosshair, useOthersCrosshair } from '../../state/crosshair.ts';
import { useFreshness } from '../../state/freshness.ts';
import { useSubject } from '../../state/links.ts';
import { useRow } from '../../state/panelStore.ts';
import { useSeriesList } from '../../state/seriesList.ts';
import { CandleChart } from './CandleChart.tsx';
import { ChartTools } from './ChartTools.tsx';
import { barAt } from './chartBars.ts';
import { ChartScope, useChart, useThisChart } from './chartScope.ts';
import { chartOf } from './chartStore.ts';
import { symbolOf } from './chartSymbol.ts';
import { Legend } from './Legend.tsx';
import { SeriesChooser } from './SeriesChooser.tsx';
import { useCatalogue } from './StudyChooser.tsx';
import { StudyLegend } from './StudyLegend.tsx';
import { definitionOf } from './studyStyle.ts';
import { useProfile } from './useProfile.ts';

/** A pool that was traded so often is shown by itself: the first of all to be traded may be one that nobody wants. */
const fewestTrades = 8;

/** The series that a link group's pool is, or the first of all where nothing was chosen yet. */
function useFirstSeries(chosen: ChartSeries | null): void {
  const chart = useThisChart();
  const { data } = useSeriesList();
  const subject = useSubject(chart.panel);
  const pool = subject?.kind === 'pool' ? subject.address : null;
  const list = useRef(data);
  useEffect(() => {
    list.current = data;
  }, [data]);
  const isListed = data?.series.some(({ source }) => source.kind === 'pool' && source.pool === pool) ?? false;
  useEffect(() => {
    // Once for each pool that is linked: a later list is no reason to go back to it.
    const linked = list.current?.series.find(({ source }) => source.kind === 'pool' && source.pool === pool);
    if (isListed && linked !== undefined) chart.showSeries(linked);
  }, [chart, pool, isListed]);
  const first = data?.series.find(({ source, rows }) => source.kind === 'recorded' || rows >= fewestTrades);
  useEffect(() => {
    if (chosen === null && pool === null && first !== undefined) chart.showSeries(first);
  }, [chart, chosen, pool, first]);
}

function Intervals({ series }: { series: ChartSeries }): JSX.Element {
  const chart = useThisChart();
  const interval = useChart((state) => state.interval);
  return (
    <div role="radiogroup" aria-label="Interval" className="flex shrink-0">
      {chartIntervals.map((each) => (
        <label
          key={each}
          className="flex h-6 items-center px-1.5 text-caption text-ink-3 hover:text-ink has-checked:text-accent has-disabled:opacity-40 has-focus-visible:outline"
        >
          <input
            type="radio"
            name={`${chart.panel}-interval`}
            data-testid={`chart-${each}`}
            className="sr-only"
            disabled={!series.intervals.includes(each)}
            checked={interval === each}
            onChange={() => chart.showInterval(each)}
          />
          {each}
        </label>
      ))}
    </div>
  );
}

/** What is said of the bars beside them: that older ones are on the way, that something is missing, or that a page failed. */
function Notes(): JSX.Element | null {
  const { loaded, loadingEarlier, problem } = useChart((state) => state);
  const { bars, gaps, earlier } = loaded;
  const full = earlier && bars.length >= mostLoadedBars;
  const words = [
    problem,
    loadingEarlier ? 'older bars are on the way' : '',
    full ? 'no more bars are loaded at once: a longer interval goes further back' : '',
    gaps.length > 0 ? `${displayCount(gaps.length)} ${gaps.length === 1 ? 'gap' : 'gaps'} in what is known` : '',
  ].filter((each) => each !== '');
  if (words.length === 0) return null;
  return (
    <p role="status" data-testid="chart-notes" className="text-caption text-warn">
      {words.join(' · ')}
    </p>
  );
}

/** Studies with the names of their outputs; one whose indicator is not known yet waits. */
function useShownStudies() {
  const studies = useChart((state) => state.studies);
  const catalogue = useCatalogue();
  return useMemo(
    () =>
      studies.flatMap((kept) => {
        const definition = definitionOf(catalogue, kept.study);
        return definition === undefined ? [] : [{ ...kept, outputs: definition.outputs }];
      }),
    [studies, catalogue],
  );
}

function Loaded({ series }: { series: ChartSeries }): JSX.Element {
  const chart = useThisChart();
  const { interval, phase, problem, loaded } = useChart((state) => state);
  const { source } = series;
  const symbol = useMemo(() => symbolOf(series), [series]);
  const marks = useMarks(symbol);
  const row = useRow('bars', source.kind === 'pool' ? barsRowId({ ...source, interval }) : null);
  const freshness = useFreshness('bars');
  const [pointerS, setPointerS] = useState<number | null>(null);
  const othersS = useOthersCrosshair(chart.panel);
  const crosshairS = pointerS ?? othersS;
  const onBar = useCallback(
    (timeS: number | null) => {
      setPointerS(timeS);
      shareCrosshair(chart.panel, timeS);
    },
    [chart],
  );
  const studies = useShownStudies();
  const { profile, onRange } = useProfile(series, interval, marks.showsProfile, loaded.bars.at(-1)?.timeS);
  useEffect(() => void loadMarks(symbol), [symbol]);
  useEffect(() => chart.showStudies(marks.studies), [chart, marks.studies]);
  useEffect(() => {
    // The page may come after the row: it is taken then.
    if (row !== undefined && phase === 'ready') chart.takeNewest(row);
  }, [chart, row, phase]);
  if (phase === 'failed')
    return (
      <PanelState title="This cannot be charted now">
        {problem}{' '}
        <button type="button" className="text-accent hover:underline" onClick={() => void chart.loadNewest()}>
          Ask again
        </button>
      </PanelState>
    );
  const { bars } = loaded;
  const at = crosshairS === null ? bars.length - 1 : barAt(bars, crosshairS);
  const bar = bars[at];
  const endS = (bar?.timeS ?? 0) + intervalSeconds(interval);
  const fills = row?.fills.filter(({ atS }) => bar !== undefined && atS >= bar.timeS && atS < endS).length ?? 0;
  const stale = source.kind === 'pool' && (freshness === 'stale' || freshness === 'broken');
  return (
    <>
      <div
        data-testid="chart-canvas"
        data-phase={phase}
        data-series={keyOf(series)}
        data-interval={interval}
        data-bars={bars.length}
        data-first={bars[0]?.timeS}
        data-last={bars.at(-1)?.timeS}
        data-fills={row?.fills.length ?? 0}
        data-studies={studies.length}
        data-drawings={marks.drawings.length}
        data-profile={profile?.volumes.length ?? 0}
        data-trades={marks.showsTrades ? (row?.trades.length ?? 0) : 0}
        className={`absolute inset-0 transition-opacity duration-120 ${stale ? 'opacity-70' : ''}`}
      >
        <CandleChart
          interval={interval}
          symbol={symbol}
          marks={marks}
          fills={row?.fills}
          trades={marks.showsTrades ? row?.trades : undefined}
          studies={studies}
          profile={profile}
          pointedS={pointerS === null ? othersS : null}
          onBar={onBar}
          onRange={onRange}
        />
      </div>
      <div className="pointer-events-none absolute top-1 right-16 left-2 z-10 flex flex-col items-start *:rounded-sm *:bg-panel/80">
        <Legend series={series} interval={interval} bar={bar} before={bars[at - 1]} fills={fills} />
        <StudyLegend studies={studies} at={at} />
        {row?.filling === true ? (
          <p className="text-caption text-ink-3">bars from before the restart are being read from the journal</p>
        ) : null}
        <Notes />
      </div>
      {bars.length > 0 ? null : (
        <div className="absolute inset-0 bg-panel">
          {phase === 'loading' ? (
            <PanelState title="Reading bars" />
          ) : (
            <PanelState title="No trade yet">A bar appears with the first swap of this pool that is seen.</PanelState>
          )}
        </div>
      )}
    </>
  );
}

function ThisChart(): JSX.Element {
  const chart = useThisChart();
  const series = useChart((state) => state.series);
  const { data, error } = useSeriesList();
  useFirstSeries(series);
  useEffect(() => () => chart.reset(), [chart]);
  const symbol = useMemo(() => (series === null ? null : symbolOf(series)), [series]);
  const marks = useMarks(symbol);
  const nothing = data !== undefined && data.series.length === 0;
  return (
    <div className="relative flex h-full min-h-0 flex-col">
      <div className="flex h-7 shrink-0 items-center justify-between gap-2 border-b border-rule px-1">
        <SeriesChooser chosen={series} />
        {series === null ? null : <Intervals series={series} />}
      </div>
      {symbol === null ? null : <ChartTools symbol={symbol} marks={marks} />}
      <div className="relative min-h-0 flex-1">
        {series !== null ? (
          <Loaded series={series} />
        ) : error !== null ? (
          <PanelState title="There is no list of what can be charted">
            {error.message}. It is asked for again.
          </PanelState>
        ) : (
          <PanelState title={nothing ? 'Nothing to chart yet' : 'Waiting for the first trades'}>
            Pools appear as soon as the engine follows the chain; recorded series once a file was imported. The one that
            is traded most comes by itself; choose any other above.
          </PanelState>
        )}
      </div>
    </div>
  );
}

/** A chart: there can be two, each in a place of its own. */
export function ChartPanel({ panel }: { panel: PanelId }): JSX.Element {
  return (
    <ChartScope value={chartOf(panel)}>
      <ThisChart />
    </ChartScope>
  );
}

/** At the right of the header: where the bars come from, and how old the newest is. */
export function ChartFacts({ panel }: { panel: PanelId }): JSX.Element {
  const { store } = chartOf(panel);
  const series = useStore(store, (state) => state.series);
  const last = useStore(store, (state) => state.loaded.bars.at(-1)?.timeS);
  if (series?.source.kind !== 'recorded') return <SourceFacts topic="bars" />;
  return (
    <span data-testid="chart-facts">
      recorded · {series.venue}
      {last === undefined ? '' : ` · to ${barTime(last)} UTC`}
    </span>
  );
}
