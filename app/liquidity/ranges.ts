import { readUint256 } from '../detect/words.ts';
import { ensure } from '../domain/errors.ts';
import type { PoolState, UniswapV3State } from '../domain/pool.ts';
import { loadNative } from '../native.ts';

/** A stretch of the price over which liquidity is constant. Square roots of token1 for one token0 in smallest units, in Q64.96. */
export interface LiquidityRange {
  readonly fromSqrtX96: bigint;
  readonly toSqrtX96: bigint;
  readonly liquidity: bigint;
}

/** A pool as a price and the stretches around it, which touch or leave gaps, lowest price first. */
export interface LiquidityProfile {
  readonly sqrtPriceX96: bigint;
  readonly ranges: readonly LiquidityRange[];
}

/** The extremes of Uniswap V3's square-root prices. */
const [minSqrtX96, maxSqrtX96] = [4295128739n, 1461446703485210103287273052203988822378723970342n];
const words = new BigUint64Array(4);

/** sqrt(1.0001^tick) in Q64.96, as the contract rounds it. */
function sqrtAtTick(tick: number): bigint {
  ensure(loadNative().sqrtRatioAtTick(tick, words) === 0, 'a tick within the bounds of the contract', { tick });
  return readUint256(words, 0);
}

/** The greatest whole number whose square is at most `value`. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** null while the pool holds nothing or was not initialised. */
export function profileOf(state: PoolState): LiquidityProfile | null {
  if (state.kind === 'uniswapV3') return profileOfTicks(state);
  const { reserve0, reserve1 } = state;
  if (reserve0 === 0n || reserve1 === 0n) return null;
  const sqrtPriceX96 = squareRoot((reserve1 << 192n) / reserve0);
  const liquidity = squareRoot(reserve0 * reserve1);
  return { sqrtPriceX96, ranges: [{ fromSqrtX96: minSqrtX96, toSqrtX96: maxSqrtX96, liquidity }] };
}

function profileOfTicks({ sqrtPriceX96, ticks }: UniswapV3State): LiquidityProfile | null {
  if (sqrtPriceX96 === 0n) return null;
  const sorted = [...ticks].sort(([a], [b]) => a - b);
  const ranges: LiquidityRange[] = [];
  let liquidity = 0n;
  let fromSqrtX96 = 0n;
  for (const [tick, { liquidityNet }] of sorted) {
    const toSqrtX96 = sqrtAtTick(tick);
    if (liquidity > 0n) ranges.push({ fromSqrtX96, toSqrtX96, liquidity });
    liquidity += liquidityNet;
    fromSqrtX96 = toSqrtX96;
  }
  return { sqrtPriceX96, ranges };
}
