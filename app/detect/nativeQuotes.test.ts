import { expect, test } from 'vitest';
import type { PoolState } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import { NativeMarketView, type SwapOutcome } from './nativeMarket.ts';
import { referenceV2ExactIn, referenceV2ExactOut } from './reference/uniswapV2.ts';
import { referenceV3Swap } from './reference/uniswapV3.ts';
import {
  addressOf,
  randomBits,
  randomSqrtPrice,
  randomV2State,
  randomV3State,
  testPool,
} from './testing/randomPools.ts';

const only = addressOf(100);

function marketOf(state: PoolState, feePpm: number, tickSpacing = 0): NativeMarketView {
  const market = new NativeMarketView();
  market.setPools([testPool(100, 1, 2, { kind: state.kind, feePpm, tickSpacing })]);
  market.applyStates([{ pool: only, state }]);
  return market;
}

function amounts(outcome: SwapOutcome): { in: bigint; out: bigint } | null {
  return outcome.ok ? { in: outcome.amountIn, out: outcome.amountOut } : null;
}

test('V2 answers equal the bigint reference in both directions and methods', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 1500; round += 1) {
    const state = randomV2State(random);
    const feePpm = random.below(1_000_000);
    const market = marketOf(state, feePpm);
    for (const zeroForOne of [true, false]) {
      const [reserveIn, reserveOut] = zeroForOne ? [state.reserve0, state.reserve1] : [state.reserve1, state.reserve0];
      const amount = randomBits(random, 128);
      const paid = referenceV2ExactIn(reserveIn, reserveOut, BigInt(feePpm), amount);
      const asked = referenceV2ExactOut(reserveIn, reserveOut, BigInt(feePpm), amount);
      expect(amounts(market.swap({ pool: only, zeroForOne, exactIn: true, amount }))).toEqual(
        paid === null ? null : { in: amount, out: paid },
      );
      expect(amounts(market.swap({ pool: only, zeroForOne, exactIn: false, amount }))).toEqual(
        asked === null ? null : { in: asked, out: amount },
      );
    }
  }
});

test('V3 swaps equal the bigint reference: amounts, price, tick, liquidity, ticks crossed, with and without a limit', () => {
  const random = seededRandom(2);
  const outcomes = { filled: 0, partial: 0, refused: 0, crossing: 0 };
  for (let round = 0; round < 700; round += 1) {
    const tickSpacing = [1, 10, 60, 200][random.below(4)] ?? 60;
    const feePpm = [100, 500, 3000, 10_000, random.below(1_000_000)][random.below(5)] ?? 3000;
    const state = randomV3State(random, tickSpacing, 1 + random.below(12), randomSqrtPrice(random));
    const market = marketOf(state, feePpm, tickSpacing);
    for (let i = 0; i < 4; i += 1) {
      const zeroForOne = random.below(2) === 0;
      const exactIn = random.below(2) === 0;
      const limit = random.below(3) === 0 ? randomSqrtPrice(random) : undefined;
      // Without a limit a tiny spacing makes the slow reference walk the whole empty range: keep those to few.
      const amount = randomBits(random, limit === undefined && tickSpacing === 1 ? 60 : 130);
      const wanted = referenceV3Swap(state, {
        feePpm,
        tickSpacing,
        zeroForOne,
        exactIn,
        amount,
        ...(limit === undefined ? {} : { limit }),
      });
      const got = market.swap({
        pool: only,
        zeroForOne,
        exactIn,
        amount,
        ...(limit === undefined ? {} : { sqrtPriceLimitX96: limit }),
      });
      if (wanted === null) {
        expect(got.ok).toBe(false);
        outcomes.refused += 1;
        continue;
      }
      const { amountIn, amountOut, ticksCrossed, filled, ...after } = wanted;
      expect(got).toEqual({
        ok: true,
        amountIn,
        amountOut,
        ticksCrossed,
        filled,
        after: { kind: 'uniswapV3', ...after },
      });
      outcomes[filled ? 'filled' : 'partial'] += 1;
      if (ticksCrossed > 0) outcomes.crossing += 1;
    }
  }
  // The generator must reach every kind of outcome, or the comparison above proves little.
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(100);
});
