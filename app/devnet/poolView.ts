import type { PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { DevnetToken } from './token.ts';

/** A pool as the crowd knows it: which tokens, which fee, by which door it is traded. */
export interface CrowdPool {
  readonly address: Address;
  readonly kind: PoolKind;
  readonly dexId: string;
  readonly token0: DevnetToken;
  readonly token1: DevnetToken;
  readonly feePpm: number;
}

/**
 * A pool's state in doubles, raw units. For V3 the virtual reserves of the liquidity in range (L / sqrtP and L * sqrtP):
 * good to the next initialised tick, which is as far as the crowd thinks.
 */
export interface PoolView {
  readonly pool: CrowdPool;
  readonly reserve0: number;
  readonly reserve1: number;
}

/** Virtual reserves of a V3 pool from its slot0 and liquidity. */
export function virtualReserves(
  sqrtPriceX96: bigint,
  liquidity: bigint,
): { readonly reserve0: number; readonly reserve1: number } {
  const sqrtPrice = Number(sqrtPriceX96) / 2 ** 96;
  return { reserve0: Number(liquidity) / sqrtPrice, reserve1: Number(liquidity) * sqrtPrice };
}

/** Raw units of token1 for one of token0, before fees. */
export function spotPrice(view: PoolView): number {
  return view.reserve1 / view.reserve0;
}

/** What goes into the constant product to move its price by `ratio` (> 1) against the buyer. */
export function inputToMovePrice(reserveIn: number, ratio: number, feePpm: number): number {
  return (reserveIn * (Math.sqrt(ratio) - 1)) / (1 - feePpm / 1e6);
}
