import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { growthRate, ruinProbability } from './ruin.ts';
import { shrunkBet, sizedStake } from './sizeBet.ts';

const bounds = { least: 0.005, most: 0.25 };

test('no edge stakes nothing, an edge something within the bounds', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (p, b, rho) => {
        const stake = sizedStake({ p, b }, 0.25, rho, bounds);
        if (p * b - (1 - p) <= 0) expect(stake).toBe(0);
        else if (Math.abs(rho) < 1) {
          expect(stake).toBeGreaterThanOrEqual(bounds.least);
          expect(stake).toBeLessThanOrEqual(bounds.most);
        }
      },
    ),
  );
  // (0.6 - 0.4) / 1 / 4
  expect(sizedStake({ p: 0.6, b: 1 }, 0.25, 0, bounds)).toBeCloseTo(0.05, 14);
  expect(sizedStake({ p: 0.6, b: 1 }, 0.25, 0.6, bounds)).toBeCloseTo(0.04, 14);
});

test('a short record is drawn to an even bet, a long one is itself', () => {
  expect(shrunkBet({ wins: 0, losses: 0, averageWin: 3, averageLoss: 1 })).toEqual({ p: 0.5, b: 1 });
  const short = shrunkBet({ wins: 3, losses: 0, averageWin: 3, averageLoss: 1 });
  expect(short.p).toBeCloseTo(13 / 23, 14);
  const long = shrunkBet({ wins: 60_000, losses: 40_000, averageWin: 3, averageLoss: 1 });
  expect(long.p).toBeCloseTo(0.6, 4);
  expect(long.b).toBeCloseTo(3, 2);
});

/** An even bet of double or nothing has theta in closed form: (q/p) for a walk of single steps. */
test('the chance of ruin bounds what a simulation finds, and is near it', () => {
  const bet = { p: 0.55, b: 1 };
  const random = seededRandom(8);
  for (const stake of [0.05, 0.1]) {
    const said = ruinProbability(bet, stake, 0.5);
    let ruined = 0;
    const runs = 4_000;
    for (let run = 0; run < runs; run += 1) {
      let capital = 1;
      for (let k = 0; k < 3_000 && capital > 0.5 && capital < 50; k += 1) {
        capital *= random.next() < bet.p ? 1 + stake : 1 - stake;
      }
      if (capital <= 0.5) ruined += 1;
    }
    expect(ruined / runs).toBeLessThanOrEqual(said + 0.03);
    expect(ruined / runs).toBeGreaterThan(0.75 * said - 0.03);
  }
});

test('more than twice Kelly is ruin, nothing staked is none', () => {
  const bet = { p: 0.55, b: 1 };
  expect(ruinProbability(bet, 0.21, 0.5)).toBe(1);
  expect(ruinProbability(bet, 0, 0.5)).toBe(0);
  expect(ruinProbability({ p: 0.4, b: 1 }, 0.01, 0.5)).toBe(1);
  const curve = [0.02, 0.05, 0.1, 0.15].map((stake) => ruinProbability(bet, stake, 0.5));
  expect(curve).toEqual([...curve].sort((a, b) => a - b));
  expect(growthRate(bet, 0.1)).toBeGreaterThan(growthRate(bet, 0.12));
  expect(growthRate(bet, 0.1)).toBeGreaterThan(growthRate(bet, 0.08));
});

test.each([
  [() => ruinProbability({ p: 0.5, b: 1 }, 1, 0.5)],
  [() => ruinProbability({ p: 0.5, b: 1 }, 0.1, 0)],
  [() => ruinProbability({ p: Number.NaN, b: 1 }, 0.1, 0.5)],
  [() => shrunkBet({ wins: -1, losses: 0, averageWin: 1, averageLoss: 1 })],
  [() => shrunkBet({ wins: 1, losses: 0, averageWin: 0, averageLoss: 1 })],
  [() => sizedStake({ p: 0.5, b: 1 }, 0.25, 2, bounds)],
  [() => sizedStake({ p: 0.5, b: 1 }, 0.25, 0, { least: 0.5, most: 0.1 })],
])('refuses %#', (call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'PARAMETER_OUT_OF_RANGE', advice: expect.any(String) }));
});
