import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { blockSpaceDemand, usualBaseFee, wordsFor } from './blockSpaceDemand.ts';

describe('other users', () => {
  it('want half a block at the usual base fee, more when it is cheap, less when it is dear', () => {
    const mean = (baseFee: number): number => {
      const random = seededRandom(2);
      let sum = 0;
      for (let i = 0; i < 500; i += 1) sum += blockSpaceDemand(random, baseFee, 8_000_000, 0);
      return sum / 500 / 8_000_000;
    };
    expect(mean(usualBaseFee)).toBeGreaterThan(0.4);
    expect(mean(usualBaseFee)).toBeLessThan(0.6);
    expect(mean(usualBaseFee * 2)).toBeLessThan(0.25);
    expect(mean(usualBaseFee / 2)).toBeGreaterThan(0.65);
  });

  it('expand memory by as much gas as they want', () => {
    for (const gas of [50_000, 1_000_000, 6_000_000]) {
      const words = wordsFor(gas);
      const cost = 3 * words + Math.floor(words ** 2 / 512);
      expect(Math.abs(cost - gas)).toBeLessThan(gas * 0.001 + 10);
      expect(cost).toBeLessThanOrEqual(gas);
    }
  });
});
