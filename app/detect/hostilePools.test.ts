import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { Pool, PoolState, TickLiquidity } from '../domain/pool.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { addressOf, randomBits, randomSqrtPrice, randomV2State, testPool } from './testing/randomPools.ts';

function oddPool(random: Random, place: number): Pool {
  const token0 = 1 + random.below(3);
  const token1 = token0 + 1 + random.below(4 - token0);
  const isV3 = random.below(3) > 0;
  const tickSpacing = isV3 ? ([1, 10, 60][random.below(3)] ?? 1) : 0;
  const kind = isV3 ? 'uniswapV3' : 'uniswapV2';
  return testPool(100 + place, token0, token1, { kind, feePpm: random.below(20_000), tickSpacing });
}

/** Ticks, prices and liquidity that do not fit together, as a contract that only looks like a pool may report them. */
function oddState(random: Random, pool: Pool): PoolState {
  if (pool.kind === 'uniswapV2') return randomV2State(random);
  const ticks = new Map<number, TickLiquidity>();
  const last = Math.floor(887_272 / pool.tickSpacing);
  for (let i = random.below(20); i > 0; i -= 1) {
    const liquidityNet = randomBits(random, 126) * (random.below(2) === 0 ? 1n : -1n);
    ticks.set((random.below(2 * last) - last) * pool.tickSpacing, { liquidityGross: 1n, liquidityNet });
  }
  return {
    kind: 'uniswapV3',
    sqrtPriceX96: random.below(10) === 0 ? 0n : randomSqrtPrice(random),
    tick: random.below(1_774_544) - 887_272,
    liquidity: random.below(4) === 0 ? 0n : randomBits(random, 128),
    ticks,
  };
}

test('pools that make no sense neither stop the search nor bend its amounts', () => {
  const random = seededRandom(99);
  const profitTokens = [1, 2, 3, 4].map((token) => ({ token: addressOf(token), weiNumerator: 1n, weiDenominator: 1n }));
  let found = 0;
  let slowestMs = 0;
  for (let round = 0; round < 200; round += 1) {
    const pools = Array.from({ length: 12 }, (_, place) => oddPool(random, place));
    const detector = createNativeDetector();
    detector.setPools(pools);
    detector.applyStates(pools.map((pool) => ({ pool: pool.address, state: oddState(random, pool) })));
    const before = performance.now();
    const touched = pools.map(({ address }) => address);
    const cycles = detector.detect(touched, { profitTokens, maxHops: 3, gasPrice: wei(0n), limit: 50 });
    slowestMs = Math.max(slowestMs, performance.now() - before);
    for (const { hops, gross } of cycles) {
      expect(gross > 0n).toBe(true);
      for (const { pool, zeroForOne, amountIn, amountOut } of hops) {
        expect(detector.quoteExactIn(pool, zeroForOne, amountIn)).toMatchObject({ ok: true, amountIn, amountOut });
      }
    }
    found += cycles.length;
  }
  expect(found).toBeGreaterThan(500);
  // Some 7 ms on an idle machine; without its bounds the search took seconds.
  expect(slowestMs).toBeLessThan(500);
});
