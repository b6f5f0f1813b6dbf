import type { ChartPoint, Drawing } from '../../../app/contract/chartMarks.ts';
import type { ChartSpace } from './chartSpace.ts';
import type { DrawingTool } from './chartStore.ts';
import { dragged, drawingAt, type Handle } from './drawingShapes.ts';

/** The pane that is drawn on. */
export interface DrawnPane {
  readonly pane: { readonly width: number; readonly height: number };
  pointOf(x: number, y: number): ChartPoint | null;
  space(width: number, height: number): ChartSpace;
}

/** What a pointer does with drawings. */
export interface GestureHost {
  readonly tool: () => DrawingTool | null;
  readonly drawings: () => readonly Drawing[];
  readonly newId: () => string;
  /** A drawing as it would be if the pointer stayed here; null: none is on its way. */
  readonly preview: (drawing: Drawing | null) => void;
  readonly select: (id: string | null) => void;
  /** A new drawing, or one in another place. */
  readonly keep: (drawing: Drawing) => void;
  readonly alertAt: (price: number) => void;
}

/** A press that moves less than this is a click: the next one ends the drawing. */
const clickPixels = 4;

interface Holding {
  readonly drawing: Drawing;
  readonly handle: Handle;
  readonly start: ChartPoint;
}

/**
 * Makes and moves drawings with the pointer on a chart: two clicks or one drag for those of two points, one click for a level or an
 * alert; what is pressed on a drawing takes hold of it, anything else is the chart's. Returns how to stop.
 */
export function followGestures(element: HTMLElement, drawn: DrawnPane, host: GestureHost): () => void {
  /** A drawing that has its first point. */
  let begun: Drawing | null = null;
  let holding: Holding | null = null;
  let pressed: { readonly x: number; readonly y: number } | null = null;

  const place = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const pointAt = (event: MouseEvent): ChartPoint | null => {
    const { x, y } = place(event);
    return drawn.pointOf(x, y);
  };
  const end = (): void => {
    begun = null;
    holding = null;
    host.preview(null);
  };
  const onDown = (event: MouseEvent): void => {
    const { width, height } = drawn.pane;
    const { x, y } = place(event);
    if (event.button !== 0 || x > width || y > height) return;
    const point = drawn.pointOf(x, y);
    const tool = host.tool();
    if (tool === null) return takeHold(event, point, drawingAt(host.drawings(), drawn.space(width, height), x, y));
    event.stopPropagation();
    if (point === null) return;
    if (tool === 'alert') return host.alertAt(point.price);
    if (tool === 'level') return host.keep({ id: host.newId(), kind: 'level', price: point.price });
    pressed = { x, y };
    if (begun !== null && begun.kind !== 'level') return finish({ ...begun, to: point });
    begun = { id: host.newId(), kind: tool, from: point, to: point };
    host.preview(begun);
  };
  const takeHold = (event: MouseEvent, start: ChartPoint | null, hit: ReturnType<typeof drawingAt>): void => {
    const drawing = host.drawings().find(({ id }) => id === hit?.id);
    host.select(drawing?.id ?? null);
    if (hit === null || drawing === undefined || start === null) return;
    event.stopPropagation();
    holding = { drawing, handle: hit.handle, start };
  };
  const finish = (drawing: Drawing): void => {
    end();
    host.keep(drawing);
  };
  const movedTo = (point: ChartPoint): Drawing | null => {
    if (holding !== null) return dragged(holding.drawing, holding.handle, holding.start, point);
    return begun !== null && begun.kind !== 'level' ? { ...begun, to: point } : null;
  };
  const onMove = (event: MouseEvent): void => {
    if (begun === null && holding === null) return;
    const point = pointAt(event);
    if (point !== null) host.preview(movedTo(point));
  };
  const onUp = (event: MouseEvent): void => {
    const point = pointAt(event);
    const { x, y } = place(event);
    if (holding !== null) {
      const moved = point === null ? null : movedTo(point);
      const wasMoved = moved !== null && JSON.stringify(moved) !== JSON.stringify(holding.drawing);
      end();
      if (wasMoved) host.keep(moved);
    } else if (begun !== null && pressed !== null && point !== null && begun.kind !== 'level') {
      const far = Math.hypot(x - pressed.x, y - pressed.y) > clickPixels;
      if (far) finish({ ...begun, to: point });
    }
    pressed = null;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') end();
  };

  // Before the chart's own: what is drawn does not move it.
  element.addEventListener('mousedown', onDown, true);
  window.addEventListener('mousemove', onMove);
  window.addEventListener('mouseup', onUp);
  window.addEventListener('keydown', onKey);
  return () => {
    element.removeEventListener('mousedown', onDown, true);
    window.removeEventListener('mousemove', onMove);
    window.removeEventListener('mouseup', onUp);
    window.removeEventListener('keydown', onKey);
  };
}
