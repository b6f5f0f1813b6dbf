import { ExpectedError } from '../domain/errors.ts';
import type { Candle } from './candle.ts';
import { type Interval, intervalMs } from './interval.ts';

/** Makes candles of what comes in order of time: one step of constant cost for each bar or trade, exact to the last digit. */
export class CandleBuilder {
  readonly #lengthMs: number;
  #openTimeMs = 0;
  #endMs = -1;
  #latestMs = -1;
  #open = 0n;
  #high = 0n;
  #low = 0n;
  #close = 0n;
  #volume = 0n;
  #quoteVolume: bigint | null = null;
  #trades: number | null = null;
  #takerVolume: bigint | null = null;
  #takerQuoteVolume: bigint | null = null;

  constructor(interval: Interval) {
    this.#lengthMs = intervalMs(interval);
  }

  /**
   * Takes one bar or, with four equal prices, one trade. A column that is null once is null in that candle.
   * @returns the candle that this one ended, or null
   * @throws ExpectedError CANDLE_OUT_OF_ORDER when it is earlier than one before
   */
  add(
    atMs: number,
    open: bigint,
    high: bigint,
    low: bigint,
    close: bigint,
    volume: bigint,
    quoteVolume: bigint | null,
    trades: number | null,
    takerVolume: bigint | null,
    takerQuoteVolume: bigint | null,
  ): Candle | null {
    if (atMs < this.#latestMs) throw outOfOrder(atMs, this.#latestMs);
    this.#latestMs = atMs;
    if (atMs >= this.#endMs) {
      const finished = this.current();
      this.#openTimeMs = atMs - (atMs % this.#lengthMs);
      this.#endMs = this.#openTimeMs + this.#lengthMs;
      this.#open = open;
      this.#high = high;
      this.#low = low;
      this.#close = close;
      this.#volume = volume;
      this.#quoteVolume = quoteVolume;
      this.#trades = trades;
      this.#takerVolume = takerVolume;
      this.#takerQuoteVolume = takerQuoteVolume;
      return finished;
    }
    if (high > this.#high) this.#high = high;
    if (low < this.#low) this.#low = low;
    this.#close = close;
    this.#volume += volume;
    this.#quoteVolume = sum(this.#quoteVolume, quoteVolume);
    this.#trades = this.#trades === null || trades === null ? null : this.#trades + trades;
    this.#takerVolume = sum(this.#takerVolume, takerVolume);
    this.#takerQuoteVolume = sum(this.#takerQuoteVolume, takerQuoteVolume);
    return null;
  }

  /** The candle under way as it stands, or null before the first. */
  current(): Candle | null {
    if (this.#endMs < 0) return null;
    return {
      openTimeMs: this.#openTimeMs,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume,
      quoteVolume: this.#quoteVolume,
      trades: this.#trades,
      takerVolume: this.#takerVolume,
      takerQuoteVolume: this.#takerQuoteVolume,
    };
  }
}

function sum(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return null;
  return b === 0n ? a : a + b;
}

function outOfOrder(atMs: number, latestMs: number): ExpectedError {
  return new ExpectedError('CANDLE_OUT_OF_ORDER', 'a bar or trade came that is older than the one before it', {
    advice: 'Sort the source by time, or drop the late rows; the import report names them.',
    facts: { atMs, latestMs },
  });
}
