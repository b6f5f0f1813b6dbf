import type { Drawing } from '../../../app/contract/chartMarks.ts';
import type { BarsRow, ChartProfile } from '../../../app/contract/charts.ts';
import { displayPrice } from '../../format/price.ts';
import { themeColour } from '../../theme/applyTheme.ts';
import type { ChartSpace } from './chartSpace.ts';
import { fibonacciPrice, fibonacciShares, pixel } from './drawingShapes.ts';
import { type ChartAlert, levelText } from './priceAlerts.ts';

const font = '11px "Inter Variable", sans-serif';

/** Drawings, the one on its way among them, and what waits for a price. */
export interface PaintedMarks {
  readonly drawings: readonly Drawing[];
  readonly selected: string | null;
  readonly alerts: readonly ChartAlert[];
}

export function paintMarks(context: CanvasRenderingContext2D, space: ChartSpace, marks: PaintedMarks): void {
  const [accent, ink2, warn, ink3] = ['accent', 'ink-2', 'warn', 'ink-3'].map(themeColour);
  context.font = font;
  context.textBaseline = 'bottom';
  for (const drawing of marks.drawings) {
    const selected = drawing.id === marks.selected;
    context.strokeStyle = (selected ? accent : ink2) ?? '';
    context.fillStyle = context.strokeStyle;
    context.lineWidth = selected ? 2 : 1;
    paintDrawing(context, space, drawing);
    if (selected) paintHandles(context, space, drawing);
  }
  for (const { rule, level } of marks.alerts) {
    const y = space.y(level.price);
    if (y === null || !rule.enabled) continue;
    context.strokeStyle = warn ?? '';
    context.fillStyle = warn ?? '';
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    across(context, space, y);
    context.setLineDash([]);
    context.fillText(levelText(level), 6, y - 2);
  }
  context.fillStyle = ink3 ?? '';
}

function across(context: CanvasRenderingContext2D, { width }: ChartSpace, y: number, fromX = 0): void {
  context.beginPath();
  context.moveTo(fromX, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
}

function paintDrawing(context: CanvasRenderingContext2D, space: ChartSpace, drawing: Drawing): void {
  if (drawing.kind === 'level') {
    const y = space.y(drawing.price);
    if (y === null) return;
    across(context, space, y);
    return context.fillText(displayPrice(drawing.price), 6, y - 2);
  }
  const [from, to] = [pixel(space, drawing.from), pixel(space, drawing.to)];
  if (from === null || to === null) return;
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  if (drawing.kind === 'trend') {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    return context.stroke();
  }
  if (drawing.kind === 'rectangle') {
    const top = Math.min(from.y, to.y);
    context.globalAlpha = 0.12;
    context.fillRect(left, top, right - left, Math.abs(to.y - from.y));
    context.globalAlpha = 1;
    return context.strokeRect(left, top, right - left, Math.abs(to.y - from.y));
  }
  for (const share of fibonacciShares) {
    const price = fibonacciPrice(drawing.from, drawing.to, share);
    const y = space.y(price);
    if (y === null) continue;
    context.beginPath();
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(right, Math.round(y) + 0.5);
    context.stroke();
    context.fillText(`${(share * 100).toFixed(1)} % · ${displayPrice(price)}`, left + 4, y - 2);
  }
}

function paintHandles(context: CanvasRenderingContext2D, space: ChartSpace, drawing: Drawing): void {
  if (drawing.kind === 'level') return;
  for (const point of [drawing.from, drawing.to]) {
    const at = pixel(space, point);
    if (at === null) continue;
    context.beginPath();
    context.arc(at.x, at.y, 4, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Each trade as a dot at its price, filled where token0 was sold and hollow where it was bought, larger where more was traded. */
export function paintTrades(context: CanvasRenderingContext2D, space: ChartSpace, trades: BarsRow['trades']): void {
  const largest = trades.reduce((most, { size }) => Math.max(most, size), 0);
  const [gain, loss, panel] = ['gain', 'loss', 'panel'].map(themeColour);
  context.lineWidth = 1;
  for (const { atS, price, size, buys } of trades) {
    const at = pixel(space, { timeS: atS, price });
    if (at === null) continue;
    context.beginPath();
    context.arc(at.x, at.y, 2 + 4 * Math.sqrt(largest > 0 ? size / largest : 0), 0, 2 * Math.PI);
    context.strokeStyle = (buys ? gain : loss) ?? '';
    context.fillStyle = (buys ? panel : loss) ?? '';
    context.fill();
    context.stroke();
  }
}

/** Share of the pane that the longest row of a profile takes. */
const profileShare = 0.3;

/** Volume by price from the left: the value area brighter than the rest, the row with the most outlined. */
export function paintProfile(context: CanvasRenderingContext2D, space: ChartSpace, profile: ChartProfile): void {
  const { rowSize, firstRow, volumes, pointOfControl, valueAreaLow, valueAreaHigh } = profile;
  const most = volumes[pointOfControl] ?? 0;
  if (most <= 0) return;
  const [accent, ink3] = ['accent', 'ink-3'].map(themeColour);
  for (const [row, volume] of volumes.entries()) {
    const top = space.y((firstRow + row + 1) * rowSize);
    const bottom = space.y((firstRow + row) * rowSize);
    if (top === null || bottom === null || volume <= 0) continue;
    const width = (volume / most) * space.width * profileShare;
    const height = Math.max(1, Math.abs(bottom - top) - 1);
    context.globalAlpha = row >= valueAreaLow && row <= valueAreaHigh ? 0.34 : 0.16;
    context.fillStyle = (row === pointOfControl ? accent : ink3) ?? '';
    context.fillRect(0, Math.min(top, bottom), width, height);
  }
  context.globalAlpha = 1;
}
