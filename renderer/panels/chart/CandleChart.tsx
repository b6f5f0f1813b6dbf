import { type JSX, useCallback, useEffect, useRef, useState } from 'react';
import type { ChartMarks, ChartSymbol, Drawing } from '../../../app/contract/chartMarks.ts';
import type { BarsRow, ChartInterval, ChartProfile } from '../../../app/contract/charts.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { nameOf } from '../../format/series.ts';
import { changeMarks } from '../../state/chartMarks.ts';
import { usePreference } from '../../state/preferences.ts';
import { useChart, useThisChart } from './chartScope.ts';
import { ChartDrawing } from './drawing.ts';
import { followGestures } from './drawingGestures.ts';
import { withDrawing } from './marks.ts';
import { setPriceAlert, useChartAlerts } from './priceAlerts.ts';
import type { ShownStudy } from './studyLines.ts';

const noFills: BarsRow['fills'] = [];
const noTrades: BarsRow['trades'] = [];

export interface CandleChartProps {
  readonly interval: ChartInterval;
  readonly symbol: ChartSymbol;
  readonly marks: ChartMarks;
  readonly fills: BarsRow['fills'] | undefined;
  /** Those that are drawn as dots. */
  readonly trades: BarsRow['trades'] | undefined;
  readonly studies: readonly ShownStudy[];
  readonly profile: ChartProfile | null;
  /** Where the crosshair of another chart of the link group is; null where none is. */
  readonly pointedS: number | null;
  /** When the bar under the crosshair opens, in seconds; null where there is none. */
  readonly onBar: (timeS: number | null) => void;
  readonly onRange: (fromS: number, toS: number) => void;
}

/** The bars of the store on a canvas that fills its parent. */
export function CandleChart(props: CandleChartProps): JSX.Element {
  const { interval, symbol, marks, fills = noFills, trades = noTrades, studies, profile, pointedS } = props;
  const parent = useRef<HTMLDivElement>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const chart = useThisChart();
  const { loaded, studied, generation, tool, selected } = useChart((state) => state);
  const alerts = useChartAlerts(symbol);
  const [preview, setPreview] = useState<Drawing | null>(null);
  const appearance = usePreference('appearance');
  const palette = usePreference('palette');

  /** What the listeners of the canvas see: they live as long as it does. */
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  const keep = useCallback(
    (change: (marks: ChartMarks) => ChartMarks) => void changeMarks(now.current.symbol, change),
    [],
  );

  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const made = new ChartDrawing(element, {
      onBar: (timeS) => now.current.onBar(timeS),
      onNeedEarlier: () => void chart.loadEarlier(),
      onRange: (fromS, toS) => now.current.onRange(fromS, toS),
    });
    drawing.current = made;
    const stop = followGestures(element, made, {
      tool: () => chart.store.getState().tool,
      drawings: () => now.current.marks.drawings,
      newId: () => crypto.randomUUID(),
      preview: setPreview,
      select: (id) => chart.select(id),
      keep: (changed) => {
        chart.take(null);
        chart.select(changed.id);
        keep((kept) => withDrawing(kept, changed));
      },
      alertAt: (price) => {
        chart.take(null);
        const { series, loaded: newest } = chart.store.getState();
        const last = newest.bars.at(-1);
        if (last === undefined || series === null) return;
        void setPriceAlert(now.current.symbol, nameOf(series), price, last.close);
      },
    });
    return () => {
      drawing.current = null;
      stop();
      made.dispose();
    };
  }, [chart, keep]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change draws the chart anew in its colours
  useEffect(() => {
    drawing.current?.wearTheme();
  }, [appearance, palette]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: and the lines of the studies with it
  useEffect(() => {
    const { bars, gaps } = loaded;
    drawing.current?.draw({ bars, gaps, fills, lengthS: intervalSeconds(interval), generation, studies, studied });
  }, [loaded, fills, interval, generation, studies, studied, appearance, palette]);

  useEffect(() => {
    const others = marks.drawings.filter(({ id }) => id !== preview?.id);
    const drawings = preview === null ? others : [...others, preview];
    drawing.current?.showMarks({ drawings, selected: preview?.id ?? selected, alerts });
    drawing.current?.hold(preview !== null);
  }, [marks, alerts, preview, selected]);

  useEffect(() => drawing.current?.showProfile(profile), [profile]);
  useEffect(() => drawing.current?.showTrades(trades), [trades]);
  useEffect(() => {
    drawing.current?.pointAt(pointedS, chart.store.getState().loaded.bars);
  }, [pointedS, chart]);

  return (
    <div
      ref={parent}
      data-symbol={symbol.kind}
      className={`absolute inset-0 overflow-hidden ${tool === null ? '' : 'cursor-crosshair'}`}
      aria-hidden
    />
  );
}
