import type { Candle } from './candle.ts';
import { CandleBuilder } from './candleBuilder.ts';
import type { Interval } from './interval.ts';
import { type PoolPrice, type Rounding, roundPrice } from './poolPrice.ts';

/** One swap: the pool's price after it, and what the pool gained (positive) or paid (negative) of each token. */
export interface PoolSwap {
  readonly atMs: number;
  readonly priceAfter: PoolPrice;
  readonly amount0: bigint;
  readonly amount1: bigint;
}

/**
 * Candles of a pool in its own price direction, token1 for one token0. Prices are the pool's marginal prices after each swap,
 * in units of 10^-priceDigits; volume is token0 and quote volume token1, both in their smallest unit.
 */
export class SwapCandles {
  readonly #builder: CandleBuilder;
  readonly #priceDigits: number;
  readonly #rounding: Rounding;

  constructor(to: Interval, priceDigits: number, rounding: Rounding) {
    this.#builder = new CandleBuilder(to);
    this.#priceDigits = priceDigits;
    this.#rounding = rounding;
  }

  /**
   * @returns the candle that ended before this swap, or null
   * @throws ExpectedError CANDLE_OUT_OF_ORDER for a swap older than the last
   */
  push(swap: PoolSwap): Candle | null {
    const price = roundPrice(swap.priceAfter, this.#priceDigits, this.#rounding);
    const volume = swap.amount0 < 0n ? -swap.amount0 : swap.amount0;
    const quote = swap.amount1 < 0n ? -swap.amount1 : swap.amount1;
    const buys = swap.amount0 < 0n;
    const [taker, takerQuote] = buys ? [volume, quote] : [0n, 0n];
    return this.#builder.add(swap.atMs, price, price, price, price, volume, quote, 1, taker, takerQuote);
  }

  /** The candle under way as it stands, or null before the first swap. */
  current(): Candle | null {
    return this.#builder.current();
  }
}
