import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { betEstimates, kellyBound, noBets, priorBets } from './kellyBound.ts';

const quarter = 250_000;

test('a quarter of Kelly at what the record says', () => {
  const record = { wins: 80, losses: 20, predicted: wei(800n), realised: wei(800n) };
  const { p, b, millionths, sample } = kellyBound(record, wei(20n), wei(10n), quarter, 0.6);
  expect([p, b, sample]).toEqual([90 / 120, 2, 100]);
  expect(millionths).toBe(Math.floor(((0.25 * (0.75 * 2 - 0.25)) / 2) * 0.8 * 1e6));
});

test('begins at one half and at what is predicted, and moves with the record', () => {
  expect(betEstimates(noBets)).toEqual({ sample: 0, p: 0.5, realisedShare: 1 });
  const poor = betEstimates({ wins: 20, losses: 0, predicted: wei(100n), realised: wei(50n) });
  expect(poor.p).toBe((20 + priorBets / 2) / (20 + priorBets));
  expect(poor.realisedShare).toBe(0.75);
});

test('a negative edge stakes nothing, never the least', () => {
  const losing = { wins: 1, losses: 99, predicted: wei(10n), realised: wei(10n) };
  expect(kellyBound(losing, wei(10n), wei(10n), quarter, 0).millionths).toBe(0);
  expect(kellyBound(noBets, wei(-5n), wei(10n), quarter, 0).millionths).toBe(0);
  expect(kellyBound(noBets, wei(5n), wei(0n), quarter, 0).millionths).toBe(0);
  expect(kellyBound(noBets, wei(100n), wei(10n), 0, 0).millionths).toBe(0);
});

test('is not known before the record weighs as much as where it starts; what brings nothing always is', () => {
  const lost = (losses: number) => ({ wins: 0, losses, predicted: wei(0n), realised: wei(0n) });
  expect(kellyBound(lost(priorBets - 1), wei(10n), wei(10n), quarter, 0).isKnown).toBe(false);
  expect(kellyBound(lost(priorBets), wei(10n), wei(10n), quarter, 0)).toMatchObject({ isKnown: true, millionths: 0 });
  expect(kellyBound(noBets, wei(0n), wei(10n), quarter, 0)).toMatchObject({ isKnown: true, millionths: 0 });
});

test('never below nothing, never above the fraction, less with every loss', () => {
  const count = fc.integer({ min: 0, max: 100_000 });
  const amount = fc.bigInt(0n, 10n ** 24n).map(wei);
  fc.assert(
    fc.property(count, count, amount, amount, amount, amount, (wins, losses, predicted, realised, gain, loss) => {
      const record = { wins, losses, predicted, realised };
      const { millionths } = kellyBound(record, gain, loss, quarter, 0);
      expect(millionths).toBeGreaterThanOrEqual(0);
      expect(millionths).toBeLessThanOrEqual(quarter);
      const worse = kellyBound({ ...record, losses: losses + 1 }, gain, loss, quarter, 0).millionths;
      expect(worse).toBeLessThanOrEqual(millionths);
    }),
  );
});
