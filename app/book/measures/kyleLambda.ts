import { ensure } from '../../domain/errors.ts';
import { loadNative, type NativeKyleLambda } from '../../native.ts';

/** What a regression of price changes on order flow says. */
export interface LambdaFit {
  /** How far the price moves for one unit of size that takers buy more than they sell. */
  readonly lambda: number;
  readonly standardError: number;
  /** The share of the price's variance that the flow explains. */
  readonly rSquared: number;
  readonly intervals: number;
}

/** Kyle's lambda over intervals of a length (native/book/measures/kyle_lambda.hpp). */
export class KyleLambda {
  readonly #native: NativeKyleLambda;
  readonly #figures = new Float64Array(4);

  constructor(intervalMs = 1000) {
    this.#native = new (loadNative().KyleLambda)(intervalMs);
  }

  /** The mid from a time on; times do not go back. */
  price(atMs: number, mid: number): void {
    const answer = this.#native.price(atMs, mid);
    ensure(answer === 0, 'the native core refused a price', { answer, atMs, mid });
  }

  /** A trade's size, below 0 when the taker sells. */
  trade(atMs: number, signedSize: number): void {
    const answer = this.#native.trade(atMs, signedSize);
    ensure(answer === 0, 'the native core refused a trade', { answer, atMs, signedSize });
  }

  /** null before ten intervals, or when nothing was traded. */
  fit(): LambdaFit | null {
    if (this.#native.fit(this.#figures) !== 1) return null;
    const [lambda = 0, standardError = 0, rSquared = 0, intervals = 0] = this.#figures;
    return { lambda, standardError, rSquared, intervals };
  }
}
