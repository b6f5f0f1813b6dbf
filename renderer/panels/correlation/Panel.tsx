import type { JSX } from 'react';
import { type CorrelationReport, correlationMethods, halfLifeReturns } from '../../../app/contract/correlation.ts';
import { AnalysisState, SampleFacts } from '../../components/AnalysisState.tsx';
import { BasketBar } from '../../components/BasketBar.tsx';
import { Choice } from '../../components/Choice.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayPercent } from '../../format/statistic.ts';
import type { PlainTable } from '../../format/table.ts';
import { utcMinute } from '../../format/time.ts';
import { useBasket } from '../../state/basket.ts';
import { HeatMap } from './HeatMap.tsx';
import { correlationStore, useCorrelation, useCorrelationMethod } from './useCorrelation.ts';

const instant = (atS: number | null): string => (atS === null ? 'not yet' : utcMinute(atS * 1_000));

function tableOf({ names, order, matrix }: CorrelationReport): PlainTable {
  return {
    columns: ['series', ...order.map((place) => names[place] ?? '')],
    rows: order.map((row) => [names[row] ?? '', ...order.map((column) => matrix[row]?.[column] ?? null)]),
  };
}

function Drawdowns({ drawdowns }: Pick<CorrelationReport, 'drawdowns'>): JSX.Element {
  if (drawdowns.length === 0) return <p className="px-2 py-1 text-ink-3">What is held never fell below a peak.</p>;
  return (
    <SmallTable
      label="Drawdowns of what is held"
      headers={['Drawdown', 'From (UTC)', 'Deepest', 'Back at the peak']}
      tracks="80px repeat(3, minmax(120px, 1fr))"
      numeric={[0]}
      minWidth={460}
      rows={drawdowns.map(({ depth, peakS, troughS, recoveredS }) => ({
        id: String(peakS),
        cells: [
          <span key="depth" className="text-loss" title={String(-depth)}>
            {displayPercent(-depth)}
          </span>,
          instant(peakS),
          instant(troughS),
          instant(recoveredS),
        ],
      }))}
    />
  );
}

/** How chosen series move together, and when what is held fell. */
export function CorrelationPanel(): JSX.Element {
  const query = useCorrelation();
  const method = useCorrelationMethod();
  const { interval, holdings } = useBasket();
  const report = query.data?.report;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BasketBar withValues />
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 border-b border-rule px-2">
        <Choice
          label="By"
          testId="correlation-method"
          values={correlationMethods}
          chosen={method}
          onChoose={(next) => correlationStore.setState({ method: next })}
        />
        <ExportButtons
          name="correlation"
          table={report === undefined ? null : tableOf(report)}
          about={{ method, interval, holdings, sample: query.data?.sample ?? null, drawdowns: report?.drawdowns ?? [] }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <AnalysisState
          query={query}
          what="correlations"
          advice="Choose two or more series above; they are compared at the times at which each has a return."
        >
          {({ report: shown }) => (
            <>
              <HeatMap report={shown} />
              <p data-testid="correlation-words" className="px-2 pb-1 text-caption text-ink-3">
                {method === 'exponential' ? `weights halve every ${halfLifeReturns} returns` : null}
                {shown.intensity === null
                  ? null
                  : `drawn ${displayPercent(shown.intensity)} of the way to independence`}
              </p>
              <Drawdowns drawdowns={shown.drawdowns} />
            </>
          )}
        </AnalysisState>
      </div>
    </div>
  );
}

export function CorrelationFacts(): JSX.Element {
  return <SampleFacts query={useCorrelation()} />;
}
