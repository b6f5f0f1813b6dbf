import { type PoolPrice, priceOfReserves, priceOfSqrtPriceX96, roundPrice } from '../candles/poolPrice.ts';
import type { Trade } from '../candles/trade.ts';
import type { Address } from '../domain/hex.ts';
import type { PoolSwap } from './poolSwap.ts';

/** A trade of a pool. Its price is token1 for one token0, both in their smallest units: what the pool itself counts, whatever their decimals. */
export interface SwapTick {
  readonly pool: Address;
  readonly price: PoolPrice;
  readonly trade: Omit<Trade, 'price'>;
}

/** Swaps of one pool in one block: its place among them is a part of a trade's id. */
const mostInBlock = 10_000;

/**
 * The swaps of one block as trades of their pools, priced by the state after each, which is exact. An id is the block's number and the
 * swap's place among those of its pool, so that logs and calls of the same block give the same ids.
 * @returns the trades, and the swaps that cannot be one because the source does not tell their price or amounts
 */
export function swapTicks<Swap extends Pick<PoolSwap, 'pool' | 'amounts' | 'after'>>(
  number: number,
  atMs: number,
  swaps: readonly Swap[],
): { readonly ticks: readonly SwapTick[]; readonly unpriced: readonly Swap[] } {
  const ticks: SwapTick[] = [];
  const unpriced: Swap[] = [];
  const places = new Map<Address, number>();
  for (const swap of swaps) {
    const { pool, amounts } = swap;
    const place = places.get(pool) ?? 0;
    places.set(pool, place + 1);
    const price = priceAfter(swap);
    const amount0 = amounts?.[0] ?? 0n;
    if (price === null || amount0 === 0n || place >= mostInBlock) {
      unpriced.push(swap);
      continue;
    }
    // What the pool pays of token0, somebody buys.
    const [size, takerBuys] = amount0 < 0n ? [-amount0, true] : [amount0, false];
    const id = String(number * mostInBlock + place);
    ticks.push({ pool, price, trade: { id, atMs, size, takerBuys } });
  }
  return { ticks, unpriced };
}

function priceAfter({ after }: Pick<PoolSwap, 'after'>): PoolPrice | null {
  if (after === null) return null;
  if (after.kind === 'sqrtPriceX96')
    return after.sqrtPriceX96 > 0n ? priceOfSqrtPriceX96(after.sqrtPriceX96, 0, 0) : null;
  const { reserve0, reserve1 } = after;
  return reserve0 > 0n && reserve1 > 0n ? priceOfReserves(reserve0, reserve1, 0, 0) : null;
}

const [significantDigits, mostDigits] = [18, 36];

/**
 * The number of decimal digits that a pool's series keeps: prices in smallest units lie anywhere between 2^-128 and 2^128, so the first
 * price decides, with eighteen digits of its own and room for the price to rise by a factor of 10^19.
 */
export function priceDigits(price: PoolPrice): number {
  const whole = price.numerator / price.denominator;
  if (whole > 0n) return Math.max(0, significantDigits - whole.toString().length);
  return Math.min(mostDigits, significantDigits + (price.denominator / price.numerator).toString().length);
}

/** What 38 digits hold, as the history and other databases do; and as much of a token as a V2 pair can hold, so that a day's sum fits too. */
const [largestPrice, largestSize] = [10n ** 38n - 1n, (1n << 112n) - 1n];

/** A tick's price and size as a series keeps them, the price rounded half to even; null where they do not fit it. */
export function tradeOf({ price, trade }: SwapTick, digits: number): Trade | null {
  const rounded = roundPrice(price, digits, 'halfEven');
  return rounded <= 0n || rounded > largestPrice || trade.size > largestSize ? null : { ...trade, price: rounded };
}
