import type { ChartPoint, Drawing, PointDrawing } from '../../../app/contract/chartMarks.ts';
import type { ChartSpace } from './chartSpace.ts';

/** Shares of the way between two prices at which a retracement is looked for. */
export const fibonacciShares = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1] as const;

/** The price at a share of the way back from the end of a move to its beginning. */
export function fibonacciPrice(from: ChartPoint, to: ChartPoint, share: number): number {
  return to.price + (from.price - to.price) * share;
}

/** What of a drawing is taken hold of. */
export type Handle = 'from' | 'to' | 'body';

export interface Hit {
  readonly id: string;
  readonly handle: Handle;
}

/** Pixels within which a line or a corner is meant. */
const reach = 6;

/** The drawing under a place of the pane, the newest first; null where there is none. */
export function drawingAt(drawings: readonly Drawing[], space: ChartSpace, x: number, y: number): Hit | null {
  for (const drawing of drawings.toReversed()) {
    const handle = handleAt(drawing, space, x, y);
    if (handle !== null) return { id: drawing.id, handle };
  }
  return null;
}

function handleAt(drawing: Drawing, space: ChartSpace, x: number, y: number): Handle | null {
  if (drawing.kind === 'level') {
    const at = space.y(drawing.price);
    return at !== null && Math.abs(at - y) <= reach ? 'body' : null;
  }
  const from = pixel(space, drawing.from);
  const to = pixel(space, drawing.to);
  if (from === null || to === null) return null;
  if (Math.hypot(from.x - x, from.y - y) <= reach + 2) return 'from';
  if (Math.hypot(to.x - x, to.y - y) <= reach + 2) return 'to';
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  if (drawing.kind === 'trend') return distance(from, to, x, y) <= reach ? 'body' : null;
  if (x < left - reach || x > right + reach) return null;
  if (drawing.kind === 'fibonacci') {
    const levels = fibonacciShares.map((share) => space.y(fibonacciPrice(drawing.from, drawing.to, share)));
    return levels.some((at) => at !== null && Math.abs(at - y) <= reach) ? 'body' : null;
  }
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const inside = y >= top - reach && y <= bottom + reach;
  const onEdge =
    [left, right].some((at) => Math.abs(at - x) <= reach) || [top, bottom].some((at) => Math.abs(at - y) <= reach);
  return inside && onEdge ? 'body' : null;
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Where a point lies; null where that cannot be said. */
export function pixel(space: ChartSpace, { timeS, price }: ChartPoint): Pixel | null {
  const [x, y] = [space.x(timeS), space.y(price)];
  return x === null || y === null ? null : { x, y };
}

/** From a place to the stretch between two others. */
function distance(from: Pixel, to: Pixel, x: number, y: number): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(from.x + share * dx - x, from.y + share * dy - y);
}

/** A drawing whose handle was dragged from one point to another. Prices stay above 0. */
export function dragged(drawing: Drawing, handle: Handle, start: ChartPoint, end: ChartPoint): Drawing {
  const rise = end.price - start.price;
  const later = end.timeS - start.timeS;
  const kept = (price: number): number => (price > 0 ? price : end.price);
  if (drawing.kind === 'level') return { ...drawing, price: kept(drawing.price + rise) };
  if (handle !== 'body') return { ...drawing, [handle]: end };
  const moved = ({ timeS, price }: ChartPoint): ChartPoint => ({
    timeS: Math.max(0, timeS + later),
    price: kept(price + rise),
  });
  return { ...drawing, from: moved(drawing.from), to: moved(drawing.to) };
}

const names: Readonly<Record<PointDrawing | 'level', string>> = {
  trend: 'Trend line',
  rectangle: 'Rectangle',
  fibonacci: 'Fibonacci retracement',
  level: 'Horizontal line',
};

/** What a drawing is called. */
export function drawingName(kind: Drawing['kind']): string {
  return names[kind];
}
