import { type JSX, useState } from 'react';
import type { StressAnswer, StressRow } from '../../../app/contract/scenarios.ts';
import { formatUnits } from '../../../app/domain/amount.ts';
import { BlockFacts } from '../../components/BlockFacts.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { adviceOf } from '../../format/advice.ts';
import { displayAmount } from '../../format/amount.ts';
import { displayPercent } from '../../format/statistic.ts';
import { useStatus } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { ScenarioDetail } from './Detail.tsx';
import { ScenarioForm } from './ScenarioForm.tsx';
import { chosenScenario, useChosenScenario, useKeepScenarios, useScenarios } from './useScenarios.ts';
import { changeShare, ordersText, scenarioTable, shockText } from './words.ts';

const tracks = {
  gridTemplateColumns:
    'minmax(152px, 1.6fr) minmax(84px, 1.8fr) 72px minmax(88px, 0.8fr) 72px minmax(88px, 0.8fr) 60px',
};

function ScenarioLine({
  report,
  answer,
  isChosen,
  onRemove,
}: {
  report: StressRow;
  answer: StressAnswer;
  isChosen: boolean;
  onRemove: (() => void) | null;
}): JSX.Element {
  const { scenario, problem } = report;
  const { dollar } = answer;
  const inDollars = changeShare(report.dollarsBefore, report.dollarsAfter);
  const inNative = changeShare(report.nativeBefore, report.nativeAfter);
  const lost =
    report.dollarsBefore === null || report.dollarsAfter === null ? null : report.dollarsAfter - report.dollarsBefore;
  const uncovered = changeShare(report.nativeBefore, report.nativeBefore + report.notCovered) ?? 0;
  const unknown = <span className="text-warn">not known</span>;
  const tone = (change: number | null): string => ((change ?? 0) < 0 ? 'text-loss' : '');
  return (
    <tr
      data-testid={`scenario-${scenario.id}`}
      data-marked={isChosen || undefined}
      className={`grid h-7 items-center border-b border-rule pr-2 ${isChosen ? 'bg-selected' : ''}`}
      style={tracks}
    >
      <td className="min-w-0 pl-2">
        <button
          type="button"
          aria-expanded={isChosen}
          title={scenario.about}
          className="block w-full truncate text-left hover:text-accent"
          onClick={() => chosenScenario.setState({ id: isChosen ? null : scenario.id })}
        >
          {scenario.name}
        </button>
      </td>
      <td className="truncate pl-2 text-ink-2" title={scenario.shocks.map(shockText).join(', ')}>
        {scenario.shocks.map(shockText).join(', ')}
      </td>
      <td className={`truncate pl-2 text-right ${tone(inDollars)}`} title={problem}>
        {problem === '' ? displayPercent(inDollars) : unknown}
      </td>
      <td
        className={`truncate pl-2 text-right ${tone(inDollars)}`}
        title={lost === null || dollar === null ? problem : formatUnits(lost, dollar.decimals)}
      >
        {lost === null || dollar === null ? '—' : displayAmount(lost, dollar.decimals)}
      </td>
      <td className={`truncate pl-2 text-right ${tone(inNative)}`}>
        {problem === '' ? displayPercent(inNative) : '—'}
      </td>
      <td
        className="truncate pl-2 text-ink-2"
        title={`${formatUnits(report.ordersChange, nativeDecimals)} ${answer.nativeSymbol}`}
      >
        {ordersText(report)}
        {uncovered === 0 || problem !== '' ? '' : ` · ${displayPercent(uncovered)} not covered`}
      </td>
      <td className="text-right">
        {onRemove === null ? null : (
          <button type="button" className="px-1 text-ink-3 hover:text-ink" onClick={onRemove}>
            Remove
          </button>
        )}
      </td>
    </tr>
  );
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
        <table aria-label="Scenarios" className="block" style={{ minWidth: 632 }}>
          <thead className="sticky top-0 z-1 block bg-panel">
            <tr className="grid h-6 items-center border-b border-line pr-2 text-caption text-ink-3" style={tracks}>
              {headers.map((header, i) => (
                <th
                  key={header}
                  scope="col"
                  className={`truncate pl-2 font-normal ${i >= 2 && i <= 4 ? 'text-right' : 'text-left'}`}
                >
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="block">
            {reports.map((report) => (
              <ScenarioLine
                key={report.scenario.id}
                report={report}
                answer={data}
                isChosen={report.scenario.id === chosen}
                onRemove={
                  isOwn.has(report.scenario.id)
                    ? () => void keep(own.filter(({ id }) => id !== report.scenario.id)).then(setRefused)
                    : null
                }
              />
            ))}
          </tbody>
        </table>
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
