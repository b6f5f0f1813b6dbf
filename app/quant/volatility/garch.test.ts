import fc from 'fast-check';
import { expect, test } from 'vitest';
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
