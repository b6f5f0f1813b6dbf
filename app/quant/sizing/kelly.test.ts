import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jointKelly } from './jointKelly.ts';
import { fractionalKelly } from './kelly.ts';

const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const odds = fc.double({ min: 0.1, max: 10, noNaN: true });

test('a quarter of Kelly, less what moves with the rest', () => {
  expect(fractionalKelly({ p: 0.6, b: 1 }, 0.25, 0.6)).toBeCloseTo(0.25 * 0.2 * 0.8, 15);
  expect(fractionalKelly({ p: 0.3, b: 1 }, 1, 0)).toBeCloseTo(-0.4, 15);
});

test('one bet alone is the closed form, but not below 0', () => {
  fc.assert(
    fc.property(chance, odds, (p, b) => {
      expect(jointKelly([{ p, b }], 0)[0]).toBeCloseTo(Math.max(0, fractionalKelly({ p, b }, 1, 0)), 9);
    }),
  );
});

test('no other stakes grow faster', () => {
  const bets = fc.array(fc.record({ p: chance, b: odds }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(
      bets,
      fc.integer({ min: 0, max: 4 }),
      fc.double({ min: -0.01, max: 0.01, noNaN: true }),
      (all, place, change) => {
        const growth = (stakes: readonly number[]): number => {
          let sum = 0;
          for (let wins = 0; wins < 2 ** all.length; wins += 1) {
            let [probability, wealth] = [1, 1];
            for (const [i, { p, b }] of all.entries()) {
              const isWon = ((wins >> i) & 1) === 1;
              probability *= isWon ? p : 1 - p;
              wealth += (stakes[i] ?? 0) * (isWon ? b : -1);
            }
            sum += wealth > 0 ? probability * Math.log(wealth) : Number.NEGATIVE_INFINITY;
          }
          return sum;
        };
        const best = jointKelly(all, 0);
        const other = best.map((stake, i) => Math.max(0, i === place % all.length ? stake + change : stake));
        expect(growth(other)).toBeLessThanOrEqual(growth(best) + 1e-12);
      },
    ),
  );
});

test('bets that move together are smaller, equal ones share the stake of one', () => {
  const bet = { p: 0.6, b: 1 };
  const [apart = 0] = jointKelly([bet, bet], 0);
  const [together = 0] = jointKelly([bet, bet], 0.5);
  expect(together).toBeLessThan(apart);
  const same = jointKelly([bet, bet], 1);
  expect((same[0] ?? 0) + (same[1] ?? 0)).toBeCloseTo(0.2, 8);
});

test.each([
  [() => jointKelly([], 0), 'BETS_MISSING'],
  [() => jointKelly([{ p: 1.1, b: 1 }], 0), 'PARAMETER_OUT_OF_RANGE'],
  [() => jointKelly([{ p: 0.5, b: 0 }], 0), 'PARAMETER_OUT_OF_RANGE'],
  [() => jointKelly([{ p: 1, b: 1 }], 0), 'KELLY_UNBOUNDED'],
  [
    () =>
      jointKelly(
        Array.from({ length: 3 }, () => ({ p: 0.6, b: 1 })),
        0.1,
      ),
    'CORRELATION_UNSUPPORTED',
  ],
  [
    () =>
      jointKelly(
        [
          { p: 0.9, b: 1 },
          { p: 0.1, b: 30 },
        ],
        0.9,
      ),
    'CORRELATION_IMPOSSIBLE',
  ],
  [
    () =>
      jointKelly(
        Array.from({ length: 40 }, () => ({ p: 0.6, b: 1 })),
        0,
      ),
    'BETS_TOO_MANY',
  ],
  [() => fractionalKelly({ p: Number.NaN, b: 1 }, 1, 0), 'PARAMETER_OUT_OF_RANGE'],
])('refuses %s', (call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
