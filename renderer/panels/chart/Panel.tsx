import { type JSX, useCallback, useEffect, useRef, useState } from 'react';
import { type ChartSeries, chartIntervals } from '../../../app/contract/charts.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { SourceFacts } from '../../components/SourceFacts.tsx';
import { displayCount } from '../../format/amount.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { keyOf } from '../../format/series.ts';
import { useFreshness } from '../../state/freshness.ts';
import { useSubject } from '../../state/links.ts';
import { useRow } from '../../state/panelStore.ts';
import { useSeriesList } from '../../state/seriesList.ts';
import { CandleChart } from './CandleChart.tsx';
import { barAt } from './chartBars.ts';
import {
  loadNewest,
  mostLoadedBars,
  resetChart,
  showInterval,
  showSeries,
  takeNewest,
  useChart,
} from './chartStore.ts';
import { Legend } from './Legend.tsx';
import { barTime } from './price.ts';
import { SeriesChooser } from './SeriesChooser.tsx';

/** A pool that was traded so often is shown by itself: the first of all to be traded may be one that nobody wants. */
const fewestTrades = 8;

/** The series that a link group's pool is, or the first of all where nothing was chosen yet. */
function useFirstSeries(chosen: ChartSeries | null): void {
  const { data } = useSeriesList();
  const subject = useSubject('chart');
  const pool = subject?.kind === 'pool' ? subject.address : null;
  const list = useRef(data);
  useEffect(() => {
    list.current = data;
  }, [data]);
  const isListed = data?.series.some(({ source }) => source.kind === 'pool' && source.pool === pool) ?? false;
  useEffect(() => {
    // Once for each pool that is linked: a later list is no reason to go back to it.
    const linked = list.current?.series.find(({ source }) => source.kind === 'pool' && source.pool === pool);
    if (isListed && linked !== undefined) showSeries(linked);
  }, [pool, isListed]);
  const first = data?.series.find(({ source, rows }) => source.kind === 'recorded' || rows >= fewestTrades);
  useEffect(() => {
    if (chosen === null && pool === null && first !== undefined) showSeries(first);
  }, [chosen, pool, first]);
}

function Intervals({ series }: { series: ChartSeries }): JSX.Element {
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
            name="chart-interval"
            data-testid={`chart-${each}`}
            className="sr-only"
            disabled={!series.intervals.includes(each)}
            checked={interval === each}
            onChange={() => showInterval(each)}
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

function Loaded({ series }: { series: ChartSeries }): JSX.Element {
  const { interval, phase, problem, loaded } = useChart((state) => state);
  const { source } = series;
  const row = useRow('bars', source.kind === 'pool' ? `${source.pool} ${interval}` : null);
  const freshness = useFreshness('bars');
  const [crosshairS, setCrosshairS] = useState<number | null>(null);
  const onBar = useCallback((timeS: number | null) => setCrosshairS(timeS), []);
  useEffect(() => {
    // The page may come after the row: it is taken then.
    if (row !== undefined && phase === 'ready') takeNewest(row);
  }, [row, phase]);
  if (phase === 'failed')
    return (
      <PanelState title="This cannot be charted now">
        {problem}{' '}
        <button type="button" className="text-accent hover:underline" onClick={() => void loadNewest()}>
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
        className={`absolute inset-0 transition-opacity duration-120 ${stale ? 'opacity-70' : ''}`}
      >
        <CandleChart interval={interval} fills={row?.fills} onBar={onBar} />
      </div>
      <div className="pointer-events-none absolute top-1 right-16 left-2 z-10 flex flex-col">
        <Legend series={series} interval={interval} bar={bar} before={bars[at - 1]} fills={fills} />
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

export function ChartPanel(): JSX.Element {
  const series = useChart((state) => state.series);
  const { data, error } = useSeriesList();
  useFirstSeries(series);
  useEffect(() => resetChart, []);
  const nothing = data !== undefined && data.series.length === 0;
  return (
    <div className="relative flex h-full min-h-0 flex-col">
      <div className="flex h-7 shrink-0 items-center justify-between gap-2 border-b border-rule px-1">
        <SeriesChooser chosen={series} />
        {series === null ? null : <Intervals series={series} />}
      </div>
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

/** At the right of the header: where the bars come from, and how old the newest is. */
export function ChartFacts(): JSX.Element {
  const series = useChart((state) => state.series);
  const last = useChart((state) => state.loaded.bars.at(-1)?.timeS);
  if (series?.source.kind !== 'recorded') return <SourceFacts topic="bars" />;
  return (
    <span data-testid="chart-facts">
      recorded · {series.venue}
      {last === undefined ? '' : ` · to ${barTime(last)} UTC`}
    </span>
  );
}
