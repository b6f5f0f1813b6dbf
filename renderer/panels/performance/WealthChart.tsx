import { type JSX, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PerformanceReport } from '../../../app/contract/performance.ts';
import { displayPercent } from '../../format/statistic.ts';
import { displayTimeSeconds } from '../../format/time.ts';
import { usePreference } from '../../state/preferences.ts';
import { themeColour } from '../../theme/applyTheme.ts';

const font = '10px "Inter Variable", sans-serif';

type Curve = PerformanceReport['curve'];

/** uPlot's columns: seconds, what was brought so far as a share, and the fall from the highest below 0. */
function columnsOf(curve: Curve): uPlot.AlignedData {
  return [curve.map(({ atMs }) => atMs / 1000), curve.map(({ wealth }) => wealth - 1), curve.map(({ fall }) => -fall)];
}

function optionsOf(size: { readonly width: number; readonly height: number }): uPlot.Options {
  const grid = { stroke: themeColour('rule'), width: 1 };
  const axis = { stroke: themeColour('ink-3'), font, grid, ticks: { show: false } };
  const inPercent = (_plot: uPlot, values: readonly number[]): string[] => values.map((value) => displayPercent(value));
  return {
    ...size,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true },
      y: { range: (_plot, low, high) => uPlot.rangeNum(low ?? 0, high ?? 0.01, 0.08, true) as [number, number] },
    },
    axes: [
      { ...axis, size: 20, space: 56, values: (_plot, times) => times.map((time) => displayTimeSeconds(time * 1000)) },
      { ...axis, size: 64, space: 28, values: inPercent },
    ],
    series: [
      {},
      { label: 'return', stroke: themeColour('ink-2'), width: 1.25, points: { show: false } },
      {
        label: 'fall',
        stroke: themeColour('loss'),
        fill: `${themeColour('loss')}33`,
        width: 1,
        points: { show: false },
      },
    ],
  };
}

/** What was brought so far, and how far below its highest that is, over time. */
export function WealthChart({ curve }: { curve: Curve }): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(curve);
  const appearance = usePreference('appearance');
  const palette = usePreference('palette');

  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change draws the chart anew in its colours
  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const made = new uPlot(optionsOf(size()), columnsOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [appearance, palette]);

  useEffect(() => {
    latest.current = curve;
    plot.current?.setData(columnsOf(curve));
  }, [curve]);

  const last = curve.at(-1);
  const deepest = curve.reduce((most, { fall }) => Math.max(most, fall), 0);
  return (
    <div
      data-testid="performance-chart"
      role="img"
      aria-label={`Return so far ${displayPercent(last === undefined ? null : last.wealth - 1)}, deepest fall ${displayPercent(deepest)}`}
      className="relative h-40 shrink-0 border-b border-rule"
    >
      <div ref={parent} className="absolute inset-0 overflow-hidden" aria-hidden />
    </div>
  );
}
