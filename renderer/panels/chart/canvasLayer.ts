import type { IPrimitivePaneView, ISeriesPrimitive, PrimitivePaneViewZOrder, Time } from 'lightweight-charts';
import type { ChartSpace } from './chartSpace.ts';

type Attached = Parameters<NonNullable<ISeriesPrimitive<Time>['attached']>>[0];
export type Paint = (context: CanvasRenderingContext2D, space: ChartSpace) => void;

/** A layer of a pane's canvas that is drawn by us, in CSS pixels. */
export class CanvasLayer implements ISeriesPrimitive<Time> {
  #requestUpdate: () => void = () => undefined;
  readonly #views: readonly IPrimitivePaneView[];

  /** @param spaceOf where times and prices lie on a pane of that size */
  constructor(zOrder: PrimitivePaneViewZOrder, paint: Paint, spaceOf: (width: number, height: number) => ChartSpace) {
    const renderer: ReturnType<IPrimitivePaneView['renderer']> = {
      draw: (target) =>
        target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) =>
          paint(context, spaceOf(width, height)),
        ),
    };
    this.#views = [{ zOrder: () => zOrder, renderer: () => renderer }];
  }

  attached({ requestUpdate }: Attached): void {
    this.#requestUpdate = requestUpdate;
  }

  detached(): void {
    this.#requestUpdate = () => undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** Draws it again with the next frame. */
  redraw(): void {
    this.#requestUpdate();
  }
}
