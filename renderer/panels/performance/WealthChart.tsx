import { type JSX, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PerformanceReport } from '../../../app/contract/performance.ts';
import { displayPercent } from '../../format/statistic.ts';
import { displayAxisTimes } from '../../format/time.ts';
import { usePreference } from '../../state/preferences.ts';
import { themeColour } from '../../theme/applyTheme.ts';

const font = '10px "Inter Variable", sans-serif';

type Curve = PerformanceReport['curve'];

/** uPlot's columns: seconds, what was brought so far as a share, and the fall from the highest below 0. */
function columnsOf(curve: Curve): uPlot.AlignedData {
  return [curve.map(({ atMs }) => atMs / 1000), curve.map(({ wealth }) => wealth - 1), curve.map(({ fall }) => -fall)];
}

/** A line that never moved lies in the middle, a hundredth of one per cent from either edge. */
function valueRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || low === high) return [(low ?? 0) - 1e-4, (high ?? 0) + 1e-4];
  return uPlot.rangeNum(low, high, 0.08, true) as [number, number];
}

function optionsOf(size: { readonly width: number; readonly height: number }): uPlot.Options {
  const grid = { stroke: themeColour('rule'), width: 1 };
  const axis = { stroke: themeColour('ink-3'), font, grid, ticks: { show: false } };
  const inPercent = (_plot: uPlot, values: readonly number[]): string[] => values.map((value) => displayPercent(value));
  return {
    ...size,
    // Half of the last time lies beyond its place.
    padding: [8, 26, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_plot, low, high) => valueRange(low, high) } },
    axes: [
      { ...axis, size: 20, space: 56, values: (_plot, times) => displayAxisTimes(times) },
      { ...axis, size: 72, space: 28, values: inPercent },
    ],
    series: [
      {},
      { label: 'return', stroke: themeColour('ink-2'), width: 1.25, points: { show: false } },
      { label: 'fall', fill: `${themeColour('loss')}66`, width: 0, points: { show: false } },
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
