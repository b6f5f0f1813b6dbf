import { type JSX, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { minus } from '../../format/amount.ts';
import { displayAxisTimes } from '../../format/time.ts';
import { usePreference } from '../../state/preferences.ts';
import { themeColour } from '../../theme/applyTheme.ts';
import type { EquityColumns } from './equityData.ts';

const font = '10px "Inter Variable", sans-serif';

/** Each point where the result moved as a small triangle on the line: up where it earned, down where it cost. */
function drawFills(plot: uPlot, colours: { readonly gain: string; readonly loss: string }): void {
  const { ctx } = plot;
  const [times = [], nets = []] = plot.data;
  const side = 3 * devicePixelRatio;
  const crowded = times.length * 2 * side > plot.bbox.width;
  if (crowded) return;
  for (const [index, time] of times.entries()) {
    const net = nets[index];
    const before = nets[index - 1] ?? 0;
    if (net === null || net === undefined || net === before) continue;
    const x = plot.valToPos(time, 'x', true);
    const y = plot.valToPos(net, 'y', true);
    const earned = net > before;
    const tip = earned ? -side : side;
    ctx.fillStyle = earned ? colours.gain : colours.loss;
    ctx.beginPath();
    ctx.moveTo(x, y + tip);
    ctx.lineTo(x + side, y - tip * 0.7);
    ctx.lineTo(x - side, y - tip * 0.7);
    ctx.fill();
  }
}

/** Half a minute around a single fill, so that the axis has something to say. */
function timeRange(first: number | null, last: number | null): [number | null, number | null] {
  return first !== null && first === last ? [first - 30, first + 30] : [first, last];
}

/** A line that never moved lies in the middle, a hundredth of a unit from either edge: it began with nothing earned. */
function valueRange(least: number | null, most: number | null): [number, number] {
  if (least === null || most === null) return [-0.01, 0.01];
  return least === most ? [least - 0.01, most + 0.01] : (uPlot.rangeNum(least, most, 0.08, true) as [number, number]);
}

function axisNumber(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', minus);
}

function chartOptions(size: { width: number; height: number }): uPlot.Options {
  const muted = themeColour('ink-3');
  const grid = { stroke: themeColour('rule'), width: 1 };
  const line = themeColour('ink-2');
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const axis = { stroke: muted, font, grid, ticks: { show: false } };
  return {
    ...size,
    // Half of the last time lies beyond its place.
    padding: [8, 26, 0, 0],
    legend: { show: false },
    cursor: { points: { size: 5, fill: themeColour('accent') }, y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: (_plot, first, last) => timeRange(first, last) },
      y: { range: (_plot, least, most) => valueRange(least, most) },
    },
    axes: [
      { ...axis, size: 20, space: 56, values: (_plot, times) => displayAxisTimes(times) },
      { ...axis, size: 52, space: 28, values: (_plot, values) => values.map(axisNumber) },
    ],
    series: [
      {},
      { stroke: line, width: 1.25, points: { show: false }, ...(stepped === undefined ? {} : { paths: stepped }) },
      {
        fill: `${themeColour('loss')}55`,
        fillTo: 0,
        width: 0,
        points: { show: false },
        ...(stepped === undefined ? {} : { paths: stepped }),
      },
    ],
    hooks: { draw: [(plot) => drawFills(plot, { gain: themeColour('gain'), loss: themeColour('loss') })] },
  };
}

export interface EquityChartProps {
  readonly columns: EquityColumns;
  /** Index of the fill under the crosshair, or null. */
  readonly onPoint: (index: number | null) => void;
}

/** Cumulative realised net, stepped: nothing is earned between two fills; below 0 how far it has fallen from its highest. Fills its parent. */
export function EquityChart({ columns, onPoint }: EquityChartProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ columns, onPoint });
  const appearance = usePreference('appearance');
  const palette = usePreference('palette');

  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change draws the chart anew in its colours
  useEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const size = { width: element.clientWidth, height: element.clientHeight };
    const options = chartOptions(size);
    options.hooks = { ...options.hooks, setCursor: [(self) => latest.current.onPoint(self.cursor.idx ?? null)] };
    const made = new uPlot(options, toPlot(latest.current.columns), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [appearance, palette]);

  useEffect(() => {
    latest.current = { columns, onPoint };
    plot.current?.setData(toPlot(columns));
  }, [columns, onPoint]);

  return <div ref={parent} className="absolute inset-0 overflow-hidden" aria-hidden />;
}

function toPlot([times, nets, falls]: EquityColumns): uPlot.AlignedData {
  return [[...times], [...nets], [...falls]];
}
