import type { Candle } from '../candles/candle.ts';

/** A bar as live charts keep it: exact integers, without what no chart shows. */
export type Bar = Pick<Candle, 'openTimeMs' | 'open' | 'high' | 'low' | 'close' | 'volume'> & {
  readonly trades: number;
};

export const barsPerChunk = 64;
const amounts = ['open', 'high', 'low', 'close', 'volume'] as const;
const wordsPerBar = amounts.length * 2;

/**
 * Up to 64 finished bars, exact, at 96 bytes each. A price or an amount is less than 2^128: a price has 38 decimal digits at most, an
 * amount 112 bits, and a bar's volume is the sum of fewer than 2^16 of them.
 */
export class BarChunk {
  readonly #words = new BigUint64Array(barsPerChunk * wordsPerBar);
  readonly #places = new Float64Array(barsPerChunk * 2);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === barsPerChunk;
  }

  openTimeMs(index: number): number {
    return this.#places[2 * index] ?? 0;
  }

  push(bar: Bar): void {
    const at = this.#length;
    this.#places[2 * at] = bar.openTimeMs;
    this.#places[2 * at + 1] = bar.trades;
    for (const [place, name] of amounts.entries()) {
      const word = at * wordsPerBar + 2 * place;
      this.#words[word] = BigInt.asUintN(64, bar[name]);
      this.#words[word + 1] = bar[name] >> 64n;
    }
    this.#length += 1;
  }

  at(index: number): Bar {
    const value = (place: number): bigint => {
      const word = index * wordsPerBar + 2 * place;
      return ((this.#words[word + 1] ?? 0n) << 64n) | (this.#words[word] ?? 0n);
    };
    return {
      openTimeMs: this.openTimeMs(index),
      open: value(0),
      high: value(1),
      low: value(2),
      close: value(3),
      volume: value(4),
      trades: this.#places[2 * index + 1] ?? 0,
    };
  }

  copy(): BarChunk {
    const copy = new BarChunk();
    copy.#words.set(this.#words);
    copy.#places.set(this.#places);
    copy.#length = this.#length;
    return copy;
  }
}
