import { present } from '../domain/errors.ts';
import type { CrowdPool, PoolView } from './poolView.ts';
import { type DevnetToken, isPlain } from './token.ts';

export interface CycleHop {
  /** Place of the pool in the list that the search was given. */
  readonly pool: number;
  readonly zeroForOne: boolean;
}

/** A closed route from `start` back to it, over different pools. */
export interface Cycle {
  readonly start: DevnetToken;
  readonly hops: readonly CycleHop[];
}

export interface SizedCycle {
  readonly cycle: Cycle;
  /** Raw units of the start token, in doubles: the chain has the last word. */
  readonly amountIn: number;
  readonly gross: number;
}

/**
 * Every cycle of two to `mostHops` pools through one of `starts`, in both directions, no token met twice on the way; only
 * over tokens of which what is sent arrives.
 */
export function cyclesOf(
  pools: readonly CrowdPool[],
  starts: readonly DevnetToken[],
  mostHops: number,
): readonly Cycle[] {
  const found: Cycle[] = [];
  const extend = (start: DevnetToken, at: DevnetToken, hops: readonly CycleHop[], met: readonly string[]): void => {
    pools.forEach((pool, index) => {
      if (hops.some((hop) => hop.pool === index) || !isPlain(pool.token0) || !isPlain(pool.token1)) return;
      const zeroForOne = pool.token0.symbol === at.symbol;
      if (!zeroForOne && pool.token1.symbol !== at.symbol) return;
      const next = zeroForOne ? pool.token1 : pool.token0;
      const route = [...hops, { pool: index, zeroForOne }];
      if (next.symbol === start.symbol) {
        if (route.length > 1) found.push({ start, hops: route });
      } else if (route.length < mostHops && !met.includes(next.symbol))
        extend(start, next, route, [...met, next.symbol]);
    });
  };
  for (const start of starts) extend(start, start, [], []);
  return found;
}

/**
 * The best input of a cycle of constant products, in closed form: each hop maps x to g x r_out / (r_in + g x), and so does
 * their composition, a x / (b + c x), whose gain a x / (b + c x) - x is greatest at (sqrt(a b) - b) / c.
 * Returns null when no input gains.
 */
export function sizeCycle(cycle: Cycle, views: readonly PoolView[]): SizedCycle | null {
  let a = 1;
  let b = 1;
  let c = 0;
  for (const hop of cycle.hops) {
    const { pool, reserve0, reserve1 } = present(views[hop.pool], 'pool view');
    const [reserveIn, reserveOut] = hop.zeroForOne ? [reserve0, reserve1] : [reserve1, reserve0];
    const keep = 1 - pool.feePpm / 1e6;
    c = c * reserveIn + keep * a;
    b *= reserveIn;
    a *= keep * reserveOut;
    // Only the ratios matter: kept near one, or three hops of raw reserves would leave the range of a double.
    const scale = b;
    a /= scale;
    c /= scale;
    b = 1;
  }
  if (a <= b) return null;
  const amountIn = (Math.sqrt(a * b) - b) / c;
  return { cycle, amountIn, gross: (a * amountIn) / (b + c * amountIn) - amountIn };
}
