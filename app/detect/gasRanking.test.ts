import { describe, expect, test } from 'vitest';
import { BugError } from '../domain/errors.ts';
import { seededRandom } from '../domain/random.ts';
import { GasRanking, type RankedWorth } from './gasRanking.ts';

function sorted(entries: readonly RankedWorth[], gasPrice: bigint): { slot: number; net: bigint }[] {
  return entries
    .map(({ slot, worthWei, gasUnits }) => ({ slot, net: worthWei - BigInt(gasUnits) * gasPrice }))
    .sort((a, b) => (a.net < b.net ? 1 : a.net > b.net ? -1 : a.slot - b.slot));
}

describe('the ranking at a moving gas price', () => {
  test('is that of exact nets at every price, ties and units beyond doubles included', () => {
    const random = seededRandom(61);
    for (let round = 0; round < 30; round += 1) {
      const ranking = new GasRanking();
      const base = 1n << BigInt(random.below(110));
      const entries = Array.from({ length: 1 + random.below(900) }, (_, slot) => {
        const sign = random.below(4) === 0 ? -1n : 1n;
        return { slot, worthWei: sign * base + BigInt(random.below(6)), gasUnits: 100_000 + random.below(3) };
      });
      ranking.put(entries);
      for (const gasPrice of [0n, 1n, 3n, BigInt(random.below(1e9)), 1n << 89n]) {
        const count = 1 + random.below(120);
        expect(ranking.top(gasPrice, count)).toEqual(sorted(entries, gasPrice).slice(0, count));
      }
    }
  });

  test('follows what is put anew and what is removed', () => {
    const ranking = new GasRanking();
    const entry = (slot: number, worthWei: bigint, gasUnits: number): RankedWorth => ({ slot, worthWei, gasUnits });
    ranking.put([entry(0, 1000n, 10), entry(1, 900n, 1), entry(5, 10n, 0)]);
    const order = (gasPrice: bigint): number[] => ranking.top(gasPrice, 9).map(({ slot }) => slot);
    expect(order(1n)).toEqual([0, 1, 5]);
    expect(order(100n)).toEqual([1, 5, 0]);
    ranking.put([entry(1, 5n, 1)]);
    expect(order(1n)).toEqual([0, 5, 1]);
    ranking.remove([0, 77]);
    expect(order(1n)).toEqual([5, 1]);
    expect(ranking.top(1n, 0)).toEqual([]);
  });

  test('refuses what it could not rank exactly', () => {
    const ranking = new GasRanking();
    expect(() => ranking.put([{ slot: 0, worthWei: 1n << 120n, gasUnits: 1 }])).toThrow(BugError);
    expect(() => ranking.put([{ slot: 1 << 24, worthWei: 1n, gasUnits: 1 }])).toThrow(BugError);
    expect(() => ranking.top(1n << 90n, 1)).toThrow(BugError);
    expect(ranking.top(1n, 1)).toEqual([]);
  });
});
