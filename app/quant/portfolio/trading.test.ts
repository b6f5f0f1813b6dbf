import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleVariance } from '../series/moments.ts';
import { empiricalTail } from '../tails/empiricalTail.ts';
import type { AssetTable } from './assets.ts';
import { evenBounds, longOnly } from './constraints.ts';
import { loadLinearSolver } from './linearProgramme.ts';
import { minimumCvar, portfolioReturns } from './meanCvar.ts';
import { randomReturns } from './testing/randomAssets.ts';
import type { Trading } from './tradedProgramme.ts';
import { tradingCost } from './tradingCost.ts';

const solve = await loadLinearSolver();

function held(returns: AssetTable, proportional: number, impact: number): Trading {
  const n = returns.size;
  return {
    before: Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0)),
    deviations: [...returns.values()].map((column) => Math.sqrt(sampleVariance(column))),
    costs: { proportional, impact },
    periods: 5,
  };
}

function weightsWith(returns: AssetTable, trading: Trading | null): number[] {
  const constraints = { bounds: evenBounds([...returns.keys()], longOnly), targetReturn: null };
  return Object.values(minimumCvar(solve, returns, 0.9, constraints, null, trading).weights);
}

test('a change that costs nothing is the plain optimum, one that costs too much is none', () => {
  const returns = randomReturns(5, 120, 3);
  const free = weightsWith(returns, held(returns, 0, 0));
  for (const [i, weight] of weightsWith(returns, null).entries()) expect(free[i]).toBeCloseTo(weight, 6);
  expect(weightsWith(returns, held(returns, 10, 0))[0]).toBeCloseTo(1, 9);
});

test('no small trade makes risk and cost together less, but for the pieces that stand in for the curve', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 2, max: 6 }), (seed, count) => {
      const returns = randomReturns(count, 80, seed);
      const trading = held(returns, 0.003, 0.5);
      const worth = (weights: readonly number[]): number => {
        const tail = empiricalTail(
          portfolioReturns(returns, weights).map((value) => -value),
          0.9,
        ).expectedShortfall;
        const cost = weights.reduce(
          (sum, weight, i) =>
            sum + tradingCost(weight - (trading.before[i] ?? 0), trading.deviations[i] ?? 0, trading.costs),
          0,
        );
        return tail + cost / trading.periods;
      };
      const best = weightsWith(returns, trading);
      const here = worth(best);
      for (const from of best.keys()) {
        for (const to of best.keys()) {
          if (from === to || (best[from] ?? 0) < 0.05) continue;
          const moved = best.map((weight, i) => weight - (i === from ? 0.05 : 0) + (i === to ? 0.05 : 0));
          expect(worth(moved)).toBeGreaterThan(here - 5e-5);
        }
      }
    }),
    { numRuns: 25 },
  );
});
