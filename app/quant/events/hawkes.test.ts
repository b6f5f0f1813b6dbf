import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { fitHawkes, type HawkesParameters, hawkesLogLikelihood } from './hawkes.ts';

/** Ogata's thinning. */
function events({ mu, alpha, beta }: HawkesParameters, end: number, seed: number): number[] {
  const random = seededRandom(seed);
  const times: number[] = [];
  let [now, excited] = [0, 0];
  for (;;) {
    const bound = mu + excited;
    const gap = -Math.log(1 - random.next()) / bound;
    now += gap;
    excited *= Math.exp(-beta * gap);
    if (now > end) return times;
    if (random.next() * bound > mu + excited) continue;
    times.push(now);
    excited += alpha * beta;
  }
}

const truth = { mu: 0.4, alpha: 0.5, beta: 3 };

test('finds the process that made the events, in any unit of time', () => {
  const times = events(truth, 4000, 3);
  const fit = fitHawkes(times, 4000);
  expect(fit.converged).toBe(true);
  expect(Math.abs(fit.mu - truth.mu)).toBeLessThan(0.05);
  expect(Math.abs(fit.alpha - truth.alpha)).toBeLessThan(0.05);
  expect(Math.abs(fit.beta - truth.beta)).toBeLessThan(0.5);
  const scaled = fitHawkes(
    times.map((at) => at * 1000),
    4_000_000,
  );
  expect(scaled.beta * 1000).toBeCloseTo(fit.beta, 4);
  expect(scaled.alpha).toBeCloseTo(fit.alpha, 6);
});

test('stands at the top of the likelihood', () => {
  const times = events(truth, 500, 8);
  const fit = fitHawkes(times, 500);
  for (const name of ['mu', 'alpha', 'beta'] as const) {
    for (const factor of [0.99, 1.01]) {
      const moved = hawkesLogLikelihood(times, 500, { ...fit, [name]: fit[name] * factor });
      expect(moved).toBeLessThan(fit.logLikelihood);
    }
  }
});

test('even events excite little, by chance alone', () => {
  const random = seededRandom(4);
  const times = Array.from({ length: 1000 }, () => 1000 * random.next()).sort((a, b) => a - b);
  expect(fitHawkes(times, 1000).alpha).toBeLessThan(0.2);
});

test.each([
  [[], 10, 'SERIES_TOO_SHORT'],
  [Array.from({ length: 20 }, (_, i) => 20 - i), 30, 'TIMES_UNORDERED'],
  [Array.from({ length: 20 }, (_, i) => i), 10, 'TIMES_UNORDERED'],
  [[...Array.from({ length: 20 }, (_, i) => i), Number.NaN], 30, 'SERIES_NOT_FINITE'],
])('refuses %#', (times, end, code) => {
  expect(() => fitHawkes(times, end)).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
