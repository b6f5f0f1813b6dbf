import { expect, it } from 'vitest';
import { type Display, type Placement, placeOnDisplays } from './placement.ts';

const left: Display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
const right: Display = { id: 2, workArea: { x: 1920, y: 0, width: 2560, height: 1440 } };
const least = { width: 400, height: 300 };

const stood = (display: Display, x: number, y: number, width = 800, height = 600): Placement => ({
  bounds: { x, y, width, height },
  maximised: false,
  display,
});

it('opens where it stood while the displays are the same', () => {
  expect(placeOnDisplays(stood(right, 2000, 100), [left, right], least)).toEqual({
    x: 2000,
    y: 100,
    width: 800,
    height: 600,
  });
});

it('goes with its display when that has moved', () => {
  const below: Display = { id: 2, workArea: { x: 0, y: 1080, width: 2560, height: 1440 } };
  expect(placeOnDisplays(stood(right, 2000, 100), [left, below], least)).toMatchObject({ x: 80, y: 1180 });
});

it('goes to the middle of the first display when its own is gone', () => {
  expect(placeOnDisplays(stood(right, 2500, 100), [left], least)).toEqual({ x: 560, y: 240, width: 800, height: 600 });
});

it('keeps its place when another display shows it now', () => {
  const renamed = { ...right, id: 7 };
  expect(placeOnDisplays(stood(right, 2500, 100), [left, renamed], least)).toMatchObject({ x: 2500, y: 100 });
});

it('is never larger than the display, nor smaller than it may be', () => {
  expect(placeOnDisplays(stood(left, 10, 10, 5000, 5000), [left], least)).toMatchObject({ width: 1920, height: 1080 });
  expect(placeOnDisplays(stood(left, 10, 10, 5, 5), [left], least)).toMatchObject({ width: 400, height: 300 });
});

it('is never out of reach: its title stays on a display', () => {
  for (const [x, y] of [
    [1900, 10],
    [-780, 10],
    [10, -20],
    [10, 1060],
  ] as const)
    expect(placeOnDisplays(stood(left, x, y), [left], least)).toMatchObject({ x: 560, y: 240 });
});
