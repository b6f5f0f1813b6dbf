import type { Address } from '../domain/hex.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { isVouchedFor } from './distrust.ts';
import type { KernelState } from './kernelState.ts';

export function poolsByToken(pools: readonly Pool[]): ReadonlyMap<Address, readonly Pool[]> {
  const byToken = new Map<Address, Pool[]>();
  for (const pool of pools) {
    for (const token of [pool.token0, pool.token1]) {
      const list = byToken.get(token) ?? [];
      list.push(pool);
      byToken.set(token, list);
    }
  }
  return byToken;
}

/** The token's pools that have a state, and are trusted. */
export function* statesOf(kernel: KernelState, token: Address): Generator<{ pool: Pool; state: PoolState }> {
  for (const pool of kernel.poolsByToken.get(token) ?? []) {
    const state = kernel.market.states.get(pool.address);
    if (state !== undefined && isPriceSource(kernel, pool.address)) yield { pool, state };
  }
}

/** A pool that may say anything must not set what a token is worth. */
function isPriceSource(kernel: KernelState, pool: Address): boolean {
  return !kernel.quarantines.has(pool) && !kernel.distrusted.has(pool) && isVouchedFor(kernel, pool);
}
