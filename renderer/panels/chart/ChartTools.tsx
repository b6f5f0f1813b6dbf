import { type JSX, useEffect } from 'react';
import type { ChartMarks, ChartSymbol } from '../../../app/contract/chartMarks.ts';
import { nameOf } from '../../format/series.ts';
import { changeMarks } from '../../state/chartMarks.ts';
import { useRow } from '../../state/panelStore.ts';
import { ChartPopover, toolClass } from './ChartPopover.tsx';
import { useChart, useThisChart } from './chartScope.ts';
import type { DrawingTool } from './chartStore.ts';
import { symbolOf } from './chartSymbol.ts';
import { MarksList } from './MarksList.tsx';
import { withoutDrawing } from './marks.ts';
import { setPriceAlert, useChartAlerts } from './priceAlerts.ts';
import { StudyChooser } from './StudyChooser.tsx';

const tools: readonly { readonly tool: DrawingTool; readonly name: string; readonly does: string }[] = [
  { tool: 'trend', name: 'Trend', does: 'Draw a trend line: two clicks, or one drag' },
  { tool: 'level', name: 'Level', does: 'Draw a horizontal line: one click' },
  { tool: 'rectangle', name: 'Box', does: 'Draw a rectangle: two clicks, or one drag' },
  { tool: 'fibonacci', name: 'Fibonacci', does: 'Draw the retracements of a move: from its beginning to its end' },
  { tool: 'alert', name: 'Alert', does: 'Say so once when a trade reaches this price: one click' },
];

/** Indicators, drawings, alerts and what else the chart shows of this symbol. */
export function ChartTools({ symbol, marks }: { symbol: ChartSymbol; marks: ChartMarks }): JSX.Element {
  const chart = useThisChart();
  const { series, tool, studied, loaded } = useChart((state) => state);
  const replays = useRow('replay', 'replay') !== undefined;
  const alerts = useChartAlerts(symbol);
  const change = (to: (marks: ChartMarks) => ChartMarks): void => void changeMarks(symbol, to);
  useChartKeys();
  const problems = new Map([...studied.values].map(([key, { problem }]) => [key, problem]));
  const silent =
    symbol.kind === 'recorded'
      ? 'A recorded series does not trade: no alert can wait here.'
      : replays
        ? 'Alerts wait for trades of the chain, not for those of a replay.'
        : '';
  const alertAt = async (price: number): Promise<void> => {
    const last = loaded.bars.at(-1);
    if (series !== null && last !== undefined) await setPriceAlert(symbol, nameOf(series), price, last.close);
  };
  const count = marks.drawings.length + alerts.length;
  return (
    <div
      role="toolbar"
      aria-label="Chart tools"
      className="flex h-6 shrink-0 items-center gap-0.5 overflow-hidden border-b border-rule px-1"
    >
      <ChartPopover name="Indicators" testId="chart-indicators" label="Indicators of this chart">
        {() => <StudyChooser marks={marks} problems={problems} onChange={change} />}
      </ChartPopover>
      {tools.map((each) => (
        <button
          key={each.tool}
          type="button"
          data-testid={`tool-${each.tool}`}
          aria-pressed={tool === each.tool}
          disabled={each.tool === 'alert' && symbol.kind === 'recorded'}
          title={each.does}
          className={toolClass}
          onClick={() => chart.take(tool === each.tool ? null : each.tool)}
        >
          {each.name}
        </button>
      ))}
      <ChartPopover
        name={count === 0 ? 'Drawn' : `Drawn ${count}`}
        testId="chart-drawn"
        label="Drawings and alerts of this symbol"
      >
        {() => (
          <MarksList
            marks={marks}
            alerts={alerts}
            last={loaded.bars.at(-1)?.close ?? null}
            silent={silent}
            onAlert={(price) => void alertAt(price)}
            onChange={change}
            onSelect={(id) => chart.select(id)}
          />
        )}
      </ChartPopover>
      <span className="flex-1" />
      <Toggle
        name="Profile"
        testId="chart-profile"
        pressed={marks.showsProfile}
        does="Volume by price of the bars in view"
        onPress={() => change((before) => ({ ...before, showsProfile: !before.showsProfile }))}
      />
      <Toggle
        name="Trades"
        testId="chart-trades"
        pressed={marks.showsTrades}
        does="Each trade as a dot: hollow bought, filled sold"
        onPress={() => change((before) => ({ ...before, showsTrades: !before.showsTrades }))}
      />
      <Toggle
        name="Invert"
        testId="chart-invert"
        pressed={symbol.inverted}
        does="1 divided by each price: the other token’s price"
        onPress={() => chart.invert()}
      />
    </div>
  );
}

interface ToggleProps {
  readonly name: string;
  readonly testId: string;
  readonly pressed: boolean;
  readonly does: string;
  readonly onPress: () => void;
}

function Toggle({ name, testId, pressed, does, onPress }: ToggleProps): JSX.Element {
  return (
    <button
      type="button"
      data-testid={testId}
      aria-pressed={pressed}
      title={does}
      className={toolClass}
      onClick={onPress}
    >
      {name}
    </button>
  );
}

/** Delete removes the drawing that is taken hold of, Escape lets go of it and of the tool. */
function useChartKeys(): void {
  const chart = useThisChart();
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      const types = target instanceof HTMLElement && target.matches('input, select, textarea');
      if (types) return;
      if (key === 'Escape') chart.take(null);
      const { series, selected } = chart.store.getState();
      if (series === null || selected === null || (key !== 'Delete' && key !== 'Backspace')) return;
      void changeMarks(symbolOf(series), (marks) => withoutDrawing(marks, selected));
      chart.select(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [chart]);
}
