import type { Detector } from '../detect/detector.ts';
import type { Address } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';

export interface PoolSwap {
  readonly amountOut: bigint;
  /** The pool behind it. */
  readonly after: PoolState;
}

/** One exact swap of a pool in a given state; null where the pool would refuse it. */
export type SwapPool = (pool: Address, state: PoolState, zeroForOne: boolean, amountIn: bigint) => PoolSwap | null;

/** Swaps by the native core, over a detector of our own: the states it is told are of the moment asked about, not of the head. */
export function swapPools(detector: Pick<Detector, 'applyStates' | 'quoteExactIn'>): SwapPool {
  return (pool, state, zeroForOne, amountIn) => {
    detector.applyStates([{ pool, state }]);
    const quote = detector.quoteExactIn(pool, zeroForOne, amountIn);
    if (!quote.ok || quote.amountIn !== amountIn) return null;
    const { amountOut, after } = quote;
    if (after.kind === 'uniswapV2') return { amountOut, after };
    if (state.kind !== 'uniswapV3') return null;
    return { amountOut, after: { ...after, ticks: state.ticks } };
  };
}
