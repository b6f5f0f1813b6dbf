import type { Address } from '../../domain/hex.ts';
import type { Pool, PoolState, TickLiquidity } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { sqrtRatioAtTick, tickAtSqrtRatio } from '../reference/tickMath.ts';
import { testPool } from './randomPools.ts';

export interface RandomMarket {
  readonly pools: readonly Pool[];
  readonly states: ReadonlyMap<Address, PoolState>;
  readonly tokens: readonly number[];
}

export interface MarketShape {
  readonly tokens: number;
  readonly pools: number;
  readonly v3Share: number;
  /** Reserves of about this many units. */
  readonly size: number;
  /** Relative spread of the pools' prices around the tokens' true ones. */
  readonly spread: number;
}

/** A V3 state worth about `size` at `price` (token1 per token0), its liquidity stacked in ranges around it. */
export function v3StateAt(random: Random, price: number, size: number, tickSpacing: number): PoolState {
  const sqrtPriceX96 = BigInt(Math.floor(Math.sqrt(price) * 2 ** 48)) << 48n;
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const ticks = new Map<number, TickLiquidity>();
  let liquidity = 0n;
  const centre = Math.floor(tick / tickSpacing);
  for (let i = 0; i < 5; i += 1) {
    const lower = (centre - 1 - random.below(4 ** i)) * tickSpacing;
    const upper = (centre + 1 + random.below(4 ** i)) * tickSpacing;
    const added = BigInt(Math.floor(size * Math.sqrt(price) * (0.2 + random.next())) + 1);
    for (const [at, net] of [
      [lower, added],
      [upper, -added],
    ] as const) {
      const before = ticks.get(at) ?? { liquidityGross: 0n, liquidityNet: 0n };
      ticks.set(at, { liquidityGross: before.liquidityGross + added, liquidityNet: before.liquidityNet + net });
    }
    liquidity += added;
  }
  const inside = sqrtRatioAtTick(tick) <= sqrtPriceX96;
  return { kind: 'uniswapV3', sqrtPriceX96, tick: inside ? tick : tick - 1, liquidity, ticks };
}

/** Pools over a few tokens whose prices disagree a little: cycles of two and three hops that pay, and many that do not. */
export function randomMarket(random: Random, shape: MarketShape): RandomMarket {
  const tokens = Array.from({ length: shape.tokens }, (_, i) => i + 1);
  const worth = tokens.map(() => Math.exp(random.normal() * 2));
  const pools: Pool[] = [];
  const states = new Map<Address, PoolState>();
  for (let i = 0; i < shape.pools; i += 1) {
    const a = random.below(tokens.length);
    const b = (a + 1 + random.below(tokens.length - 1)) % tokens.length;
    const [low, high] = a < b ? [a, b] : [b, a];
    const price = ((worth[low] ?? 1) / (worth[high] ?? 1)) * Math.exp(random.normal() * shape.spread);
    const size = shape.size * Math.exp(random.normal());
    const isV3 = random.next() < shape.v3Share;
    const [feePpm, tickSpacing] = isV3
      ? ((
          [
            [500, 10],
            [3000, 60],
            [10_000, 200],
          ] as const
        )[random.below(3)] ?? [3000, 60])
      : [3000, 0];
    const pool = testPool(1000 + i, low + 1, high + 1, { kind: isV3 ? 'uniswapV3' : 'uniswapV2', feePpm, tickSpacing });
    const reserve0 = BigInt(Math.floor(size) + 10);
    const state: PoolState = isV3
      ? v3StateAt(random, price, size, tickSpacing)
      : { kind: 'uniswapV2', reserve0, reserve1: BigInt(Math.floor(size * price) + 10) };
    pools.push(pool);
    states.set(pool.address, state);
  }
  return { pools, states, tokens };
}
