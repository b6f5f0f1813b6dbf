import { z } from 'zod';

const coordinate = z.int().min(-100_000).max(100_000);
const extent = z.int().min(1).max(100_000);

export const rectangleSchema = z.strictObject({ x: coordinate, y: coordinate, width: extent, height: extent });
export type Rectangle = z.infer<typeof rectangleSchema>;

/** Where a window stood, and on which display: its id and the area that windows had on it. In device-independent pixels. */
export const placementSchema = z.strictObject({
  bounds: rectangleSchema,
  maximised: z.boolean(),
  display: z.strictObject({ id: z.number(), workArea: rectangleSchema }),
});
export type Placement = z.infer<typeof placementSchema>;

export interface Display {
  readonly id: number;
  readonly workArea: Rectangle;
}

export interface LeastSize {
  readonly width: number;
  readonly height: number;
}

/** So much of a window must be on a display for a person to get hold of it. */
const graspable = 64;

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);
}

function isReachable({ x, y, width }: Rectangle, { workArea }: Display): boolean {
  return (
    overlap(x, width, workArea.x, workArea.width) >= graspable &&
    // By its title: the upper edge must be on the display.
    y >= workArea.y &&
    y <= workArea.y + workArea.height - graspable
  );
}

/**
 * The bounds to open a window with. On the display that it stood on, at the same distance from that display's corner,
 * wherever the display is now; where it is gone or too small, on the display that shows the old place, else in the middle of the first.
 * Never larger than the display, and never smaller than `least` unless the display is.
 * @param displays at least one, the primary first
 */
export function placeOnDisplays(placement: Placement, displays: readonly Display[], least: LeastSize): Rectangle {
  const { bounds, display } = placement;
  const same = displays.find(({ id }) => id === display.id);
  const moved =
    same === undefined
      ? bounds
      : {
          ...bounds,
          x: bounds.x - display.workArea.x + same.workArea.x,
          y: bounds.y - display.workArea.y + same.workArea.y,
        };
  const target = [same, ...displays].find((each) => each !== undefined && isReachable(moved, each));
  const home = target ?? displays[0];
  if (home === undefined) return bounds;
  const { workArea } = home;
  const width = Math.min(Math.max(moved.width, least.width), workArea.width);
  const height = Math.min(Math.max(moved.height, least.height), workArea.height);
  if (target !== undefined) return { x: moved.x, y: moved.y, width, height };
  return {
    x: workArea.x + Math.floor((workArea.width - width) / 2),
    y: workArea.y + Math.floor((workArea.height - height) / 2),
    width,
    height,
  };
}
