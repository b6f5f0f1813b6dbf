import type { Address } from '../../domain/hex.ts';
import type { Pool, PoolState } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { type ReferenceHop, referenceProfit } from '../reference/cycleProfit.ts';
import { v3StateAt } from './randomMarket.ts';
import { testPool } from './randomPools.ts';

export interface RingMarket {
  readonly pools: readonly Pool[];
  readonly states: ReadonlyMap<Address, PoolState>;
  readonly cycles: readonly (readonly ReferenceHop[])[];
}

/** Closed cycles of `hops` pools each over tokens of their own, whose prices multiply to some 2 % of profit. */
export function ringMarket(
  random: Random,
  { hops, rings, v3Share }: { readonly hops: number; readonly rings: number; readonly v3Share: number },
): RingMarket {
  const pools: Pool[] = [];
  const states = new Map<Address, PoolState>();
  const cycles: ReferenceHop[][] = [];
  for (let ring = 0; ring < rings; ring += 1) {
    const worth = Array.from({ length: hops }, () => Math.exp(random.normal() * 2));
    const cycle: ReferenceHop[] = [];
    for (let hop = 0; hop < hops; hop += 1) {
      const next = (hop + 1) % hops;
      const zeroForOne = hops === 2 ? hop === 0 : hop < next;
      const [low, high] = zeroForOne ? [hop, next] : [next, hop];
      const isV3 = random.next() < v3Share;
      const pool = testPool(1_000_000 + pools.length, 1 + ring * hops + low, 1 + ring * hops + high, {
        kind: isV3 ? 'uniswapV3' : 'uniswapV2',
        feePpm: 3000,
        tickSpacing: isV3 ? 60 : 0,
      });
      const tilt = (1.003 + 0.01 * random.next()) ** (zeroForOne ? 1 : -1);
      const price = ((worth[low] ?? 1) / (worth[high] ?? 1)) * tilt;
      const depth = 1e21 * Math.exp(random.normal() * 2);
      const state: PoolState = isV3
        ? v3StateAt(random, price, depth, 60)
        : { kind: 'uniswapV2', reserve0: BigInt(Math.floor(depth)), reserve1: BigInt(Math.floor(depth * price)) + 1n };
      pools.push(pool);
      states.set(pool.address, state);
      cycle.push({ pool, state, zeroForOne });
    }
    cycles.push(cycle);
  }
  return { pools, states, cycles };
}

/** What a careful JavaScript searcher does for one cycle: closed form of the current ranges, exact swaps, both neighbours. */
export function paysOn(cycle: readonly ReferenceHop[]): bigint {
  let [rate, drag] = [1, 0];
  for (const { pool, state, zeroForOne } of cycle) {
    const kept = 1 - pool.feePpm / 1e6;
    const root = state.kind === 'uniswapV3' ? Number(state.sqrtPriceX96) / 2 ** 96 : 0;
    const [virtual0, virtual1] =
      state.kind === 'uniswapV3'
        ? [Number(state.liquidity) / root, Number(state.liquidity) * root]
        : [Number(state.reserve0), Number(state.reserve1)];
    const [reserveIn, reserveOut] = zeroForOne ? [virtual0, virtual1] : [virtual1, virtual0];
    drag += (rate * kept) / reserveIn;
    rate *= (kept * reserveOut) / reserveIn;
  }
  const guess = (Math.sqrt(rate) - 1) / drag;
  if (!(guess >= 1)) return 0n;
  const amount = BigInt(Math.floor(guess));
  let most = 0n;
  for (const near of [amount - 1n, amount, amount + 1n]) {
    const profit = near > 0n ? (referenceProfit(cycle, near) ?? 0n) : 0n;
    if (profit > most) most = profit;
  }
  return most;
}
