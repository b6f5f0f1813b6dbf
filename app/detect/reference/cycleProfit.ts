import type { Pool, PoolState } from '../../domain/pool.ts';
import { referenceV2ExactIn } from './uniswapV2.ts';
import { referenceV3Swap } from './uniswapV3.ts';

export interface ReferenceHop {
  readonly pool: Pool;
  readonly state: PoolState;
  readonly zeroForOne: boolean;
}

/** What a chain of exact swaps pays for `amountIn`; null when a hop refuses. */
export function referenceChain(hops: readonly ReferenceHop[], amountIn: bigint): bigint | null {
  let amount: bigint | null = amountIn;
  for (const { pool, state, zeroForOne } of hops) {
    if (amount === null) return null;
    if (state.kind === 'uniswapV2') {
      const { reserve0, reserve1 } = state;
      const [reserveIn, reserveOut] = zeroForOne ? [reserve0, reserve1] : [reserve1, reserve0];
      amount = referenceV2ExactIn(reserveIn, reserveOut, BigInt(pool.feePpm), amount);
    } else {
      const { feePpm, tickSpacing } = pool;
      amount = referenceV3Swap(state, { feePpm, tickSpacing, zeroForOne, exactIn: true, amount })?.amountOut ?? null;
    }
  }
  return amount;
}

/** Output less input of a closed chain, or null. */
export function referenceProfit(hops: readonly ReferenceHop[], amountIn: bigint): bigint | null {
  const out = referenceChain(hops, amountIn);
  return out === null ? null : out - amountIn;
}
