import { describe, expect, it } from 'vitest';
import { epochMs } from '../domain/clock.ts';
import { initialLimits, keptLimitChanges, limitIds, limitTable } from '../domain/riskLimit.ts';
import { changeLimits, onlyTightens } from './changeLimits.ts';

const at = epochMs(1_700_000_000_000);
const code = (value: string) => expect.objectContaining({ code: value });

describe('changing limits', () => {
  it('begins within every bound', () => {
    for (const id of limitIds) {
      const { initial, from, to } = limitTable[id];
      expect(initial).toBeGreaterThanOrEqual(from);
      expect(initial).toBeLessThanOrEqual(to);
    }
  });

  it('says who, when, from what to what, one version on', () => {
    const edits = [
      { limit: 'singleTrade' as const, to: 10_000 },
      { limit: 'leverage' as const, to: 3_000_000 },
    ];
    const set = changeLimits(initialLimits, edits, 'person', at);
    expect(set.version).toBe(2);
    expect(set.values).toEqual({ ...initialLimits.values, singleTrade: 10_000 });
    expect(set.changes).toEqual([
      { version: 2, atMs: at, by: 'person', limit: 'singleTrade', from: 20_000, to: 10_000 },
    ]);
    expect(changeLimits(set, [{ limit: 'singleTrade', to: 10_000 }], 'person', at)).toBe(set);
  });

  it('keeps within bounds, alone and together', () => {
    for (const limit of limitIds) {
      const { from, to } = limitTable[limit];
      for (const value of [from - 1, to + 1, from + 0.5, Number.NaN])
        expect(() => changeLimits(initialLimits, [{ limit, to: value }], 'person', at)).toThrow(
          code('LIMIT_OUT_OF_BOUNDS'),
        );
    }
    expect(() => changeLimits(initialLimits, [{ limit: 'mainnetCapital', to: 500_000 }], 'person', at)).toThrow(
      code('LIMITS_CONTRADICT'),
    );
    const swap = [
      { limit: 'mainnetCapital' as const, to: 500_000 },
      { limit: 'layer2Capital' as const, to: 250_000 },
    ];
    expect(changeLimits(initialLimits, swap, 'person', at).values.mainnetCapital).toBe(500_000);
    const contrary = [
      { limit: 'smallestPosition' as const, to: 20_000 },
      { limit: 'largestPosition' as const, to: 10_000 },
    ];
    expect(() => changeLimits(initialLimits, contrary, 'person', at)).toThrow(code('LIMITS_CONTRADICT'));
  });

  it('keeps the newest changes', () => {
    let set = initialLimits;
    for (let i = 0; i < keptLimitChanges + 5; i += 1)
      set = changeLimits(set, [{ limit: 'singleTrade', to: 20_001 + i }], 'person', at);
    expect(set.changes).toHaveLength(keptLimitChanges);
    expect(set.changes.at(-1)?.version).toBe(set.version);
  });

  it('tells what allows more from what allows less', () => {
    expect(onlyTightens(initialLimits.values, [{ limit: 'singleTrade', to: 20_000 }])).toBe(true);
    expect(onlyTightens(initialLimits.values, [{ limit: 'singleTrade', to: 20_001 }])).toBe(false);
    expect(onlyTightens(initialLimits.values, [{ limit: 'reserveCapital', to: 49_999 }])).toBe(false);
    expect(onlyTightens(initialLimits.values, [{ limit: 'reserveCapital', to: 60_000 }])).toBe(true);
  });
});
