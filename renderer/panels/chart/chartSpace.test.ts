import { expect, test } from 'vitest';
import { placeOfTime, timeOfPlace } from './chartSpace.ts';

/** Bars at 0, 60, 120, then none until 600. */
const places = [0, 60, 120, 600, 660].map((timeS) => ({ timeS }));

test('a time has the place of its bar, a share of the way between two, and goes on beyond the ends', () => {
  expect([0, 60, 660].map((at) => placeOfTime(places, 60, at))).toEqual([0, 1, 4]);
  expect(placeOfTime(places, 60, 90)).toBe(1.5);
  expect(placeOfTime(places, 60, 360)).toBe(2.5);
  expect([-120, 780].map((at) => placeOfTime(places, 60, at))).toEqual([-2, 6]);
  expect(placeOfTime([], 60, 5)).toBeNaN();
});

test('a place has the time that has that place', () => {
  for (const place of [0, 1, 2, 3, 4, 5, 9])
    expect(placeOfTime(places, 60, timeOfPlace(places, 60, place))).toBeCloseTo(place, 12);
  expect(timeOfPlace(places, 60, -3)).toBe(0);
  expect(timeOfPlace([], 60, 0)).toBeNaN();
});
