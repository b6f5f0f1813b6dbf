import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawdowns } from '../performance/drawdowns.ts';
import { maxDrawdown } from '../performance/wealth.ts';
import { cholesky } from '../series/linearAlgebra.ts';
import { ranks } from '../series/ranks.ts';
import { type CorrelationMethod, correlationMethods, correlations } from './correlations.ts';
import { randomReturns } from './testing/randomAssets.ts';

const table = (columns: Record<string, number[]>) => new Map(Object.entries(columns));

test('equal values share their ranks', () => {
  expect(ranks([3, 1, 3, 2, 3])).toEqual([4, 1, 4, 2, 4]);
});

/** By hand; Spearman's of the classic table of scores with one tie is SciPy's spearmanr. */
test('counts by hand', () => {
  const returns = table({ a: [1, 2, 3, 4, 5], b: [5, 6, 7, 8, 7] });
  expect(correlations(returns, 'pearson', 10).matrix[0]?.[1]).toBeCloseTo(0.8320502943378437, 12);
  expect(correlations(returns, 'spearman', 10).matrix[0]?.[1]).toBeCloseTo(0.8207826816681233, 12);
  // The weights of a half-life of one are 1, 2, 4: means 2 and 2/7 * ..., counted out.
  const newest = table({ a: [0, 0, 1], b: [0, 1, 1] });
  const [wa, wb] = [4 / 7, 6 / 7];
  const covariance = 4 / 7 - wa * wb;
  expect(correlations(newest, 'exponential', 1).matrix[0]?.[1]).toBeCloseTo(
    covariance / Math.sqrt((wa - wa * wa) * (wb - wb * wb)),
    12,
  );
});

test('every method gives a symmetric table from -1 to 1 that knows no order of assets', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...correlationMethods),
      (seed, count, method) => {
        const returns = randomReturns(count, 60, seed);
        const { matrix, order } = correlations(returns, method, 20);
        expect([...order].sort((a, b) => a - b)).toEqual(matrix.map((_, i) => i));
        const back = correlations(new Map([...returns].reverse()), method, 20).matrix;
        for (const [i, row] of matrix.entries()) {
          expect(row[i]).toBe(1);
          for (const [j, entry] of row.entries()) {
            expect(Math.abs(entry)).toBeLessThanOrEqual(1);
            expect(entry).toBeCloseTo(matrix[j]?.[i] ?? Number.NaN, 12);
            expect(entry).toBeCloseTo(back[count - 1 - i]?.[count - 1 - j] ?? Number.NaN, 12);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('shrunk, a table of more assets than times can still be inverted', () => {
  const { matrix, intensity } = correlations(randomReturns(12, 8, 3), 'ledoit-wolf', 10);
  expect(intensity).toBeGreaterThan(0);
  expect(cholesky(matrix)).not.toBeNull();
});

test('what moves together stands together', () => {
  const all = [...randomReturns(4, 200, 5).values()];
  const near = (column: readonly number[] | undefined, by: number) =>
    (column ?? []).map((value, t) => value + by * Math.sin(t));
  const returns = table({ a: near(all[0], 0), b: near(all[1], 0), c: near(all[0], 1e-4), d: near(all[1], 1e-4) });
  const { order } = correlations(returns, 'pearson', 10);
  const place = (i: number) => order.indexOf(i);
  expect(Math.abs(place(0) - place(2))).toBe(1);
  expect(Math.abs(place(1) - place(3))).toBe(1);
});

test.each<[string, Record<string, number[]>, CorrelationMethod, number, string]>([
  ['no asset', {}, 'pearson', 1, 'ASSETS_MISSING'],
  ['a constant', { a: [1, 1, 1], b: [1, 2, 3] }, 'spearman', 1, 'SERIES_CONSTANT'],
  ['no number', { a: [1, Number.NaN, 2] }, 'ledoit-wolf', 1, 'SERIES_NOT_FINITE'],
  ['infinity', { a: [1, Number.POSITIVE_INFINITY, 2] }, 'pearson', 1, 'SERIES_NOT_FINITE'],
  ['two times', { a: [1, 2] }, 'pearson', 1, 'SERIES_TOO_SHORT'],
  ['a half-life of nothing', { a: [1, 2, 3] }, 'exponential', 0, 'PARAMETER_OUT_OF_RANGE'],
])('refuses %s and says what to do', (_what, columns, method, halfLife, code) => {
  expect(() => correlations(table(columns), method, halfLife)).toThrow(
    expect.objectContaining({ code, advice: expect.any(String) }),
  );
});

test('falls from peaks, the deepest first, the last one open', () => {
  expect(drawdowns([0.1, -0.5, 0.5, 0.5, -0.1, 0.01])).toEqual([
    { depth: expect.closeTo(0.5, 12), peak: 0, trough: 1, recovered: 3 },
    { depth: expect.closeTo(0.1, 12), peak: 3, trough: 4, recovered: null },
  ]);
  expect(drawdowns([-0.2])).toEqual([{ depth: expect.closeTo(0.2, 12), peak: -1, trough: 0, recovered: null }]);
  expect(drawdowns([0.1, 0.2])).toEqual([]);
  expect(() => drawdowns([])).toThrow(expect.objectContaining({ code: 'SERIES_TOO_SHORT' }));
});

test('the deepest fall is the maximum drawdown', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -0.9, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }), (returns) => {
      expect(drawdowns(returns)[0]?.depth ?? 0).toBeCloseTo(maxDrawdown(returns), 10);
    }),
  );
});
