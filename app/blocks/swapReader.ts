import type { PoolEvent } from '../domain/block.ts';
import type { Address } from '../domain/hex.ts';
import type { PoolSwap, StateAfter } from './poolSwap.ts';

/** Reads swaps out of pools' events in the order of the chain. A V2 pair's reserves are in the `Sync` that it emits before each `Swap`. */
export class SwapReader {
  readonly #reserves = new Map<Address, StateAfter>();

  /** The swap that this event is, with the pool's state after it where the events so far tell it; null where it is none. */
  read(event: PoolEvent): Pick<PoolSwap, 'pool' | 'kind' | 'amounts' | 'after' | 'recipient'> | null {
    const { pool } = event;
    if (event.kind === 'v2Sync') {
      const { reserve0, reserve1 } = event;
      this.#reserves.set(pool, { kind: 'reserves', reserve0, reserve1 });
      return null;
    }
    if (event.kind !== 'v2Swap' && event.kind !== 'v3Swap') return null;
    const { recipient } = event;
    const amounts = [event.amount0, event.amount1] as const;
    if (event.kind === 'v3Swap') {
      const after = { kind: 'sqrtPriceX96', sqrtPriceX96: event.sqrtPriceX96 } as const;
      return { pool, kind: 'uniswapV3', amounts, after, recipient };
    }
    const after = this.#reserves.get(pool) ?? null;
    // A Sync belongs to one Swap: the next has its own.
    this.#reserves.delete(pool);
    return { pool, kind: 'uniswapV2', amounts, after, recipient };
  }
}
