import type { JSX } from 'react';
import { type OptimisationReport, portfolioMethods, rebalanceDrift } from '../../../app/contract/optimisation.ts';
import { AnalysisState, SampleFacts } from '../../components/AnalysisState.tsx';
import { BasketBar } from '../../components/BasketBar.tsx';
import { Choice } from '../../components/Choice.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayNumber, displayPercent } from '../../format/statistic.ts';
import type { PlainTable } from '../../format/table.ts';
import { useBasket } from '../../state/basket.ts';
import { Frontier } from './Frontier.tsx';
import { optimiserStore, useOptimisation, useOptimiserSettings } from './useOptimisation.ts';

function NumberField(props: {
  readonly label: string;
  readonly testId: string;
  readonly value: number | null;
  readonly onSet: (value: number | null) => void;
}): JSX.Element {
  const { label, testId, value, onSet } = props;
  return (
    <label className="flex items-center gap-1 text-caption text-ink-3">
      {label}
      <input
        type="number"
        step="any"
        data-testid={testId}
        className="h-5 w-16 rounded-sm bg-raised px-1 text-right text-ink-2 outline-none focus-visible:outline"
        defaultValue={value ?? ''}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ currentTarget }) => {
          const set = currentTarget.valueAsNumber;
          onSet(Number.isFinite(set) ? set : null);
        }}
      />
    </label>
  );
}

/** Bounds and the target belong to some methods alone: the others say so. */
const unbounded: readonly string[] = ['hrp', 'herc', 'risk-parity'];

function Settings(): JSX.Element {
  const { method, least, most, targetReturn, costPpm, impact } = useOptimiserSettings();
  const set = optimiserStore.setState;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-rule px-2 py-1">
      {unbounded.includes(method) ? (
        <span className="text-caption text-ink-3">long only, without bounds or target</span>
      ) : (
        <>
          <NumberField
            label="Least %"
            testId="optimiser-least"
            value={100 * least}
            onSet={(value) => set({ least: (value ?? 0) / 100 })}
          />
          <NumberField
            label="Most %"
            testId="optimiser-most"
            value={100 * most}
            onSet={(value) => set({ most: (value ?? 100) / 100 })}
          />
          <NumberField
            label="Expected % a bar"
            testId="optimiser-target"
            value={targetReturn === null ? null : 100 * targetReturn}
            onSet={(value) => set({ targetReturn: value === null ? null : value / 100 })}
          />
        </>
      )}
      <NumberField
        label="Cost bp"
        testId="optimiser-cost"
        value={costPpm / 100}
        onSet={(value) => set({ costPpm: Math.max(0, (value ?? 0) * 100) })}
      />
      <NumberField
        label="Impact σ"
        testId="optimiser-impact"
        value={impact}
        onSet={(value) => set({ impact: Math.max(0, value ?? 0) })}
      />
    </div>
  );
}

function tableOf({ assets }: OptimisationReport): PlainTable {
  return {
    columns: ['series', 'before', 'after', 'trade', 'cost'],
    rows: assets.map(({ name, before, after, trade, cost }) => [name, before, after, trade, cost]),
  };
}

function Proposal({ report }: { report: OptimisationReport }): JSX.Element {
  const { drift, turnover, cost, factors } = report;
  const isDue = drift > rebalanceDrift;
  return (
    <p data-testid="optimiser-words" className="px-2 py-1 text-caption text-ink-2">
      <span className={isDue ? 'text-warn' : ''}>
        {isDue
          ? `Rebalance: a weight is ${displayPercent(drift)} off, more than ${displayPercent(rebalanceDrift, 2)}`
          : `Nothing to rebalance: no weight is more than ${displayPercent(rebalanceDrift, 2)} off`}
      </span>
      {` · turnover ${displayPercent(turnover)} · cost ${displayNumber(cost)} · common factors explain ${factors
        .map(({ explained }) => displayPercent(explained, 2))
        .join(', ')} of the variance`}
    </p>
  );
}

function Answer({ report }: { report: OptimisationReport }): JSX.Element {
  const { before, after, assets } = report;
  return (
    <>
      <SmallTable
        label="A bar of the portfolio"
        headers={['A bar', 'Expected', 'Deviation', 'ES 95 %']}
        tracks="minmax(72px,1fr) 88px 88px 88px"
        numeric={[1, 2, 3]}
        rows={[['before', before] as const, ['after', after] as const].map(([name, of]) => ({
          id: name,
          cells: [
            name,
            displayPercent(of.expectedReturn),
            displayPercent(of.deviation),
            displayPercent(of.expectedShortfall),
          ],
        }))}
      />
      <Proposal report={report} />
      <Frontier report={report} />
      <SmallTable
        label="Weights"
        headers={['Series', 'Before', 'After', 'Trade', 'Cost']}
        tracks="minmax(120px,2fr) 72px 72px 88px 80px"
        numeric={[1, 2, 3, 4]}
        minWidth={440}
        rows={assets.map(({ name, before: was, after: is, trade, cost }) => ({
          id: name,
          cells: [
            <span key="name" title={name}>
              {name}
            </span>,
            displayPercent(was),
            <span key="after" title={String(is)}>
              {displayPercent(is)}
            </span>,
            displayNumber(trade),
            displayNumber(cost),
          ],
        }))}
      />
    </>
  );
}

/** Weights by a chosen method beside what is held, what changing them would cost, and the efficient frontier. */
export function OptimiserPanel(): JSX.Element {
  const query = useOptimisation();
  const settings = useOptimiserSettings();
  const { interval, holdings } = useBasket();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BasketBar withValues />
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 border-b border-rule px-2">
        <Choice
          label="By"
          testId="optimiser-method"
          values={portfolioMethods}
          chosen={settings.method}
          onChoose={(method) => optimiserStore.setState({ method })}
        />
        <ExportButtons
          name="portfolio"
          table={query.data === undefined ? null : tableOf(query.data.report)}
          about={{
            settings,
            interval,
            holdings,
            sample: query.data?.sample ?? null,
            report: query.data?.report ?? null,
          }}
        />
      </div>
      <Settings />
      <div className="min-h-0 flex-1 overflow-auto">
        <AnalysisState
          query={query}
          what="portfolio"
          advice="Choose two or more series above and say how much is held of each; nothing is traded from here."
        >
          {({ report }) => <Answer report={report} />}
        </AnalysisState>
      </div>
    </div>
  );
}

export function OptimiserFacts(): JSX.Element {
  return <SampleFacts query={useOptimisation()} />;
}
