import type { JSX } from 'react';
import type { AnalysisAnswer } from '../../../app/contract/analyses.ts';
import { AnalysisState, SampleFacts } from '../../components/AnalysisState.tsx';
import { BasketBar } from '../../components/BasketBar.tsx';
import { Choice } from '../../components/Choice.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayCount } from '../../format/amount.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { displayChance, displayNumber, displayPercent } from '../../format/statistic.ts';
import type { Tone } from '../../format/words.ts';
import { useBasket } from '../../state/basket.ts';
import { methodNames, type TailRow, tailRows, tailTable } from './rows.ts';
import { horizonsOf, tailRiskStore, useHorizon, useTailRisk } from './useTailRisk.ts';

const tones: Readonly<Record<'green' | 'yellow' | 'red', Tone>> = { green: 'good', yellow: 'attention', red: 'bad' };
/** Below it a test speaks against the model. */
const doubt = 0.05;

function Chance({ value, what }: { value: number; what: string }): JSX.Element {
  return (
    <span className={value < doubt ? 'text-warn' : ''} title={`${what}: ${value}`}>
      {displayChance(value)}
    </span>
  );
}

function cellsOf(row: TailRow): readonly (string | JSX.Element)[] {
  const { method, converged, problem, level, valueAtRisk, expectedShortfall, amount, forecasts, test } = row;
  const hits =
    test === null || forecasts === null ? (
      '—'
    ) : (
      <span
        key="hits"
        title={`${displayNumber(forecasts * (1 - level), 3)} of ${forecasts} forecasts would be expected`}
      >
        {test.hits} / {displayNumber(forecasts * (1 - level), 2)}
      </span>
    );
  return [
    converged ? (
      methodNames[method]
    ) : (
      <span key="method" className="text-warn" title={problem}>
        {methodNames[method]}: {problem}, historical shown
      </span>
    ),
    displayPercent(level),
    <span key="var" title={String(valueAtRisk)}>
      {displayPercent(valueAtRisk)}
    </span>,
    <span key="es" title={String(expectedShortfall)}>
      {displayPercent(expectedShortfall)}
    </span>,
    displayNumber(amount, 4),
    hits,
    test === null ? '—' : <Chance key="kupiec" value={test.kupiecP} what="Kupiec: chance of a hit rate this far off" />,
    test === null ? (
      '—'
    ) : (
      <Chance key="independence" value={test.independenceP} what="Christoffersen: chance of hits this clustered" />
    ),
    test === null ? (
      'too few returns'
    ) : (
      <StateLabel key="light" tone={tones[test.light]}>
        {test.light}
      </StateLabel>
    ),
  ];
}

function Words({ answer }: { answer: AnalysisAnswer<'tailRisk'> }): JSX.Element {
  const { report } = answer;
  const { interval } = useBasket();
  const [first] = report.methods;
  const test = first?.backtest ?? null;
  const words = [
    report.returns < report.wanted
      ? `${displayCount(report.returns)} returns of the ${displayCount(report.wanted)} that 252 days have`
      : `252 days: ${displayCount(report.returns)} returns`,
    `${displayCount(report.periods)} × ${interval} ahead${report.periods > 1 ? ' (historical by the square root of time)' : ''}`,
    test === null
      ? 'too few returns for a backtest: 120 are needed'
      : `backtest: ${displayCount(test.forecasts)} forecasts of one bar from the ${displayCount(test.window)} returns before each, refitted every ${displayCount(report.refitEvery)}`,
    ...report.methods.flatMap(({ method, backtest }) =>
      backtest === null || backtest.notConverged === 0
        ? []
        : [
            `${methodNames[method]}: ${backtest.notConverged} of ${backtest.fits} fits of the backtest did not converge`,
          ],
    ),
  ];
  return (
    <p data-testid="tail-words" className="px-2 py-1 text-caption text-ink-3">
      {words.join(' · ')}
    </p>
  );
}

/** Value at risk and expected shortfall by four methods, each with its backtest beside it. */
export function TailRiskPanel(): JSX.Element {
  const query = useTailRisk();
  const { interval, holdings } = useBasket();
  const horizon = useHorizon();
  const offered = horizonsOf(intervalSeconds(interval));
  const shown = offered.includes(horizon) ? horizon : (offered[0] ?? '1d');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <BasketBar withValues />
      <div className="flex shrink-0 items-center justify-between gap-2 border-b border-rule px-2">
        <Choice
          label="Ahead"
          testId="tail-horizon"
          values={offered}
          chosen={shown}
          onChoose={(next) => tailRiskStore.setState({ horizon: next })}
        />
        <ExportButtons
          name="value-at-risk"
          table={query.data === undefined ? null : tailTable(query.data.report)}
          about={{ horizon: shown, interval, holdings, sample: query.data?.sample ?? null }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <AnalysisState
          query={query}
          what="value at risk"
          advice="Choose one or more series above: pools as they trade, or what was recorded. With several, say how much is held of each."
        >
          {(answer) => (
            <>
              <SmallTable
                label="Value at risk"
                headers={[
                  'Method',
                  'Level',
                  'VaR',
                  'ES',
                  'VaR amount',
                  'Hits / due',
                  'Kupiec p',
                  'Christoff. p',
                  'Backtest',
                ]}
                tracks="minmax(120px,2fr) 52px 72px 72px 84px 84px 72px 84px minmax(84px,1fr)"
                numeric={[1, 2, 3, 4, 5, 6, 7]}
                minWidth={740}
                rows={tailRows(answer.report).map((row) => ({ id: row.id, cells: cellsOf(row) }))}
              />
              <Words answer={answer} />
            </>
          )}
        </AnalysisState>
      </div>
    </div>
  );
}

export function TailRiskFacts(): JSX.Element {
  return <SampleFacts query={useTailRisk()} />;
}
