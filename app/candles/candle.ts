/** How many digits after the point the integers of a series of candles have. */
export interface CandleDigits {
  readonly price: number;
  readonly volume: number;
  readonly quoteVolume: number;
}

/**
 * One bar. Amounts and prices are exact integers in units of 10^-digits (`CandleDigits`, the same for the whole series).
 * A column that the source does not have is null. A bar without trades is a bar; a missing bar is missing.
 */
export interface Candle {
  readonly openTimeMs: number;
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly volume: bigint;
  readonly quoteVolume: bigint | null;
  readonly trades: number | null;
  /** What takers bought, of `volume` and of `quoteVolume`. */
  readonly takerVolume: bigint | null;
  readonly takerQuoteVolume: bigint | null;
}
