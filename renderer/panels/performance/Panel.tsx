import type { JSX } from 'react';
import type { PerformanceReport } from '../../../app/contract/performance.ts';
import { Amount } from '../../components/Amount.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { adviceOf } from '../../format/advice.ts';
import { displayCount, displayCounted } from '../../format/amount.ts';
import { displayPercent } from '../../format/statistic.ts';
import { displayWholeAge, exactTime } from '../../format/time.ts';
import { useClock } from '../../state/clock.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { Choices } from './Choices.tsx';
import { evidenceRows, figureRows, performanceTable, targetRows } from './rows.ts';
import { usePerformance, usePerformanceSettings } from './usePerformance.ts';
import { WealthChart } from './WealthChart.tsx';

const verdicts: Readonly<Record<PerformanceReport['evidence']['verdict'], string>> = {
  edge: 'An edge: nothing here speaks against it',
  noise: 'No edge is shown',
  tooShort: 'Too short to say',
};

const when = (atMs: number): string => exactTime(atMs).slice(0, 19).replace('T', ' ');

function Headline({ report }: { report: PerformanceReport }): JSX.Element {
  const { money, orders, currency, evidence } = report;
  const native = { decimals: nativeDecimals, symbol: currency };
  return (
    <div className="flex shrink-0 flex-wrap items-baseline gap-x-4 gap-y-1 px-2 py-1">
      <span className="text-figure font-semibold" data-testid="performance-net">
        <Amount value={money.net} {...native} money withSymbol />
      </span>
      <span className="text-ink-2">
        net of gas <Amount value={money.gas} {...native} />, of that for nothing{' '}
        <Amount value={money.failureCost} {...native} /> · {displayCount(orders.landed)} of {displayCount(orders.sent)}{' '}
        landed, {displayCount(orders.failed)} failed
      </span>
      <span
        data-testid="performance-verdict"
        className={evidence.verdict === 'edge' ? 'text-gain' : 'text-warn'}
        title={evidence.against.join('; ')}
      >
        {verdicts[evidence.verdict]}
        {evidence.against.length === 0 ? '' : `: ${evidence.against[0]}`}
      </span>
    </div>
  );
}

function Figures({ report }: { report: PerformanceReport }): JSX.Element {
  return (
    <div className="flex flex-wrap items-start">
      <div className="min-w-98 flex-1">
        <SmallTable
          label="Performance"
          headers={['Figure', 'Came to', '95 % interval']}
          tracks="minmax(120px,1.4fr) 88px minmax(120px,1fr)"
          numeric={[1, 2]}
          rows={figureRows(report).map(({ id, name, text, exact, interval }) => ({
            id,
            cells: [
              name,
              <span key="value" title={String(exact)} data-testid={`performance-${id}`}>
                {text}
              </span>,
              interval,
            ],
          }))}
        />
      </div>
      <div className="min-w-98 flex-1">
        <SmallTable
          label="Targets"
          headers={['Target', 'Wanted', 'Actual', 'Met']}
          tracks="minmax(120px,1.4fr) 104px 88px 64px"
          numeric={[1, 2]}
          rows={targetRows(report).map(({ name, target, actual, exact, isMet }) => ({
            id: name,
            cells: [
              name,
              target,
              <span key="actual" title={String(exact)}>
                {actual}
              </span>,
              <span key="met" className={isMet === true ? 'text-gain' : isMet === false ? 'text-warn' : 'text-ink-3'}>
                {isMet === null ? 'unknown' : isMet ? 'met' : 'missed'}
              </span>,
            ],
          }))}
        />
      </div>
    </div>
  );
}

function Answer({ report }: { report: PerformanceReport }): JSX.Element {
  const { problem, curve, drawdowns } = report;
  if (problem !== null) return <PanelState title={`No performance: ${problem.message}`}>{problem.advice}</PanelState>;
  return (
    <>
      <Headline report={report} />
      <WealthChart curve={curve} />
      <Figures report={report} />
      <SmallTable
        label="Evidence"
        headers={['Evidence', 'Value', 'How to read it']}
        tracks="minmax(128px,1fr) 64px minmax(200px,3fr)"
        numeric={[1]}
        minWidth={440}
        rows={evidenceRows(report).map(({ name, text, exact, says, isDoubtful }) => ({
          id: name,
          cells: [
            name,
            <span key="value" title={String(exact)} className={isDoubtful ? 'text-warn' : ''}>
              {text}
            </span>,
            <span key="says" className="text-ink-3" title={says}>
              {says}
            </span>,
          ],
        }))}
      />
      {drawdowns.length === 0 ? null : (
        <SmallTable
          label="Falls"
          headers={['Fall', 'From the peak at', 'Lowest at', 'Back at the peak']}
          tracks="60px minmax(124px,1fr) minmax(124px,1fr) minmax(124px,1fr)"
          numeric={[0]}
          minWidth={440}
          rows={drawdowns.map(({ depth, peakMs, troughMs, recoveredMs }) => ({
            id: `${peakMs} ${troughMs}`,
            cells: [
              <span key="depth" title={String(depth)}>
                {displayPercent(depth)}
              </span>,
              when(peakMs),
              when(troughMs),
              recoveredMs === null ? (
                <span key="open" className="text-warn">
                  not yet
                </span>
              ) : (
                when(recoveredMs)
              ),
            ],
          }))}
        />
      )}
    </>
  );
}

/** What trading came to, net of everything, in one mode: figures, targets, and whether it is more than luck. */
export function PerformancePanel(): JSX.Element {
  const { data, error, isFetching, refetch } = usePerformance();
  const settings = usePerformanceSettings();
  const hasFigures = data !== undefined && data.problem === null;
  const { curve, accounts: _accounts, money: _money, ...told } = data ?? { curve: [], accounts: [], money: null };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-start justify-between border-b border-rule">
        <Choices report={data} />
        <span className="shrink-0 px-2 py-1">
          <ExportButtons
            name="performance"
            table={hasFigures ? performanceTable(data) : null}
            about={{ settings, report: told, curve }}
          />
        </span>
      </div>
      <ScrollRegion label="Figures of performance" className="min-h-0 flex-1">
        {error !== null && !isFetching ? (
          <PanelState title={`No performance: ${error.message}`}>
            {adviceOf(error)}{' '}
            <button type="button" className="text-accent hover:underline" onClick={() => void refetch()}>
              Ask again
            </button>
          </PanelState>
        ) : data === undefined ? (
          <PanelState title="Measuring">The journal is read in a process of its own.</PanelState>
        ) : (
          <Answer report={data} />
        )}
      </ScrollRegion>
    </div>
  );
}

export function PerformanceFacts(): JSX.Element {
  const { data, dataUpdatedAt, isFetching } = usePerformance();
  const age = useClock((nowMs) => displayWholeAge(nowMs - dataUpdatedAt));
  if (data === undefined) return <span>measuring</span>;
  const { mode, chain, sample } = data;
  const until = sample.periods === 0 ? '' : ` to ${when(sample.toMs)} UTC`;
  const left =
    sample.runsLeftOut === 0 ? '' : `${displayCounted(sample.runsLeftOut, 'run')} without capital left out\n`;
  const whole = `${displayCounted(sample.runs, 'run')}, ${displayCounted(sample.periods, 'period')}${until}\n${left}`;
  return (
    <span data-testid="performance-facts" title={`${chain}: ${whole}computed in ${Math.round(sample.elapsedMs)} ms`}>
      {mode} · {displayCounted(sample.periods, 'period')} · {isFetching ? 'measuring again' : `${age} ago`}
    </span>
  );
}
