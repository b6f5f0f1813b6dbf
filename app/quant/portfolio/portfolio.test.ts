import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, type Matrix, quadraticForm, times } from '../series/linearAlgebra.ts';
import { type AssetEstimates, estimatesOf, returnsOfPrices, type Weights } from './assets.ts';
import { impliedWeights, marketPrior, posterior } from './blackLitterman.ts';
import { evenBounds, longOnly, type PortfolioConstraints, type WeightBounds } from './constraints.ts';
import { hierarchicalEqualRisk, hierarchicalRiskParity } from './hierarchical.ts';
import { loadLinearSolver } from './linearProgramme.ts';
import { linkages } from './linkage.ts';
import { minimumCvar } from './meanCvar.ts';
import { maximumSharpe, minimumVariance } from './meanVariance.ts';
import { riskParity } from './riskParity.ts';
import { robustPortfolio } from './robust.ts';
import { ledoitWolf } from './shrinkage.ts';
import { randomReturns, reversed } from './testing/randomAssets.ts';

const solve = await loadLinearSolver();
const seeds = fc.integer({ min: 1, max: 100_000 });
const counts = fc.integer({ min: 1, max: 12 });

function within(
  bounds: WeightBounds,
  names: readonly string[],
  targetReturn: number | null = null,
): PortfolioConstraints {
  return { bounds: evenBounds(names, bounds), targetReturn };
}

function expectPortfolio(weights: Weights, names: readonly string[], [low, high]: WeightBounds = longOnly): void {
  expect(Object.keys(weights)).toEqual(names);
  const list = Object.values(weights);
  expect(list.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 8);
  expect(list.every((weight) => weight >= low && weight <= high)).toBe(true);
}

const near = (a: Weights, b: Weights): void => {
  for (const [name, weight] of Object.entries(a)) expect(weight).toBeCloseTo(b[name] ?? Number.NaN, 9);
};

test('every optimiser gives weights within bounds that add up to the whole, of one asset too', () => {
  fc.assert(
    fc.property(seeds, counts, (seed, count) => {
      const returns = randomReturns(count, 80, seed);
      const own = estimatesOf(returns);
      const { names, covariance } = own;
      const zero = names.map(() => 0.0002);
      for (const linkage of linkages) {
        expectPortfolio(hierarchicalRiskParity({ ...own, linkage }), names);
        expectPortfolio(hierarchicalEqualRisk({ ...own, linkage }, 1 + (seed % count)), names);
      }
      expectPortfolio(riskParity(names, covariance, null), names);
      expectPortfolio(minimumVariance(own, within(longOnly, names)), names);
      expectPortfolio(minimumVariance(own, within([-1, 1], names)), names, [-1, 1]);
      expectPortfolio(robustPortfolio(own, within([-1, 1], names), 2, { kind: 'box', delta: zero }), names, [-1, 1]);
      expectPortfolio(minimumCvar(solve, returns, 0.9, within(longOnly, names), null).weights, names);
    }),
    { numRuns: 25 },
  );
});

/** SciPy's leaf order puts the lower number first, so halving may cut a pair at another end from five assets on. */
test('the order of assets does not matter to clusters, nor to halves that cut no pair', () => {
  fc.assert(
    fc.property(seeds, counts, fc.constantFrom(...linkages), (seed, count, linkage) => {
      const returns = randomReturns(count, 60, seed);
      const clusters = 1 + (seed % count);
      const [own, other] = [estimatesOf(returns), estimatesOf(reversed(returns))];
      near(
        hierarchicalEqualRisk({ ...own, linkage }, clusters),
        hierarchicalEqualRisk({ ...other, linkage }, clusters),
      );
      if (count <= 4) near(hierarchicalRiskParity({ ...own, linkage }), hierarchicalRiskParity({ ...other, linkage }));
      near(riskParity(own.names, own.covariance, null), riskParity(other.names, other.covariance, null));
      near(minimumVariance(own, within(longOnly, own.names)), minimumVariance(other, within(longOnly, other.names)));
    }),
    { numRuns: 40 },
  );
});

test('risk parity spreads the risk by the budgets', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 2, maxLength: 10 }),
      (seed, shares) => {
        const { names, covariance } = estimatesOf(randomReturns(shares.length, 60, seed));
        const budgets = Object.fromEntries(names.map((name, i) => [name, shares[i] ?? 0]));
        const weights = Object.values(riskParity(names, covariance, budgets));
        const total = quadraticForm(covariance, weights);
        const sum = shares.reduce((all, share) => all + share, 0);
        for (const [i, marginal] of times(covariance, weights).entries()) {
          expect(((weights[i] ?? 0) * marginal) / total).toBeCloseTo((shares[i] ?? 0) / sum, 9);
        }
      },
    ),
  );
});

/** Moving a little from one asset to another, where the bounds let it, must not help. */
function expectBest(
  weights: Weights,
  worth: (list: readonly number[]) => number,
  [low, high]: WeightBounds,
  slack: number,
): void {
  const list = Object.values(weights);
  const here = worth(list);
  const step = 1e-4;
  for (const from of list.keys()) {
    for (const to of list.keys()) {
      if (from === to || (list[from] ?? 0) - step < low || (list[to] ?? 0) + step > high) continue;
      const moved = list.map((weight, i) => weight - (i === from ? step : 0) + (i === to ? step : 0));
      expect(worth(moved)).toBeLessThanOrEqual(here + slack);
    }
  }
}

test('no small change makes an optimum better, also where there are more assets than times', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 25 }), fc.boolean(), (seed, count, isShort) => {
      const own = estimatesOf(randomReturns(count, 12 + (seed % 60), seed));
      const { names, covariance, expectedReturns } = own;
      const bounds: WeightBounds = isShort ? [-0.3, 1] : longOnly;
      const mean = (list: readonly number[]): number =>
        list.reduce((sum, w, i) => sum + w * (expectedReturns[i] ?? 0), 0);
      const deviation = (list: readonly number[], matrix: Matrix = covariance): number =>
        Math.sqrt(Math.max(0, quadraticForm(matrix, list)));
      expectBest(
        minimumVariance(own, within(bounds, names)),
        (list) => -quadraticForm(covariance, list),
        bounds,
        1e-12,
      );
      if (!isShort && Math.max(...expectedReturns) > 0) {
        const sharpe = maximumSharpe(own, within(bounds, names), 0);
        expectBest(sharpe, (list) => mean(list) / deviation(list), bounds, 1e-8);
      }
      const delta = names.map((_, i) => 0.0001 * (i % 3));
      const box = robustPortfolio(own, within(bounds, names), 3, { kind: 'box', delta });
      const cost = (list: readonly number[]): number =>
        list.reduce((sum, w, i) => sum + Math.abs(w) * (delta[i] ?? 0), 0);
      expectBest(box, (list) => mean(list) - cost(list) - 1.5 * quadraticForm(covariance, list), bounds, 1e-11);
      const ball = { kind: 'ellipsoid', radius: 0.3, covariance } as const;
      const round = robustPortfolio(own, within(bounds, names), 3, ball);
      expectBest(
        round,
        (list) => mean(list) - 0.3 * deviation(list) - 1.5 * quadraticForm(covariance, list),
        bounds,
        1e-10,
      );
    }),
    { numRuns: 40 },
  );
});

test.each([1, 1e-2, 1e-4, 1e-5])(
  'uncorrelated assets are held by inverse variance, also one of deviation %d beside 1',
  (calm) => {
    const variances = [1, calm ** 2, 0.25];
    const inverse = variances.reduce((sum, variance) => sum + 1 / variance, 0);
    const names = ['wild', 'calm', 'other'];
    const covariance = variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0)));
    const weights = minimumVariance({ names, covariance, expectedReturns: [0, 0, 0] }, within(longOnly, names));
    const variance = Object.values(weights).reduce((sum, weight, i) => sum + weight ** 2 * (variances[i] ?? 0), 0);
    expect(variance * inverse).toBeCloseTo(1, 6);
    expect(weights.calm).toBeCloseTo(1 / calm ** 2 / inverse, 8);
  },
);

test.each([1e-2, 1e-6, 1e-10])('risk parity is found where the covariance is nearly singular: %d', (own) => {
  const loadings = [
    [1, 0.2],
    [-1, 0.3],
    [0.5, -1],
    [0.1, 1],
  ];
  const covariance = loadings.map((a, i) =>
    loadings.map((b, j) => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0) + (i === j ? own : 0)),
  );
  const weights = Object.values(riskParity(['a', 'b', 'c', 'd'], covariance, null));
  const parts = covariance.map(
    (row, i) => (weights[i] ?? 0) * row.reduce((sum, x, j) => sum + x * (weights[j] ?? 0), 0),
  );
  const whole = parts.reduce((sum, part) => sum + part, 0);
  for (const part of parts) expect(part / whole).toBeCloseTo(0.25, 4);
});

test('a target return is met, and costs risk', () => {
  const returns = randomReturns(8, 250, 4);
  const own = estimatesOf(returns);
  const target = 0.8 * Math.max(...own.expectedReturns);
  const free = minimumVariance(own, within(longOnly, own.names));
  const aimed = minimumVariance(own, within(longOnly, own.names, target));
  const mean = (weights: Weights): number =>
    Object.values(weights).reduce((sum, w, i) => sum + w * (own.expectedReturns[i] ?? 0), 0);
  expect(mean(aimed)).toBeCloseTo(target, 9);
  expect(quadraticForm(own.covariance, Object.values(aimed))).toBeGreaterThan(
    quadraticForm(own.covariance, Object.values(free)),
  );
  const tail = minimumCvar(solve, returns, 0.95, within(longOnly, own.names, target), null);
  expect(tail.expectedReturn).toBeGreaterThan(target - 1e-9);
  expect(tail.expectedShortfall).toBeGreaterThan(
    minimumCvar(solve, returns, 0.95, within(longOnly, own.names), null).expectedShortfall,
  );
});

test('shrinkage makes a covariance that can be inverted of fewer times than assets', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 15 }), fc.integer({ min: 2, max: 10 }), (seed, count, length) => {
      const { covariance, intensity } = ledoitWolf(randomReturns(count, length, seed));
      expect(intensity).toBeGreaterThanOrEqual(0);
      expect(intensity).toBeLessThanOrEqual(1);
      if (intensity > 1e-6) expect(cholesky(covariance)).not.toBeNull();
    }),
  );
});

test('a prior without views gives the market back, a certain view holds', () => {
  const { names, covariance } = estimatesOf(randomReturns(5, 200, 9));
  const caps = [5, 4, 3, 2, 1];
  const prior = marketPrior(names, covariance, caps, 2.5);
  const unmoved = posterior({ names, covariance, prior, views: [], tau: 0.05 });
  for (const [i, weight] of Object.values(impliedWeights(names, covariance, unmoved.expectedReturns)).entries()) {
    expect(weight).toBeCloseTo((caps[i] ?? 0) / 15, 9);
  }
  const views = [
    { asset: 'asset 1', expectedReturn: 0.01, confidence: 1 },
    { asset: 'asset 2', expectedReturn: 0.5, confidence: 0 },
  ];
  const moved = posterior({ names, covariance, prior, views, tau: 0.05 });
  expect(moved.expectedReturns[1]).toBeCloseTo(0.01, 12);
  const without = posterior({ names, covariance, prior, views: views.slice(0, 1), tau: 0.05 });
  expect(moved.expectedReturns).toEqual(without.expectedReturns);
});

const three: AssetEstimates = estimatesOf(randomReturns(3, 50, 2));
const two = ['asset 0', 'asset 1'];

test.each([
  ['no asset', () => estimatesOf(new Map()), 'ASSETS_MISSING'],
  [
    'unequal series',
    () =>
      estimatesOf(
        new Map([
          ['a', [1, 2]],
          ['b', [1]],
        ]),
      ),
    'ASSETS_UNEQUAL',
  ],
  ['an infinite return', () => estimatesOf(new Map([['a', [1, Number.POSITIVE_INFINITY]]])), 'SERIES_NOT_FINITE'],
  ['a constant', () => estimatesOf(new Map([['a', [1, 1, 1]]])), 'ASSET_CONSTANT'],
  // Their sum over sixty, by sixty, is not the last digit of them.
  ['a constant that rounds', () => estimatesOf(new Map([['a', new Array<number>(60).fill(0.01)]])), 'ASSET_CONSTANT'],
  ['a size whose square is none', () => estimatesOf(new Map([['a', [1e200, 1, 2]]])), 'SERIES_NOT_FINITE'],
  [
    'constants alone, to be shrunk',
    () => ledoitWolf(new Map([['a', new Array<number>(60).fill(0.01)]])),
    'ASSETS_CONSTANT',
  ],
  [
    'constants alone, of which none is riskier',
    () => minimumCvar(solve, new Map([['a', [0, 0, 0]]]), 0.9, within(longOnly, ['a']), null),
    'ASSETS_CONSTANT',
  ],
  ['a price of nothing', () => returnsOfPrices(new Map([['a', [1, 0, 2]]])), 'PRICE_NOT_POSITIVE'],
  [
    'gaps that leave no time',
    () =>
      minimumCvar(
        solve,
        new Map([
          ['a', [1, Number.NaN, 1]],
          ['b', [Number.NaN, 1, Number.NaN]],
        ]),
        0.9,
        within(longOnly, ['a', 'b']),
        null,
      ),
    'ASSETS_TOO_SHORT',
  ],
  ['a covariance of other size', () => riskParity(two, three.covariance, null), 'COVARIANCE_INVALID'],
  ...(['variance', 'ratio', 'robust', 'view'] as const).map((which): [string, () => unknown, string] => {
    const names = ['a', 'b'];
    const beyond = {
      names,
      covariance: [
        [1, 2],
        [2, 1],
      ],
      expectedReturns: [0.1, 0.2],
    };
    const uncertainty = { kind: 'box', delta: [0, 0] } as const;
    const calls = {
      variance: () => minimumVariance(beyond, within(longOnly, names)),
      ratio: () => maximumSharpe(beyond, within(longOnly, names), 0),
      robust: () => robustPortfolio(beyond, within(longOnly, names), 1, uncertainty),
      view: () => posterior({ ...beyond, prior: [0, 0], views: [], tau: 0.1 }),
    };
    return [`a correlation beyond 1 (${which})`, calls[which], 'COVARIANCE_INVALID'];
  }),
  ['upper bounds below the whole', () => minimumVariance(three, within([0, 0.3], three.names)), 'BOUNDS_INFEASIBLE'],
  ['lower bounds above the whole', () => minimumVariance(three, within([0.4, 1], three.names)), 'BOUNDS_INFEASIBLE'],
  ['bounds the wrong way round', () => minimumVariance(three, within([1, 0], three.names)), 'BOUNDS_INFEASIBLE'],
  ['a target out of reach', () => minimumVariance(three, within(longOnly, three.names, 1)), 'TARGET_INFEASIBLE'],
  ['nothing above the riskless', () => maximumSharpe(three, within(longOnly, three.names), 1), 'NO_EXCESS_RETURN'],
  ['too many clusters', () => hierarchicalEqualRisk({ ...three, linkage: 'ward' }, 4), 'CLUSTERS_IMPOSSIBLE'],
  [
    'a budget of nothing',
    () => riskParity(three.names, three.covariance, { 'asset 0': 0, 'asset 1': 1, 'asset 2': 1 }),
    'BUDGETS_INVALID',
  ],
  [
    'an uncertainty below nothing',
    () => robustPortfolio(three, within(longOnly, three.names), 1, { kind: 'box', delta: [0, -1, 0] }),
    'UNCERTAINTY_INVALID',
  ],
  [
    'a view of a stranger',
    () =>
      posterior({ ...three, prior: [0, 0, 0], views: [{ asset: 'x', expectedReturn: 1, confidence: 0.5 }], tau: 0.1 }),
    'VIEW_UNKNOWN',
  ],
  [
    'capitalisations of nothing',
    () => marketPrior(three.names, three.covariance, [0, 0, 0], 1),
    'CAPITALISATION_INVALID',
  ],
  [
    'a level of one',
    () => minimumCvar(solve, randomReturns(2, 9, 1), 1, within(longOnly, two), null),
    'PARAMETER_OUT_OF_RANGE',
  ],
])('refuses %s and says what to do', (_what, call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
