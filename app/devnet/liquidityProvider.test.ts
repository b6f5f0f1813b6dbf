import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { type LiquidityIntent, planLiquidity, positionAmounts, rungNear } from './liquidityProvider.ts';
import { pools } from './testing/startingMarket.ts';

function plan(seed: number, blocks = 1200, own = (block: number) => block % 13): readonly LiquidityIntent[] {
  const random = seededRandom(seed);
  return Array.from({ length: blocks }, (_, block) => planLiquidity(random, pools, own(block), 1000)).filter(
    (intent) => intent !== null,
  );
}

describe('a liquidity provider', () => {
  it('acts now and then, the same from the same seed, and never touches what it does not have', () => {
    const random = seededRandom(5);
    let acts = 0;
    for (let block = 0; block < 1200; block += 1) {
      const intent = planLiquidity(random, pools, block % 13, 1000);
      if (intent === null) continue;
      acts += 1;
      if ('position' in intent) expect(intent.position).toBeLessThan(block % 13);
    }
    expect(acts).toBeGreaterThan(80);
    expect(acts).toBeLessThan(240);
    expect(plan(5)).toEqual(plan(5));
    expect(plan(5)).not.toEqual(plan(6));
  });

  it('adds, removes, collects, moves and splits V3 positions, and comes and goes in V2 pairs', () => {
    const all = plan(9, 5000);
    const kinds = new Set(all.map(({ intent }) => intent));
    expect([...kinds].sort()).toEqual(
      ['addLiquidity', 'addToPair', 'collectFees', 'moveLiquidity', 'removeFromPair', 'removeLiquidity'].sort(),
    );
    const moves = all.filter((intent) => intent.intent === 'moveLiquidity');
    expect(new Set(moves.map(({ shares }) => shares.length))).toEqual(new Set([1, 3]));
    for (const { shares } of moves) {
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      for (const [index, range] of shares.entries()) {
        expect(range.lowRatio).toBeLessThan(range.highRatio);
        const next = shares[index + 1];
        if (next !== undefined) expect(next.lowRatio).toBeCloseTo(range.highRatio, 12);
      }
    }
  });

  it('starts with positions when it has none', () => {
    const first = plan(3, 400, () => 0);
    expect(first.some(({ intent }) => intent === 'addLiquidity')).toBe(true);
    expect(first.every((intent) => !('position' in intent))).toBe(true);
  });

  it('keeps about a dozen positions however long it goes on', () => {
    const random = seededRandom(4);
    const counts: number[] = [];
    let own = 0;
    for (let block = 0; block < 50_000; block += 1) {
      const intent = planLiquidity(random, pools, own, 1000);
      if (intent?.intent === 'addLiquidity') own += 1;
      if (intent?.intent === 'removeLiquidity') own -= 1;
      if (intent?.intent === 'moveLiquidity') own += intent.shares.length - 1;
      if (block > 1_000) counts.push(own);
    }
    expect(Math.max(...counts)).toBeLessThan(16);
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeGreaterThan(6);
  });

  it('lays the same few ranges again while the price wanders', () => {
    const random = seededRandom(8);
    const bounds = new Set<string>();
    let price = 1_800;
    let laid = 0;
    for (let block = 0; block < 20_000; block += 1) {
      price *= Math.exp(0.0004 * random.normal() - 0.01 * (Math.log(price / 1_800) / 100));
      const intent = planLiquidity(random, pools, block % 13, 1000);
      const ranges =
        intent?.intent === 'addLiquidity' ? intent.ranges : intent?.intent === 'moveLiquidity' ? intent.shares : [];
      if (ranges.length === 0) continue;
      const rung = rungNear(price, ranges);
      expect(Math.abs(Math.log(rung / price))).toBeLessThan(0.0301);
      for (const { lowRatio, highRatio } of ranges) {
        laid += 1;
        bounds.add(`${(rung * lowRatio).toFixed(6)} ${(rung * highRatio).toFixed(6)}`);
      }
    }
    expect(laid).toBeGreaterThan(1_000);
    expect(bounds.size).toBeLessThan(200);
  });

  it('knows what a position holds below, in and above its range', () => {
    const bounds = { low: 1, high: 4 };
    expect(positionAmounts(100, { now: 0.5, ...bounds })).toEqual({ amount0: 50, amount1: 0 });
    expect(positionAmounts(100, { now: 9, ...bounds })).toEqual({ amount0: 0, amount1: 100 });
    const inside = positionAmounts(100, { now: 2.25, ...bounds });
    expect(inside.amount0).toBeCloseTo(100 / 1.5 - 50, 9);
    expect(inside.amount1).toBeCloseTo(50, 9);
  });
});
