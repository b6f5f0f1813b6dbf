import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { defaultGarch } from '../volatility/garch.ts';
import { coverage } from './coverage.ts';
import { empiricalTail } from './empiricalTail.ts';
import { filteredTail, garchTail, historicalTail } from './valueAtRisk.ts';

const losses = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 });
const level = fc.double({ min: 0.01, max: 0.999, noNaN: true });
const shortfall = (values: readonly number[], at: number): number => empiricalTail(values, at).expectedShortfall;

test('takes the last loss of the tail in part', () => {
  expect(empiricalTail([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.75)).toEqual({
    valueAtRisk: 8,
    expectedShortfall: (10 + 9 + 0.5 * 8) / 2.5,
  });
  expect(
    empiricalTail(
      Array.from({ length: 100 }, (_, i) => i),
      0.95,
    ),
  ).toEqual({ valueAtRisk: 95, expectedShortfall: 97 });
  expect(empiricalTail([3, 1], 0.99).expectedShortfall).toBeCloseTo(3, 12);
});

test('expected shortfall is coherent', () => {
  fc.assert(
    fc.property(losses, losses, level, fc.double({ min: 0, max: 50, noNaN: true }), (a, b, at, size) => {
      const n = Math.min(a.length, b.length);
      const [x, y] = [a.slice(0, n), b.slice(0, n)];
      const together = x.map((value, i) => value + (y[i] ?? 0));
      expect(shortfall(together, at)).toBeLessThanOrEqual(shortfall(x, at) + shortfall(y, at) + 1e-9);
      expect(
        shortfall(
          x.map((value) => value + size),
          at,
        ),
      ).toBeCloseTo(shortfall(x, at) + size, 8);
      expect(
        shortfall(
          x.map((value) => value * size),
          at,
        ),
      ).toBeCloseTo(shortfall(x, at) * size, 6);
      expect(
        shortfall(
          x.map((value, i) => value + Math.abs(y[i] ?? 0)),
          at,
        ),
      ).toBeGreaterThanOrEqual(shortfall(x, at) - 1e-9);
      const { valueAtRisk, expectedShortfall } = empiricalTail(x, at);
      expect(expectedShortfall).toBeGreaterThanOrEqual(valueAtRisk - 1e-9);
    }),
  );
});

test('the three methods agree on plain normal returns, and grow with level and horizon', () => {
  const random = seededRandom(5);
  const returns = Float64Array.from({ length: 4000 }, () => 0.0005 + 0.01 * random.normal());
  const request = { levels: [0.95, 0.99], horizon: 1 };
  const all = [
    historicalTail(returns, request),
    filteredTail(returns, defaultGarch, request),
    garchTail(returns, { ...defaultGarch, innovation: 't' }, request),
    garchTail(returns, { ...defaultGarch, innovation: 'skewt' }, request),
  ];
  for (const [low, high] of all) {
    expect(low?.valueAtRisk).toBeCloseTo(0.01 * 1.645 - 0.0005, 2);
    expect(high?.valueAtRisk).toBeGreaterThan(low?.valueAtRisk ?? 1);
    expect(high?.expectedShortfall).toBeGreaterThan(high?.valueAtRisk ?? 1);
  }
  const [week] = garchTail(returns, { ...defaultGarch, innovation: 't' }, { levels: [0.99], horizon: 5 });
  expect((week?.valueAtRisk ?? 0) / (all[2]?.[1]?.valueAtRisk ?? 1)).toBeGreaterThan(2);
});

/** The likelihood ratios by NumPy, their tails by SciPy 1.17. */
test('backtests hits', () => {
  const places = new Set([2, 3, 11, 13, 20, 53, 59]);
  const result = coverage(
    Array.from({ length: 60 }, (_, i) => (places.has(i) ? 1 : 0)),
    0.95,
  );
  expect(result.hits).toBe(7);
  expect(result.kupiecP).toBeCloseTo(0.04164242994937809, 10);
  expect(result.independenceP).toBeCloseTo(0.7136684020055216, 10);
});

test('no hit and hits alone have a chance too', () => {
  expect(coverage([0, 0, 0, 0], 0.99)).toMatchObject({ hits: 0, independenceP: 1 });
  expect(coverage([1, 1, 1], 0.99).kupiecP).toBeLessThan(1e-5);
});

test.each([
  [() => historicalTail([], { levels: [0.9], horizon: 1 }), 'SERIES_TOO_SHORT'],
  [() => historicalTail([1, Number.NaN], { levels: [0.9], horizon: 1 }), 'SERIES_NOT_FINITE'],
  [() => historicalTail([1, 2], { levels: [1], horizon: 1 }), 'PARAMETER_OUT_OF_RANGE'],
  [() => historicalTail([1, 2], { levels: [0.9], horizon: 0 }), 'PARAMETER_OUT_OF_RANGE'],
  [() => garchTail(new Float64Array(50), defaultGarch, { levels: [0.9], horizon: 1 }), 'SERIES_CONSTANT'],
  [() => coverage([0, 2], 0.9), 'HITS_NOT_BINARY'],
])('refuses %s', (call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});

test('an egarch says that it forecasts one period', () => {
  const random = seededRandom(8);
  const returns = Float64Array.from({ length: 500 }, () => random.normal());
  expect(() => garchTail(returns, { ...defaultGarch, model: 'egarch' }, { levels: [0.9], horizon: 2 })).toThrow(
    expect.objectContaining({ code: 'HORIZON_UNSUPPORTED' }),
  );
});
