import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimatesOf } from './assets.ts';
import { evenBounds, longOnly, type WeightRow } from './constraints.ts';
import { type GroupLimit, groupRows, requireReachable, withinTurnover } from './groupLimits.ts';
import { loadLinearSolver } from './linearProgramme.ts';
import { minimumCvar } from './meanCvar.ts';
import { maximumSharpe, minimumVariance } from './meanVariance.ts';
import { robustPortfolio } from './robust.ts';
import { randomReturns } from './testing/randomAssets.ts';

const solve = await loadLinearSolver();
const count = 5;
const group: GroupLimit = { name: 'two', members: [0, 1], low: 0.3, high: 0.4 };

function optimisers(seed: number) {
  const returns = randomReturns(count, 120, seed);
  const estimates = estimatesOf(returns);
  // Something is expected of each, so that the greatest Sharpe ratio exists.
  const expected = estimates.expectedReturns.map((value, i) => Math.abs(value) + 1e-4 * (i + 1));
  const own = { ...estimates, expectedReturns: expected };
  const bounds = evenBounds(own.names, longOnly);
  const spread = own.covariance.map((row) => row.map((entry) => entry / 120));
  const listed = (weights: Readonly<Record<string, number>>): number[] => own.names.map((name) => weights[name] ?? 0);
  const within = (rows: readonly WeightRow[]) => ({ bounds, targetReturn: null, rows });
  return [
    (rows: readonly WeightRow[]) => listed(minimumVariance(own, within(rows))),
    (rows: readonly WeightRow[]) => listed(maximumSharpe(own, within(rows), 0)),
    (rows: readonly WeightRow[]) =>
      listed(robustPortfolio(own, within(rows), 3, { kind: 'ellipsoid', radius: 1, covariance: spread })),
    (rows: readonly WeightRow[]) => listed(minimumCvar(solve, returns, 0.9, within(rows), null).weights),
  ];
}

test('every optimiser keeps groups and turnover, and its weights add up to the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), (seed) => {
      const before = [0.35, 0, 0.65, 0, 0];
      for (const optimiser of optimisers(seed)) {
        const rows = groupRows(count, [group]);
        const weights = withinTurnover({ before, most: 0.2 }, (cuts) => optimiser([...rows, ...cuts]));
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
        const together = (weights[0] ?? 0) + (weights[1] ?? 0);
        expect(together).toBeGreaterThan(0.3 - 1e-6);
        expect(together).toBeLessThan(0.4 + 1e-6);
        expect(weights.reduce((sum, weight, i) => sum + Math.abs(weight - (before[i] ?? 0)), 0) / 2).toBeLessThan(
          0.2 + 1e-6,
        );
      }
    }),
    { numRuns: 12 },
  );
});

test('within a turnover nothing better is left: no point between what is held and the free optimum has less variance', () => {
  const [minimum] = optimisers(3);
  const estimates = estimatesOf(randomReturns(count, 120, 3));
  const variance = (weights: readonly number[]): number =>
    weights.reduce(
      (sum, a, i) => sum + weights.reduce((inner, b, j) => inner + a * b * (estimates.covariance[i]?.[j] ?? 0), 0),
      0,
    );
  const before = [1, 0, 0, 0, 0];
  const free = minimum?.([]) ?? [];
  const capped = withinTurnover({ before, most: 0.25 }, (cuts) => minimum?.(cuts) ?? []);
  const distance = free.reduce((sum, weight, i) => sum + Math.abs(weight - (before[i] ?? 0)), 0) / 2;
  const blend = before.map((held, i) => held + (0.25 / distance) * ((free[i] ?? 0) - held));
  expect(variance(capped)).toBeLessThanOrEqual(variance(blend) * (1 + 1e-9));
  expect(withinTurnover({ before: free, most: 0 }, (cuts) => minimum?.(cuts) ?? [])).toHaveLength(count);
});

test('says which limit cannot be met with the rest', () => {
  const expected = [0.01, 0.02, 0.03, 0.04, 0.05];
  const even = { bounds: evenBounds(['a', 'b', 'c', 'd', 'e'], [0, 0.3]), targetReturn: null };
  const refused = (work: () => void): string => {
    try {
      work();
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return '';
  };
  const tooMuch: GroupLimit = { name: 'majors', members: [0, 1], low: 0.7, high: 1 };
  expect(refused(() => requireReachable(solve, expected, even, [group, tooMuch], null))).toMatch(/majors/);
  expect(refused(() => requireReachable(solve, expected, even, [group], null))).toBe('');
  const far = { before: [1, 0, 0, 0, 0], most: 0.1 };
  expect(refused(() => requireReachable(solve, expected, even, [], far))).toMatch(/turnover of 0.1/);
  expect(refused(() => requireReachable(solve, expected, { ...even, targetReturn: 0.05 }, [], null))).toMatch(
    /expected return/,
  );
});
