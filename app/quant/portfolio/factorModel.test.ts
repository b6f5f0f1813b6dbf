import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, dot, times } from '../series/linearAlgebra.ts';
import { estimatesOf } from './assets.ts';
import { factorCovariance, principalFactors } from './factorModel.ts';
import { randomReturns } from './testing/randomAssets.ts';
import { tradingCost } from './tradingCost.ts';

test('factors are unit vectors that the matrix only stretches, and explain all together', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 12 }), (seed, count) => {
      const { covariance } = estimatesOf(randomReturns(count, 60, seed));
      const factors = principalFactors(covariance, count);
      const trace = covariance.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
      expect(factors.reduce((sum, { explained }) => sum + explained, 0)).toBeCloseTo(1, 10);
      for (const { explained, loadings } of factors) {
        expect(dot(loadings, loadings)).toBeCloseTo(1, 10);
        for (const [i, entry] of times(covariance, loadings).entries())
          expect(entry / trace).toBeCloseTo(explained * (loadings[i] ?? 0), 10);
      }
    }),
    { numRuns: 40 },
  );
});

/** By hand: eigenvalues 3 and 1 of [[2, 1], [1, 2]]. */
test('counts by hand', () => {
  const [first, second] = principalFactors(
    [
      [2, 1],
      [1, 2],
    ],
    5,
  );
  expect([first?.explained, second?.explained]).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)]);
  expect(
    factorCovariance(
      [
        [2, 1],
        [1, 2],
      ],
      1,
    )[0],
  ).toEqual([2, expect.closeTo(1.5, 12)]);
  expect(tradingCost(-0.25, 0.02, { proportional: 0.003, impact: 0.5 })).toBeCloseTo(0.00075 + 0.5 * 0.02 * 0.125, 14);
  expect(() => tradingCost(1, 1, { proportional: -1, impact: 0 })).toThrow(
    expect.objectContaining({ code: 'PARAMETER_OUT_OF_RANGE' }),
  );
});

test('the covariance of a few factors keeps every variance and can be inverted, with fewer times than assets too', () => {
  const { covariance } = estimatesOf(randomReturns(15, 8, 4));
  const modelled = factorCovariance(covariance, 2);
  for (const [i, row] of modelled.entries()) expect(row[i]).toBe(covariance[i]?.[i]);
  expect(cholesky(modelled)).not.toBeNull();
});
