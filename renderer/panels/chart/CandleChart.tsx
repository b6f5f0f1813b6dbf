import { type JSX, useEffect, useRef } from 'react';
import type { BarsRow, ChartInterval } from '../../../app/contract/charts.ts';
import { intervalSeconds } from '../../format/intervals.ts';
import { usePreference } from '../../state/preferences.ts';
import { loadEarlier, useChart } from './chartStore.ts';
import { ChartDrawing } from './drawing.ts';

const noFills: BarsRow['fills'] = [];

export interface CandleChartProps {
  readonly interval: ChartInterval;
  readonly fills: BarsRow['fills'] | undefined;
  /** When the bar under the crosshair opens, in seconds; null where there is none. */
  readonly onBar: (timeS: number | null) => void;
}

/** The bars of the store on a canvas that fills its parent. */
export function CandleChart({ interval, fills = noFills, onBar }: CandleChartProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const drawing = useRef<ChartDrawing | null>(null);
  const notify = useRef(onBar);
  const loaded = useChart((state) => state.loaded);
  const generation = useChart((state) => state.generation);
  const appearance = usePreference('appearance');
  const palette = usePreference('palette');

  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const made = new ChartDrawing(element, {
      onBar: (timeS) => notify.current(timeS),
      onNeedEarlier: () => void loadEarlier(),
    });
    drawing.current = made;
    return () => {
      drawing.current = null;
      made.dispose();
    };
  }, []);

  useEffect(() => {
    notify.current = onBar;
  }, [onBar]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change draws the chart anew in its colours
  useEffect(() => {
    drawing.current?.wearTheme();
  }, [appearance, palette]);

  useEffect(() => {
    const { bars, gaps } = loaded;
    drawing.current?.draw({ bars, gaps, fills, lengthS: intervalSeconds(interval), generation });
  }, [loaded, fills, interval, generation]);

  return <div ref={parent} className="absolute inset-0 overflow-hidden" aria-hidden />;
}
