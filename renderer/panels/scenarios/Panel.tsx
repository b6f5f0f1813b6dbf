import { type JSX, type ReactNode, useState } from 'react';
import type { StressAnswer, StressRow } from '../../../app/contract/scenarios.ts';
import { formatUnits } from '../../../app/domain/amount.ts';
import { BlockFacts } from '../../components/BlockFacts.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { adviceOf } from '../../format/advice.ts';
import { displayAmount } from '../../format/amount.ts';
import { displayPercent } from '../../format/statistic.ts';
import { useStatus } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { ScenarioDetail } from './Detail.tsx';
import { ScenarioForm } from './ScenarioForm.tsx';
import { chosenScenario, useChosenScenario, useKeepScenarios, useScenarios } from './useScenarios.ts';
import { changeShare, ordersText, scenarioTable, shockText } from './words.ts';

/** One scenario as the cells of its row: what happens, what it takes, and what becomes of what is under way. */
function cellsOf(
  report: StressRow,
  { dollar, nativeSymbol }: StressAnswer,
  isChosen: boolean,
  onRemove: (() => void) | null,
): readonly ReactNode[] {
  const { scenario, problem } = report;
  const inDollars = changeShare(report.dollarsBefore, report.dollarsAfter);
  const inNative = changeShare(report.nativeBefore, report.nativeAfter);
  const lost =
    report.dollarsBefore === null || report.dollarsAfter === null ? null : report.dollarsAfter - report.dollarsBefore;
  const uncovered = changeShare(report.nativeBefore, report.nativeBefore + report.notCovered) ?? 0;
  const tone = (change: number | null): string => ((change ?? 0) < 0 ? 'text-loss' : '');
  const shocks = scenario.shocks.map(shockText).join(', ');
  return [
    <button
      key="name"
      type="button"
      aria-expanded={isChosen}
      title={scenario.about}
      className="text-left hover:text-accent"
      onClick={() => chosenScenario.setState({ id: isChosen ? null : scenario.id })}
    >
      {scenario.name}
    </button>,
    <span key="shocks" className="text-ink-2" title={shocks}>
      {shocks}
    </span>,
    <span key="dollars" className={tone(inDollars)} title={problem}>
      {problem === '' ? displayPercent(inDollars) : <span className="text-warn">not known</span>}
    </span>,
    <span
      key="change"
      className={tone(inDollars)}
      title={lost === null || dollar === null ? problem : formatUnits(lost, dollar.decimals)}
    >
      {lost === null || dollar === null ? '—' : displayAmount(lost, dollar.decimals)}
    </span>,
    <span key="native" className={tone(inNative)}>
      {problem === '' ? displayPercent(inNative) : '—'}
    </span>,
    <span
      key="orders"
      className="text-ink-2"
      title={`${formatUnits(report.ordersChange, nativeDecimals)} ${nativeSymbol}`}
    >
      {ordersText(report)}
      {uncovered === 0 || problem !== '' ? '' : ` · ${displayPercent(uncovered)} not covered`}
    </span>,
    onRemove === null ? null : (
      <button key="remove" type="button" className="px-1 text-ink-3 hover:text-ink" onClick={onRemove}>
        Remove
      </button>
    ),
  ];
}

/** What is held and under way, revalued by recorded crashes and by shocks. */
export function ScenariosPanel(): JSX.Element {
  const { data, error } = useScenarios();
  const mode = useStatus((status) => status.mode);
  const { id: chosen, isMaking } = useChosenScenario();
  const keep = useKeepScenarios();
  const [refused, setRefused] = useState('');
  if (data === undefined || mode === undefined) {
    if (error === null)
      return <PanelState title="Revaluing what is held">It is worked out in a process of its own.</PanelState>;
    return <PanelState title={error.message}>{adviceOf(error)} It is asked again every ten seconds.</PanelState>;
  }
  const { reports, own, chain, blockNumber, symbols, dollar, nativeSymbol } = data;
  const isOwn = new Set(own.map(({ id }) => id));
  const shown = reports.find(({ scenario }) => scenario.id === chosen);
  const headers = [
    'Scenario',
    'What happens',
    dollar === null ? 'In dollars' : `In ${dollar.symbol}`,
    'Change',
    `In ${nativeSymbol}`,
    'Orders',
    'Own',
  ];
  return (
    <div className={`flex h-full min-h-0 flex-col ${error === null ? '' : 'opacity-70'}`}>
      <div className="flex shrink-0 items-center justify-between gap-2 border-b border-rule px-2 py-1">
        <span className="flex min-w-0 items-center gap-2">
          <ModeLabel mode={mode} />
          <button
            type="button"
            data-testid="scenario-new"
            className="h-5 rounded-sm bg-raised px-2 text-caption text-ink-2 hover:text-ink"
            onClick={() => chosenScenario.setState({ isMaking: !isMaking })}
          >
            New scenario
          </button>
        </span>
        <ExportButtons
          name="scenarios"
          table={scenarioTable(reports, data, mode)}
          about={{ mode, chain, blockNumber, nativeSymbol, dollar: dollar?.symbol ?? null, own }}
        />
      </div>
      {isMaking ? (
        <ScenarioForm
          symbols={symbols}
          newId={() => `own-${crypto.randomUUID().slice(0, 8)}`}
          onKeep={(scenario) => keep([...own, scenario])}
          onDone={() => chosenScenario.setState({ isMaking: false })}
        />
      ) : null}
      {refused === '' ? null : (
        <p role="alert" className="shrink-0 px-2 py-1 text-caption text-warn">
          {refused}
        </p>
      )}
      <ScrollRegion label="What scenarios would leave" className="min-h-0 flex-1">
        <SmallTable
          label="Scenarios"
          headers={headers}
          tracks="minmax(152px,1.6fr) minmax(84px,1.8fr) 72px minmax(88px,0.8fr) 72px minmax(88px,0.8fr) 60px"
          numeric={[2, 3, 4]}
          minWidth={632}
          folds={[1, 5]}
          rows={reports.map((report) => {
            const { id } = report.scenario;
            const isChosen = id === chosen;
            const remove = (): void => void keep(own.filter((each) => each.id !== id)).then(setRefused);
            return {
              id,
              testId: `scenario-${id}`,
              marked: isChosen,
              cells: cellsOf(report, data, isChosen, isOwn.has(id) ? remove : null),
            };
          })}
        />
        {shown === undefined ? (
          <p className="px-2 py-1.5 text-caption text-ink-3">A click on a scenario takes it apart.</p>
        ) : (
          <ScenarioDetail report={shown} answer={data} />
        )}
      </ScrollRegion>
    </div>
  );
}

/** In the panel's header: of which block, and how old. */
export function ScenarioFacts(): JSX.Element {
  const { data, error } = useScenarios();
  return <BlockFacts asOf={data} isFailing={error !== null} />;
}
