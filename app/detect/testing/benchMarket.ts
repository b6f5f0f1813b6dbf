import type { Address } from '../../domain/hex.ts';
import type { Pool, PoolState, TickLiquidity } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { tickAtSqrtRatio } from '../reference/tickMath.ts';
import type { AnyToken } from './anyMarket.ts';
import { addressOf, testPool } from './randomPools.ts';

export interface BenchMarket {
  readonly pools: readonly Pool[];
  readonly states: Map<Address, PoolState>;
  /** The tokens that profit is counted in: the hubs. */
  readonly hubs: readonly Address[];
  readonly tokens: readonly AnyToken[];
  /** The state of a pool after somebody traded about `share` of its depth. */
  moved(pool: Pool, random: Random): PoolState;
}

const tiers = [
  [500, 10],
  [3000, 60],
  [10_000, 200],
] as const;

/** Two V2 deployments and the tiers of two V3 ones. */
const mostParallel = 8;

/** Fee tiers keep their prices as close as arbitrage leaves them: within their own fee. */
function priceNoise(random: Random, feePpm: number): number {
  return 1 + (random.next() - 0.5) * 1.2e-6 * feePpm;
}

function v3StateAt(random: Random, price: number, depth: number, tickSpacing: number): PoolState {
  const sqrtPriceX96 = BigInt(Math.floor(Math.sqrt(price) * 2 ** 48)) << 48n;
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const centre = Math.floor(tick / tickSpacing);
  const ticks = new Map<number, TickLiquidity>();
  let liquidity = 0n;
  for (let i = 0; i < 12; i += 1) {
    const lower = (centre - random.below(60)) * tickSpacing;
    const upper = (centre + 1 + random.below(60)) * tickSpacing;
    const added = BigInt(Math.floor(depth * Math.sqrt(price) * (0.5 + random.next()))) + 1n;
    for (const [at, net] of [
      [lower, added],
      [upper, -added],
    ] as const) {
      const before = ticks.get(at) ?? { liquidityGross: 0n, liquidityNet: 0n };
      ticks.set(at, { liquidityGross: before.liquidityGross + added, liquidityNet: before.liquidityNet + net });
    }
    liquidity += added;
  }
  return { kind: 'uniswapV3', sqrtPriceX96, tick, liquidity, ticks };
}

function movedState(state: PoolState, random: Random): PoolState {
  // Swaps of 0.01 % to 1 % of the depth, each size as likely as the next.
  const factor = 1 + (random.below(2) === 0 ? 1 : -1) * 10 ** (-4 + 2 * random.next());
  if (state.kind === 'uniswapV2') {
    const reserve0 = BigInt(Math.floor(Number(state.reserve0) * factor));
    return { ...state, reserve0, reserve1: (state.reserve0 * state.reserve1) / reserve0 };
  }
  // Inside its own range, as most swaps end: the ticks stay the same object.
  const sqrtPriceX96 = BigInt(Math.floor((Number(state.sqrtPriceX96) / 2 ** 48) * (1 + (factor - 1) / 50))) << 48n;
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const low = Math.min(tick, state.tick);
  const high = Math.max(tick, state.tick);
  const stays = [...state.ticks.keys()].every((at) => at <= low || at > high);
  return stays ? { ...state, sqrtPriceX96, tick } : state;
}

/**
 * A market shaped like a main network's: a few hub tokens, most tokens paired with one or two hubs, liquid pairs in several
 * pools, half of them V3. Prices agree within fees until a pool is moved. `pegged` tokens more than the hubs are worth one.
 */
export function benchMarket(random: Random, poolCount: number, pegged = 0): BenchMarket {
  const hubCount = 6;
  const tokenCount = hubCount + Math.floor(poolCount / 3);
  const worth = Array.from({ length: tokenCount }, (_, i) =>
    i < hubCount + pegged ? 1 : Math.exp(random.normal() * 3),
  );
  const pools: Pool[] = [];
  const states = new Map<Address, PoolState>();
  const parallels = new Map<number, number>();
  while (pools.length < poolCount) {
    // Popular tokens are drawn more often, as volumes have it.
    const token = Math.floor(tokenCount * random.next() ** 2);
    const hub = Math.floor(hubCount * random.next() ** 2);
    const [low, high] = token < hub ? [token, hub] : [hub, token];
    const pair = low * tokenCount + high;
    const parallel = parallels.get(pair) ?? 0;
    if (token === hub || parallel >= mostParallel) continue;
    parallels.set(pair, parallel + 1);
    const isV3 = random.below(2) === 0;
    const [feePpm, tickSpacing] = isV3 ? (tiers[random.below(3)] ?? tiers[1]) : [3000, 0];
    const pool = testPool(100_000 + pools.length, low + 1, high + 1, {
      kind: isV3 ? 'uniswapV3' : 'uniswapV2',
      feePpm,
      tickSpacing,
    });
    const price = ((worth[low] ?? 1) / (worth[high] ?? 1)) * priceNoise(random, feePpm);
    const depth = 1e21 * Math.exp(random.normal() * 2);
    pools.push(pool);
    states.set(
      pool.address,
      isV3
        ? v3StateAt(random, price, depth, tickSpacing)
        : { kind: 'uniswapV2', reserve0: BigInt(Math.floor(depth)), reserve1: BigInt(Math.floor(depth * price)) + 1n },
    );
  }
  const hubs = Array.from({ length: hubCount }, (_, i) => testPool(i, i + 1, 0).token0);
  const moved = (pool: Pool, source: Random): PoolState => {
    const state = states.get(pool.address);
    if (state === undefined) throw new Error('a pool without a state');
    return movedState(state, source);
  };
  const tokens = worth.map((value, i) => ({ address: addressOf(i + 1), decimals: 18, worth: value }));
  return { pools, states, hubs, tokens, moved };
}
