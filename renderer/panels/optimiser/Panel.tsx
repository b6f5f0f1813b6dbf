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
import { OptimiserSettings } from './Settings.tsx';
import { optimiserStore, useOptimisation, useOptimiserSettings } from './useOptimisation.ts';

function tableOf({ assets, legs }: OptimisationReport): PlainTable {
  const quantityOf = (name: string): number | null => legs.find((leg) => leg.name === name)?.quantity ?? null;
  return {
    columns: ['series', 'before', 'after', 'trade', 'cost', 'units'],
    rows: assets.map(({ name, before, after, trade, cost }) => [name, before, after, trade, cost, quantityOf(name)]),
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
      <Rebalance report={report} />
    </>
  );
}

/** The trades of a rebalance as a proposal, exact, and why nothing here can carry one out. */
function Rebalance({ report: { legs, drift } }: { report: OptimisationReport }): JSX.Element | null {
  if (legs.length === 0 || drift <= rebalanceDrift) return null;
  return (
    <>
      <p role="status" data-testid="rebalance-words" className="px-2 py-1 text-caption text-warn">
        Proposed, not executable: no route for {legs.length === 1 ? 'this trade' : `any of these ${legs.length} trades`}
        . {[...new Set(legs.map(({ obstacle }) => obstacle))].join('; ')}. Nothing is put before you to sign.
      </p>
      <SmallTable
        label="Proposed trades"
        headers={['Trade', 'Series', 'Value', 'Units', 'At']}
        tracks="56px minmax(120px,2fr) 104px 120px 104px"
        numeric={[2, 3, 4]}
        minWidth={500}
        rows={legs.map(({ side, name, value, quantity, price, obstacle }) => ({
          id: name,
          cells: [
            side,
            <span key="name" title={`${name}: ${obstacle}`}>
              {name}
            </span>,
            <span key="value" title={String(value)}>
              {displayNumber(value, 6)}
            </span>,
            <span key="quantity" title={String(quantity)}>
              {displayNumber(quantity, 6)}
            </span>,
            <span key="price" title={String(price)}>
              {displayNumber(price, 6)}
            </span>,
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
      <OptimiserSettings />
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
