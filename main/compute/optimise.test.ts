import { expect, test } from 'vitest';
import type { BarsRead } from '../../app/contract/analyses.ts';
import {
  type OptimisationSettings,
  optimisationSettingsSchema,
  portfolioMethods,
} from '../../app/contract/optimisation.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { loadLinearSolver } from '../../app/quant/portfolio/linearProgramme.ts';
import { adjacentReturns } from '../../app/quant/series/adjacentReturns.ts';
import { optimise } from './optimise.ts';

const solve = await loadLinearSolver();
const names = ['one', 'two', 'three', 'four'];

function bars(): BarsRead {
  const random = seededRandom(4);
  const market = Array.from({ length: 300 }, () => 0.01 * random.normal());
  return {
    intervalS: 60,
    holdings: names.map((name, i) => {
      let price = 100;
      const close = Float64Array.from(market, (shared) => {
        price *= 1 + shared + 0.01 * (1 + i / 4) * random.normal() + 0.0003 * (i + 1);
        return price;
      });
      const timeS = Float64Array.from(close, (_, t) => 60 * t);
      return { name, value: i === 0 ? 1_000 : 0, isPool: i === 1, timeS, close };
    }),
  };
}

function run(given: Partial<OptimisationSettings>) {
  const read = bars();
  const settings = optimisationSettingsSchema.parse({
    ...{ method: 'min-variance', least: 0, most: 1, targetReturn: null, costPpm: 0, impact: 0 },
    ...given,
  });
  return optimise(solve, read, adjacentReturns(read.holdings, read.intervalS, 20), settings);
}

const afterOf = (report: ReturnType<typeof run>): Record<string, number> =>
  Object.fromEntries(report.assets.map(({ name, after }) => [name, after]));

test.each(portfolioMethods)('%s gives weights that add up to the whole, by factors too', (method) => {
  for (const factors of [null, 2]) {
    const report = run({ method, factors });
    expect(report.assets.reduce((sum, { after }) => sum + after, 0)).toBeCloseTo(1, 6);
    expect(report.frontier).toHaveLength(12);
  }
  expect(run({ factors: 1 }).assets).not.toEqual(run({}).assets);
});

test('a view moves weight towards what is expected, the more the surer', () => {
  const weightOf = (confidence: number): number =>
    afterOf(run({ method: 'black-litterman', views: [{ name: 'three', expectedReturn: 0.01, confidence }] })).three ??
    0;
  expect(afterOf(run({ method: 'black-litterman' })).one).toBeCloseTo(1, 4);
  expect(weightOf(0)).toBeCloseTo(0, 4);
  expect(weightOf(0.9)).toBeGreaterThan(weightOf(0.1));
});

test('groups and turnover are kept, and what cannot be is named', () => {
  const groups = [{ name: 'pair', members: ['three', 'four'], low: 0.2, high: 0.25 }];
  const report = run({ groups, mostTurnover: 0.3 });
  const after = afterOf(report);
  expect((after.three ?? 0) + (after.four ?? 0)).toBeGreaterThan(0.2 - 1e-6);
  expect(report.turnover).toBeLessThan(0.3 + 1e-6);
  expect(() => run({ groups, mostTurnover: 0.1 })).toThrow(
    expect.objectContaining({ code: 'CONSTRAINTS_INFEASIBLE', message: expect.stringMatching(/pair|turnover/) }),
  );
  expect(() => run({ groups: [{ name: 'odd', members: ['nine'], low: 0, high: 1 }] })).toThrow(
    expect.objectContaining({ code: 'GROUP_UNKNOWN' }),
  );
});

test('the trades of a rebalance are exact, sold before bought, and say why nothing carries them out', () => {
  const { legs, assets } = run({});
  expect(legs[0]).toMatchObject({ side: 'sell', name: 'one' });
  const sum = legs.reduce((total, { side, value }) => total + (side === 'buy' ? value : -value), 0);
  expect(sum).toBeCloseTo(0, 6);
  for (const { name, value, quantity, price, obstacle } of legs) {
    expect(value).toBeCloseTo(Math.abs(assets.find((asset) => asset.name === name)?.trade ?? 0), 9);
    expect((quantity ?? 0) * price).toBeCloseTo(value, 9);
    expect(obstacle).toMatch(name === 'two' ? /executor/ : /recorded/);
  }
});
