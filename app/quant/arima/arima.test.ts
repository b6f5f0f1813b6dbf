import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../domain/random.ts';
import { cholesky, solved } from '../series/linearAlgebra.ts';
import { type ArimaRequest, fitArima } from './arima.ts';
import { filterArma } from './armaFilter.ts';
import { differenced, seasonalProduct, stationaryCoefficients } from './polynomial.ts';

function simulated(count: number, random: Random, ar: number, ma: number): number[] {
  let [x, before] = [0, 0];
  const all = Array.from({ length: count + 100 }, () => {
    const e = random.normal();
    x = ar * x + e + ma * before;
    before = e;
    return x;
  });
  return all.slice(100);
}

const plain = (order: ArimaRequest['order'], horizon = 0): ArimaRequest => ({ order, seasonal: null, horizon });

/** Covariances at each lag by the long moving average that the process is. */
function autocovariances(ar: readonly number[], ma: readonly number[], count: number): number[] {
  const weights: number[] = [];
  for (let k = 0; k < 3000; k += 1) {
    const own = k === 0 ? 1 : (ma[k - 1] ?? 0);
    weights.push(ar.reduce((sum, value, i) => sum + value * (weights[k - 1 - i] ?? 0), own));
  }
  return Array.from({ length: count }, (_, lag) =>
    weights.reduce((sum, value, k) => sum + value * (weights[k + lag] ?? 0), 0),
  );
}

test('the filter is the exact density of a normal vector', () => {
  const partial = fc.double({ min: -0.9, max: 0.9, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(partial, { maxLength: 3 }),
      fc.array(partial, { maxLength: 3 }),
      fc.integer(),
      (first, second, seed) => {
        const arma = { ar: stationaryCoefficients(first), ma: stationaryCoefficients(second).map((value) => -value) };
        const random = seededRandom(seed);
        const series = Array.from({ length: 12 }, () => random.normal());
        const lags = autocovariances(arma.ar, arma.ma, series.length);
        const covariance = series.map((_, i) => series.map((__, j) => lags[Math.abs(i - j)] ?? 0));
        const lower = cholesky(covariance) ?? [];
        const logDeterminant = lower.reduce((sum, row, i) => sum + 2 * Math.log(row[i] ?? 1), 0);
        const square = (solved(covariance, series) ?? []).reduce((sum, value, i) => sum + value * (series[i] ?? 0), 0);
        const filtered = filterArma(arma, [series]);
        const [off = new Float64Array()] = filtered?.innovations ?? [];
        const spreads = Array.from(filtered?.spreads ?? []);
        expect(spreads.reduce((sum, spread) => sum + Math.log(spread), 0)).toBeCloseTo(logDeterminant, 5);
        expect(spreads.reduce((sum, spread, t) => sum + (off[t] ?? 0) ** 2 / spread, 0) / square).toBeCloseTo(1, 6);
      },
    ),
    { numRuns: 40 },
  );
});

test('finds the terms that made the series, and its mean', () => {
  const series = simulated(1500, seededRandom(2), 0.7, 0.4).map((value) => value + 50);
  const fit = fitArima(series, plain([1, 0, 1]));
  expect(fit.converged).toBe(true);
  expect(Math.abs((fit.ar[0] ?? 0) - 0.7)).toBeLessThan(0.06);
  expect(Math.abs((fit.ma[0] ?? 0) - 0.4)).toBeLessThan(0.08);
  expect(Math.abs(fit.mean - 50)).toBeLessThan(0.5);
  expect(fit.sigma2).toBeGreaterThan(0.85);
  expect(fit.sigma2).toBeLessThan(1.15);
});

test('a random walk is expected to stay, a season to come back', () => {
  const steps = simulated(200, seededRandom(5), 0, 0);
  let level = 0;
  const walk = steps.map((step) => {
    level += step;
    return level;
  });
  const { forecast } = fitArima(walk, plain([0, 1, 0], 3));
  for (const value of forecast) expect(value).toBeCloseTo(walk.at(-1) ?? 0, 12);
  const random = seededRandom(6);
  const seasons = Array.from({ length: 80 }, (_, t) => [10, 20, 30, 40][t % 4] ?? 0).map(
    (value) => value + 0.1 * random.normal(),
  );
  const request: ArimaRequest = { order: [0, 0, 0], seasonal: { order: [0, 1, 1], period: 4 }, horizon: 8 };
  for (const [h, value] of fitArima(seasons, request).forecast.entries()) {
    expect(Math.abs(value - ([10, 20, 30, 40][h % 4] ?? 0))).toBeLessThan(0.3);
  }
});

test('does not depend on the unit or the level', () => {
  const series = simulated(120, seededRandom(9), 0.5, 0);
  const fit = fitArima(series, plain([1, 0, 0], 2));
  const moved = fitArima(
    series.map((value) => 1e4 * value + 1e5),
    plain([1, 0, 0], 2),
  );
  expect(moved.ar[0]).toBeCloseTo(fit.ar[0] ?? 0, 6);
  expect(moved.forecast[1]).toBeCloseTo(1e4 * (fit.forecast[1] ?? 0) + 1e5, 0);
  expect(moved.logLikelihood).toBeCloseTo(fit.logLikelihood - 120 * Math.log(1e4), 5);
});

test('polynomials multiply, differences compose', () => {
  expect(seasonalProduct([0.5], [0.4], 4)).toEqual([0.5, 0, 0, 0.4, -0.2]);
  expect(differenced([1, 4, 9, 16], 1, 2)).toEqual([2, 2]);
});

test.each([
  [[1, 2, 3], plain([1, 0, 0]), 'SERIES_TOO_SHORT'],
  [Array.from({ length: 40 }, () => 7), plain([1, 0, 0]), 'SERIES_CONSTANT'],
  [Array.from({ length: 40 }, (_, i) => 2 * i), plain([0, 1, 1]), 'SERIES_CONSTANT'],
  [[...simulated(40, seededRandom(1), 0, 0), Number.NaN], plain([1, 0, 0]), 'SERIES_NOT_FINITE'],
  [simulated(40, seededRandom(1), 0, 0), plain([1.5, 0, 0]), 'ORDER_INVALID'],
  [
    simulated(40, seededRandom(1), 0, 0),
    { ...plain([1, 0, 0]), seasonal: { order: [9, 0, 0] as const, period: 24 } },
    'ORDER_INVALID',
  ],
])('refuses %#', (series, request, code) => {
  expect(() => fitArima(series, request)).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
