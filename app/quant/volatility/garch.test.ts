import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../domain/random.ts';
import {
  defaultGarch,
  filterGarch,
  fitGarch,
  type GarchFit,
  type GarchParameters,
  type GarchSettings,
  initialVariances,
  innovations,
  varianceModels,
} from './garch.ts';

/** Returns of a garch or gjr with normal innovations. */
function simulated(count: number, random: Random, alpha = 0.1, beta = 0.85, gamma = 0): Float64Array {
  const omega = 0.05;
  let h = omega / Math.max(0.05, 1 - alpha - gamma / 2 - beta);
  return Float64Array.from({ length: count }, () => {
    const e = Math.sqrt(h) * random.normal();
    h = omega + (alpha + (e < 0 ? gamma : 0)) * e * e + beta * h;
    return 0.02 + e;
  });
}

/** How much the likelihood rises at most when one parameter, or two against each other, move a little within the bounds. */
function riseNear(returns: Float64Array, { settings, parameters, logLikelihood }: GarchFit): number {
  const names: (keyof GarchParameters)[] = ['mu', 'omega', 'alpha', 'gamma', 'beta', 'nu', 'lambda'];
  const used = names
    .filter((name) => name !== 'gamma' || settings.model !== 'garch')
    .filter((name) => {
      if (name === 'nu') return settings.innovation !== 'normal';
      return name !== 'lambda' || settings.innovation === 'skewt';
    });
  const isAllowed = ({ omega, alpha, gamma, beta, nu }: GarchParameters): boolean => {
    if (beta < 0 || nu < 2.05 || nu > 300) return false;
    if (settings.model === 'egarch') return beta <= 1;
    return omega > 0 && alpha >= 0 && alpha + gamma >= 0 && (!settings.stationary || alpha + gamma / 2 + beta <= 1);
  };
  let most = Number.NEGATIVE_INFINITY;
  for (const one of used) {
    for (const other of used) {
      for (const [up, down] of [
        [1, -1],
        [1, 1],
        [-1, -1],
      ] as const) {
        const moved = { ...parameters };
        const size = (name: keyof GarchParameters): number => 1e-3 * Math.max(0.02, Math.abs(parameters[name]));
        moved[one] += up * size(one);
        if (other !== one) moved[other] += down * size(other);
        if (isAllowed(moved))
          most = Math.max(most, filterGarch(returns, settings, moved).logLikelihood - logLikelihood);
      }
    }
  }
  return most;
}

const everySetting: GarchSettings[] = varianceModels.flatMap((model) =>
  innovations.flatMap((innovation) =>
    initialVariances.map((initial) => ({ model, innovation, initial, stationary: true })),
  ),
);

test.each(everySetting)('stands at the top of the likelihood: $model $innovation $initial', (settings) => {
  const returns = simulated(1500, seededRandom(7), 0.06, 0.86, 0.1);
  const fit = fitGarch(returns, settings);
  expect(fit.converged).toBe(true);
  expect(riseNear(returns, fit)).toBeLessThan(1e-5);
  const state = filterGarch(returns, settings, fit.parameters);
  expect(state.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
  expect(state.nextVariance / fit.nextVariance).toBeCloseTo(1, 9);
  expect(state.variances.every((h) => h > 0)).toBe(true);
});

test('finds the parameters that made the returns', () => {
  const { parameters } = fitGarch(simulated(20_000, seededRandom(3)));
  expect(parameters.alpha).toBeCloseTo(0.1, 1);
  expect(parameters.beta).toBeCloseTo(0.85, 1);
  expect(Math.abs(parameters.mu - 0.02)).toBeLessThan(0.03);
});

test('does not depend on the unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -6, max: 6 }), (seed, power) => {
      const returns = simulated(400, seededRandom(seed));
      const unit = 10 ** power;
      const plain = fitGarch(returns);
      const scaled = fitGarch(returns.map((value) => value * unit));
      expect(scaled.parameters.alpha).toBeCloseTo(plain.parameters.alpha, 5);
      expect(scaled.parameters.beta).toBeCloseTo(plain.parameters.beta, 5);
      expect(scaled.nextVariance / plain.nextVariance / unit ** 2).toBeCloseTo(1, 5);
      expect(scaled.logLikelihood).toBeCloseTo(plain.logLikelihood - 400 * Math.log(unit), 4);
    }),
    { numRuns: 20 },
  );
});

test('reaches the edge of stationarity, and passes it when it may', () => {
  const random = seededRandom(11);
  const returns = simulated(3000, random, 0.25, 0.8);
  const within = fitGarch(returns);
  expect(within.parameters.alpha + within.parameters.beta).toBeCloseTo(1, 12);
  const beyond = fitGarch(returns, { ...defaultGarch, stationary: false });
  expect(beyond.parameters.alpha + beyond.parameters.beta).toBeGreaterThan(1);
  expect(beyond.logLikelihood).toBeGreaterThan(within.logLikelihood);
});

test.each([
  ['nothing', [], 'SERIES_TOO_SHORT'],
  ['a few', [1, 2, 3], 'SERIES_TOO_SHORT'],
  ['a gap', [...simulated(40, seededRandom(1)), Number.NaN], 'SERIES_NOT_FINITE'],
  ['an infinite return', [...simulated(40, seededRandom(1)), Number.POSITIVE_INFINITY], 'SERIES_NOT_FINITE'],
  ['a constant', Array.from({ length: 50 }, () => 0.1), 'SERIES_CONSTANT'],
])('refuses %s and says what to do', (_what, returns, code) => {
  expect(() => fitGarch(Float64Array.from(returns))).toThrow(
    expect.objectContaining({ code, advice: expect.stringMatching(/Give|Leave/) }),
  );
});

describe('from the last fit', () => {
  const settingsOf = (innovation: GarchSettings['innovation']): GarchSettings => ({ ...defaultGarch, innovation });
  const expectSame = (warm: GarchFit, cold: GarchFit): void => {
    expect(warm.converged).toBe(cold.converged);
    expect(Math.abs(warm.logLikelihood - cold.logLikelihood)).toBeLessThan(1e-4);
    expect(warm.nextVariance / cold.nextVariance).toBeCloseTo(1, 3);
  };

  test.each(innovations)('finds the same top of returns that moved on: %s', (innovation) => {
    let [warmSteps, coldSteps] = [0, 0];
    for (const seed of [1, 2, 3, 4]) {
      // Every other one hardly moves its variance, so that its likelihood has several tops.
      const returns = simulated(620, seededRandom(seed), seed % 2 === 0 ? 0 : 0.1, seed % 2 === 0 ? 0 : 0.85);
      let last: GarchParameters | null = null;
      for (let first = 0; first <= 120; first += 6) {
        const window = returns.subarray(first, first + 500);
        const warm = fitGarch(window, settingsOf(innovation), last);
        const cold = fitGarch(window, settingsOf(innovation));
        expectSame(warm, cold);
        last = warm.parameters;
        warmSteps += warm.iterations;
        coldSteps += cold.iterations;
      }
    }
    expect(warmSteps).toBeLessThan(coldSteps);
  });

  test('a start that is none, or of other returns, changes nothing', () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1, -1, 1e-300, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    const series = [0, 0.1, 0.3].map((alpha) => simulated(400, seededRandom(5), alpha, alpha === 0 ? 0 : 0.65));
    const known = varianceModels.flatMap((model) =>
      innovations.flatMap((innovation) =>
        series.map((returns) => {
          const settings: GarchSettings = { ...defaultGarch, model, innovation };
          return { returns, settings, cold: fitGarch(returns, settings) };
        }),
      ),
    );
    const others = known.map(({ cold }) => cold.parameters);
    const start = fc.oneof(
      fc.constantFrom(...others),
      fc.record({ mu: number, omega: number, alpha: number, gamma: number, beta: number, nu: number, lambda: number }),
      fc.record({
        mu: fc.double({ min: -1, max: 1, noNaN: true }),
        omega: fc.double({ min: 0, max: 1, noNaN: true }),
        alpha: fc.double({ min: 0, max: 1, noNaN: true }),
        gamma: fc.constant(0),
        beta: fc.double({ min: 0, max: 1, noNaN: true }),
        nu: fc.double({ min: 2, max: 50, noNaN: true }),
        lambda: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...known), start, ({ returns, settings, cold }, last) => {
        expectSame(fitGarch(returns, settings, last), cold);
      }),
      { numRuns: 300 },
    );
  });
});
