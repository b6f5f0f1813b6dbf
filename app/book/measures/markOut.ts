import { ensure } from '../../domain/errors.ts';
import { loadNative, type NativeMarkOuts } from '../../native.ts';

/** What trades cost their takers at once, and what is left of it after a while; basis points of the price, weighted by size. */
export interface MarkOut {
  readonly horizonMs: number;
  readonly trades: number;
  /** Half the spread that was paid: from the mid before the trade to its price. */
  readonly effective: number;
  /** What the maker keeps: from the trade's price to the mid after the horizon. Below 0 the maker lost. */
  readonly realised: number;
  /** Adverse selection: how far the mid went with the taker. effective = realised + impact. */
  readonly impact: number;
}

/** One trade whose horizon is over; basis points of the mid before it. */
export interface SettledTrade {
  readonly horizonMs: number;
  readonly atMs: number;
  readonly size: number;
  readonly effective: number;
  readonly realised: number;
}

const figuresEach = 5;
const tradesAtOnce = 32;

/** The horizons that are looked at unless others are asked for. */
export const markOutHorizonsMs = [1000, 5000, 30_000] as const;

/** Adverse selection by mark-out after each horizon (native/book/measures/mark_outs.hpp). Times are the venue's. */
export class MarkOuts {
  readonly #native: NativeMarkOuts;
  readonly #horizons: number;
  readonly #settled: ((trade: SettledTrade) => void) | undefined;
  readonly #figures: Float64Array;

  /** @param settled hears of each trade once its horizon is over */
  constructor(horizonsMs: readonly number[] = markOutHorizonsMs, settled?: (trade: SettledTrade) => void) {
    this.#settled = settled;
    this.#horizons = horizonsMs.length;
    this.#native = new (loadNative().MarkOuts)(Float64Array.from(horizonsMs), settled !== undefined);
    this.#figures = new Float64Array(figuresEach * Math.max(tradesAtOnce, horizonsMs.length));
  }

  /** The mid from a time on. */
  price(atMs: number, mid: number): void {
    let waiting = this.#native.price(atMs, mid);
    ensure(waiting >= 0, 'the native core refused a price', { answer: waiting, atMs, mid });
    while (waiting > 0) waiting -= this.#tell();
  }

  /** A trade against the last mid from before it: quotes that it moved itself often come first. One before all that are known is left out. */
  trade(atMs: number, price: number, size: number, takerBuys: boolean): void {
    const answer = this.#native.trade(atMs, price, size, takerBuys);
    ensure(answer === 0, 'the native core refused a trade', { answer, atMs, price, size });
  }

  /** Trades whose horizon is not over are not in it. */
  report(): MarkOut[] {
    this.#native.report(this.#figures);
    return Array.from({ length: this.#horizons }, (_, i) => {
      const [horizonMs, trades, , effective, realised] = this.#row(i);
      return { horizonMs, trades, effective, realised, impact: effective - realised };
    });
  }

  #tell(): number {
    const count = this.#native.takeSettled(this.#figures);
    ensure(count > 0, 'the native core keeps a settled trade', { count });
    for (let i = 0; i < count; i += 1) {
      const [horizonMs, atMs, size, effective, realised] = this.#row(i);
      this.#settled?.({ horizonMs, atMs, size, effective, realised });
    }
    return count;
  }

  #row(i: number): readonly [number, number, number, number, number] {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = this.#figures.subarray(figuresEach * i, figuresEach * (i + 1));
    return [a, b, c, d, e];
  }
}
