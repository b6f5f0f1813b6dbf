import { describe, expect, it } from 'vitest';
import { sqrtPriceX96Of, usableTick } from './startingPrice.ts';
import { devnetTokens, profitSymbols } from './token.ts';
import { poolPlans, tickSpacings } from './topology.ts';

describe('topology', () => {
  it('is what was asked for: tokens, decimals, pools, ranges', () => {
    expect(devnetTokens.length).toBeGreaterThanOrEqual(12);
    expect(new Set(devnetTokens.map(({ decimals }) => decimals))).toEqual(new Set([6, 8, 9, 18]));
    expect(devnetTokens[0]?.symbol).toBe('WETH');
    expect(profitSymbols[0]).toBe('WETH');
    expect(poolPlans.length).toBeGreaterThanOrEqual(40);
    const v3 = poolPlans.filter((plan) => plan.kind === 'uniswapV3');
    expect(new Set(v3.map(({ feePpm }) => feePpm))).toEqual(new Set([100, 500, 3000, 10_000]));
    for (const plan of v3) expect(plan.ranges.length).toBeGreaterThanOrEqual(3);
  });

  it('has no pool twice, and every token trades in several', () => {
    const keys = poolPlans.map((plan) => `${plan.dexId} ${[...plan.pair].sort().join('/')} ${plan.feePpm}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { symbol } of devnetTokens) {
      expect(poolPlans.filter((plan) => plan.pair.includes(symbol)).length, symbol).toBeGreaterThanOrEqual(2);
    }
  });

  it('turns prices into Uniswap V3 ticks and roots', () => {
    // TickMath: getSqrtRatioAtTick(0) = 2^96; tick -887272 is the lowest; 1.0001^200 is tick 200.
    expect(sqrtPriceX96Of(1)).toBe(2n ** 96n);
    expect(usableTick(1, 60)).toBe(0);
    expect(usableTick(1.0001 ** 200.5, 10)).toBe(200);
    expect(usableTick(1e-60, 60)).toBe(-887_220);
    expect(usableTick(0.9999, tickSpacings[3000])).toBe(-60);
  });
});
