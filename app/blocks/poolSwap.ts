import type { Address, Hash } from '../domain/hex.ts';

/** A pool's state after a swap, from which its exact price follows. */
export type StateAfter =
  | { readonly kind: 'reserves'; readonly reserve0: bigint; readonly reserve1: bigint }
  | { readonly kind: 'sqrtPriceX96'; readonly sqrtPriceX96: bigint };

/** One swap of a V2 or V3 pool or of a fork of theirs. */
export interface PoolSwap {
  readonly pool: Address;
  readonly kind: 'uniswapV2' | 'uniswapV3';
  readonly transaction: Hash;
  readonly transactionIndex: number;
  /** Of its log in the block, or of its call in the transaction's tree. */
  readonly place: number | readonly number[];
  /** What the pool gained (positive) or paid (negative) of each token, in its smallest unit; null where the source does not tell. */
  readonly amounts: readonly [amount0: bigint, amount1: bigint] | null;
  /** null where the source does not tell. */
  readonly after: StateAfter | null;
  /** Whoever got what the pool paid. */
  readonly recipient: Address;
}

export interface BlockSwaps {
  /** In the order in which the chain executed them. */
  readonly swaps: readonly PoolSwap[];
  /** Logs that claim to be a swap and are none, in words. */
  readonly badLogs: readonly string[];
}
