import type { UniswapV3State } from '../../domain/pool.ts';
import { ReferenceRevert, referenceSwapStep } from './swapStep.ts';
import { maxSqrtRatio, maxTick, minSqrtRatio, minTick, sqrtRatioAtTick, tickAtSqrtRatio } from './tickMath.ts';

export interface ReferenceSwap {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly ticksCrossed: number;
  readonly filled: boolean;
}

interface Request {
  readonly feePpm: number;
  readonly tickSpacing: number;
  readonly zeroForOne: boolean;
  readonly exactIn: boolean;
  readonly amount: bigint;
  readonly limit?: bigint;
}

/** The next tick that a bitmap word shows: an initialised one, or the word's edge. Looks at every spacing, one by one. */
function nextInWord(state: UniswapV3State, tick: number, spacing: number, down: boolean): number {
  let compressed = Math.floor(tick / spacing) + (down ? 0 : 1);
  const last = Math.floor(compressed / 256) * 256 + (down ? 0 : 255);
  while (compressed !== last && !state.ticks.has(compressed * spacing)) compressed += down ? -1 : 1;
  return Math.min(maxTick, Math.max(minTick, compressed * spacing));
}

/**
 * A whole V3 swap in plain bigints, read off the whitepaper (section 6.2): every step, no short cut. Null where the pool
 * reverts, or where nothing limits the price and the swap is not filled.
 */
export function referenceV3Swap(state: UniswapV3State, request: Request): ReferenceSwap | null {
  const { zeroForOne: down, exactIn } = request;
  const limit = request.limit ?? (down ? minSqrtRatio + 1n : maxSqrtRatio - 1n);
  const { sqrtPriceX96: start } = state;
  if (request.amount <= 0n || request.amount >= 1n << 255n || start === 0n) return null;
  if (down ? limit >= start || limit <= minSqrtRatio : limit <= start || limit >= maxSqrtRatio) return null;
  let { sqrtPriceX96: price, tick, liquidity } = state;
  let remaining = request.amount;
  let amountIn = 0n;
  let amountOut = 0n;
  let ticksCrossed = 0;
  try {
    while (remaining !== 0n && price !== limit) {
      const next = nextInWord(state, tick, request.tickSpacing, down);
      const nextPrice = sqrtRatioAtTick(next);
      const target = (down ? nextPrice < limit : nextPrice > limit) ? limit : nextPrice;
      const step = referenceSwapStep(price, target, liquidity, remaining, exactIn, BigInt(request.feePpm));
      remaining -= exactIn ? step.amountIn + step.fee : step.amountOut;
      amountIn += step.amountIn + step.fee;
      amountOut += step.amountOut;
      if (step.price === nextPrice) {
        const crossed = state.ticks.get(next);
        if (crossed !== undefined) {
          liquidity += down ? -crossed.liquidityNet : crossed.liquidityNet;
          ticksCrossed += 1;
          if (liquidity < 0n || liquidity >= 1n << 128n) return null;
        }
        tick = down ? next - 1 : next;
      } else if (step.price !== price) {
        tick = tickAtSqrtRatio(step.price);
      }
      price = step.price;
    }
  } catch (error) {
    if (error instanceof ReferenceRevert) return null;
    throw error;
  }
  const filled = remaining === 0n;
  if (!filled && request.limit === undefined) return null;
  return { amountIn, amountOut, sqrtPriceX96: price, tick, liquidity, ticksCrossed, filled };
}
