import type { ProfitToken } from '../detect/cycle.ts';
import type { Address } from '../domain/hex.ts';
import type { Pool, PoolState } from '../domain/pool.ts';

const q96 = 1n << 96n;
const q192 = 1n << 192n;

interface Price {
  /** Wrapped native in the pool, as a measure of how much the price can be trusted. */
  readonly depth: bigint;
  readonly weiNumerator: bigint;
  readonly weiDenominator: bigint;
}

/** The mid price of `token` in wrapped native from one pool that holds both, or null while it is empty. */
function priceIn(state: PoolState, nativeIsToken0: boolean): Price | null {
  if (state.kind === 'uniswapV2') {
    const native = nativeIsToken0 ? state.reserve0 : state.reserve1;
    const other = nativeIsToken0 ? state.reserve1 : state.reserve0;
    if (native === 0n || other === 0n) return null;
    return { depth: native, weiNumerator: native, weiDenominator: other };
  }
  if (state.sqrtPriceX96 === 0n || state.liquidity === 0n) return null;
  const square = state.sqrtPriceX96 * state.sqrtPriceX96;
  return nativeIsToken0
    ? { depth: (state.liquidity * q96) / state.sqrtPriceX96, weiNumerator: q192, weiDenominator: square }
    : { depth: (state.liquidity * state.sqrtPriceX96) / q96, weiNumerator: square, weiDenominator: q192 };
}

/**
 * Values `token` in the native currency by the mid price of its deepest pool against wrapped native.
 * Exact fraction, no float; null when no pool has both.
 */
export function valueToken(
  token: Address,
  wrappedNative: Address,
  pools: Iterable<{ pool: Pool; state: PoolState }>,
): ProfitToken | null {
  if (token === wrappedNative) return { token, weiNumerator: 1n, weiDenominator: 1n };
  let best: Price | null = null;
  for (const { pool, state } of pools) {
    const nativeIsToken0 = pool.token0 === wrappedNative && pool.token1 === token;
    if (!nativeIsToken0 && !(pool.token1 === wrappedNative && pool.token0 === token)) continue;
    const price = priceIn(state, nativeIsToken0);
    if (price !== null && (best === null || price.depth > best.depth)) best = price;
  }
  return best === null ? null : { token, weiNumerator: best.weiNumerator, weiDenominator: best.weiDenominator };
}
