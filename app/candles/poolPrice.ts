import { ensure } from '../domain/errors.ts';

/** An exact price: token1 for one token0, in whole tokens, as the pool itself counts. */
export interface PoolPrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export type Rounding = 'down' | 'up' | 'halfEven';

function inWholeTokens(numerator: bigint, denominator: bigint, decimals0: number, decimals1: number): PoolPrice {
  return { numerator: numerator * 10n ** BigInt(decimals0), denominator: denominator * 10n ** BigInt(decimals1) };
}

/** The marginal price of a V2 pair: reserve1 / reserve0. Both are positive. */
export function priceOfReserves(reserve0: bigint, reserve1: bigint, decimals0: number, decimals1: number): PoolPrice {
  ensure(reserve0 > 0n && reserve1 > 0n, 'an empty pair has no price');
  return inWholeTokens(reserve1, reserve0, decimals0, decimals1);
}

/** The marginal price of a V3 pool: (sqrtPriceX96 / 2^96)^2. */
export function priceOfSqrtPriceX96(sqrtPriceX96: bigint, decimals0: number, decimals1: number): PoolPrice {
  ensure(sqrtPriceX96 > 0n, 'a pool that is not initialised has no price');
  return inWholeTokens(sqrtPriceX96 * sqrtPriceX96, 1n << 192n, decimals0, decimals1);
}

/** The price in units of 10^-digits. Rounding keeps order, so a high stays a high. */
export function roundPrice(price: PoolPrice, digits: number, rounding: Rounding): bigint {
  const scaled = price.numerator * 10n ** BigInt(digits);
  const down = scaled / price.denominator;
  const rest = scaled % price.denominator;
  if (rest === 0n || rounding === 'down') return down;
  if (rounding === 'up') return down + 1n;
  const twice = 2n * rest;
  if (twice === price.denominator) return down + (down % 2n);
  return twice > price.denominator ? down + 1n : down;
}
