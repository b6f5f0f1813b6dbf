import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialLimits, limitIds } from '../domain/riskLimit.ts';
import { type TierId, tierIds } from '../domain/tier.ts';
import { limitsInTier, nextTier, strategiesOf, tiers } from './tiers.ts';

describe('the capital tier', () => {
  it('begins by the plain boundaries', () => {
    const first = [0, 4_999, 5_000, 19_999, 20_000, 99_999, 100_000, 999_999, 1_000_000].map((dollars) =>
      nextTier(null, dollars),
    );
    expect(first).toEqual([
      'survival',
      'survival',
      'growth',
      'growth',
      'acceleration',
      'acceleration',
      'institutional',
      'institutional',
      'whale',
    ]);
  });

  it('goes up and down a fifth beyond each boundary', () => {
    const up: readonly (readonly [TierId, number, TierId])[] = [
      ['survival', 6_000, 'growth'],
      ['growth', 24_000, 'acceleration'],
      ['acceleration', 120_000, 'institutional'],
      ['institutional', 1_200_000, 'whale'],
    ];
    for (const [from, at, to] of up) expect([nextTier(from, at - 1), nextTier(from, at)]).toEqual([from, to]);
    const down: readonly (readonly [TierId, number, TierId])[] = [
      ['growth', 4_000, 'survival'],
      ['acceleration', 16_000, 'growth'],
      ['institutional', 80_000, 'acceleration'],
      ['whale', 800_000, 'institutional'],
    ];
    for (const [from, at, to] of down) expect([nextTier(from, at + 1), nextTier(from, at)]).toEqual([from, to]);
  });

  it('goes over several bands at once, to a fixed point', () => {
    expect(nextTier('survival', 2_000_000)).toBe('whale');
    expect(nextTier('whale', 10)).toBe('survival');
    expect(nextTier('survival', 110_000)).toBe('acceleration');
    fc.assert(
      fc.property(fc.constantFrom(...tierIds), fc.integer({ min: 0, max: 3_000_000 }), (from, dollars) => {
        const once = nextTier(from, dollars);
        expect(nextTier(once, dollars)).toBe(once);
      }),
    );
  });

  it('never flaps: a path inside a band changes it once at most', () => {
    const band = fc.constantFrom(
      ...tiers.slice(1).map(({ downDollars, upDollars }) => [downDollars + 1, upDollars - 1]),
    );
    const path = band.chain(([low = 0, high = 0]) =>
      fc.array(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...tierIds, null), path, (start, dollars) => {
        let tier = nextTier(start, dollars[0] ?? 0);
        for (const each of dollars) {
          const next = nextTier(tier, each);
          expect(next).toBe(tier);
          tier = next;
        }
      }),
    );
  });

  it('holds limits down and never lifts one', () => {
    for (const tier of [...tierIds, null])
      for (const id of limitIds)
        expect(limitsInTier(initialLimits.values, tier)[id]).toBeLessThanOrEqual(initialLimits.values[id]);
    expect(limitsInTier(initialLimits.values, null)).toEqual(limitsInTier(initialLimits.values, 'survival'));
    expect(limitsInTier(initialLimits.values, 'institutional')).toEqual(initialLimits.values);
    expect(strategiesOf('survival')).toContain('flash-arbitrage');
  });
});
