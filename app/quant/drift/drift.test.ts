import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { ddm, driftPlaces, hddmA, pageHinkley } from './driftDetector.ts';

const usual = { minInstances: 30, delta: 0.005, threshold: 50, alpha: 0.9999 };

/** Errors at one rate, then at another. */
function errors(seed: number, ...rates: number[]): number[] {
  const random = seededRandom(seed);
  return rates.flatMap((rate) => Array.from({ length: 1000 }, () => Number(random.next() < rate)));
}

test('each sees a rise soon after it, and nothing in a steady stream', () => {
  const makers = [
    () => ddm({ warmStart: 200, driftThreshold: 3 }),
    () => hddmA({ driftConfidence: 0.001, twoSided: false }),
    () => pageHinkley(usual),
  ];
  for (const make of makers) {
    const places = driftPlaces(make(), errors(3, 0.1, 0.6));
    expect(places.some((place) => place > 1000 && place < 1200)).toBe(true);
  }
  expect(driftPlaces(hddmA({ driftConfidence: 0.001, twoSided: true }), errors(4, 0.2, 0.2))).toEqual([]);
});

test('a fall is seen by the two-sided test alone', () => {
  const stream = errors(5, 0.6, 0.1);
  expect(driftPlaces(hddmA({ driftConfidence: 0.001, twoSided: false }), stream)).toEqual([]);
  expect(driftPlaces(hddmA({ driftConfidence: 0.001, twoSided: true }), stream).length).toBeGreaterThan(0);
});

test('begins anew after a signal', () => {
  const stream = errors(6, 0.1, 0.6);
  const [first = 0, ...later] = driftPlaces(ddm({ warmStart: 30, driftThreshold: 3 }), stream);
  const rest = driftPlaces(ddm({ warmStart: 30, driftThreshold: 3 }), stream.slice(first + 1));
  expect(later).toEqual(rest.map((place) => place + first + 1));
});

test.each([
  [() => driftPlaces(pageHinkley(usual), []), 'SERIES_TOO_SHORT'],
  [() => driftPlaces(pageHinkley(usual), [Number.NaN]), 'SERIES_NOT_FINITE'],
  [() => driftPlaces(ddm({ warmStart: 30, driftThreshold: 3 }), [0.5]), 'ERRORS_NOT_BINARY'],
  [() => hddmA({ driftConfidence: 0, twoSided: false }), 'PARAMETER_OUT_OF_RANGE'],
])('refuses %s', (call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
