import { ensure } from '../domain/errors.ts';
import type { DevnetToken } from './token.ts';

/** Raw units of `quote` for one raw unit of `base`, at the table's starting prices or at given ones. */
export function rawPrice(
  base: DevnetToken,
  quote: DevnetToken,
  usd: (token: DevnetToken) => number = (token) => token.startUsd,
): number {
  return (usd(base) / usd(quote)) * 10 ** (quote.decimals - base.decimals);
}

/** Raw units of a token that are worth `usd`; rounded down. For set-up and the crowd's decisions, never for books. */
export function amountWorth(usd: number, token: DevnetToken, priceUsd: number = token.startUsd): bigint {
  const amount = (usd / priceUsd) * 10 ** token.decimals;
  ensure(Number.isFinite(amount) && amount >= 0, 'an amount cannot be worth this', {
    usd,
    symbol: token.symbol,
    priceUsd,
  });
  return BigInt(Math.floor(amount));
}

/** sqrt(price) in Uniswap V3's Q64.96, from a price in raw token1 per raw token0. Exact to the digits of a double. */
export function sqrtPriceX96Of(price: number): bigint {
  ensure(price > 0 && Number.isFinite(price), 'a price is positive', { price });
  return BigInt(Math.floor(Math.sqrt(price) * 2 ** 96));
}

/** The tick of a price, rounded down to a multiple of `tickSpacing` and kept inside the range that V3 allows. */
export function usableTick(price: number, tickSpacing: number): number {
  const furthest = Math.floor(887_272 / tickSpacing) * tickSpacing;
  const tick = Math.floor(Math.log(price) / Math.log(1.0001) / tickSpacing) * tickSpacing;
  return Math.max(-furthest, Math.min(furthest, tick));
}
