/** What a regression of price changes on order flow says. */
export interface LambdaFit {
  /** How far the price moves for one unit of size that takers buy more than they sell. */
  readonly lambda: number;
  readonly standardError: number;
  /** The share of the price's variance that the flow explains. */
  readonly rSquared: number;
  readonly intervals: number;
}

const fewestIntervals = 10;

/**
 * Kyle's lambda (Kyle, "Continuous Auctions and Insider Trading", 1985), estimated as is usual: the change of the mid over an interval regressed on the signed size
 * traded in it, by least squares with an intercept. Intervals lie on multiples of their length; one in which nothing was traded counts with 0.
 */
export class KyleLambda {
  readonly #intervalMs: number;
  #interval: number | null = null;
  #flow = 0;
  #startPrice: number | null = null;
  #price: number | null = null;
  #count = 0;
  #sumX = 0;
  #sumY = 0;
  #sumXX = 0;
  #sumXY = 0;
  #sumYY = 0;

  constructor(intervalMs = 1000) {
    this.#intervalMs = intervalMs;
  }

  /** The mid from a time on; times do not go back. */
  price(atMs: number, mid: number): void {
    this.#advance(atMs);
    this.#startPrice ??= mid;
    this.#price = mid;
  }

  /** A trade's size, below 0 when the taker sells. */
  trade(atMs: number, signedSize: number): void {
    this.#advance(atMs);
    this.#flow += signedSize;
  }

  #advance(atMs: number): void {
    const interval = Math.floor(atMs / this.#intervalMs);
    const current = this.#interval;
    if (current === null) this.#interval = interval;
    if (current === null || interval <= current) return;
    if (this.#startPrice !== null && this.#price !== null) {
      this.#add(this.#flow, this.#price - this.#startPrice);
      for (let empty = current + 1; empty < interval; empty += 1) this.#add(0, 0);
    }
    this.#interval = interval;
    this.#startPrice = this.#price;
    this.#flow = 0;
  }

  #add(x: number, y: number): void {
    this.#count += 1;
    this.#sumX += x;
    this.#sumY += y;
    this.#sumXX += x * x;
    this.#sumXY += x * y;
    this.#sumYY += y * y;
  }

  /** null before ten intervals, or when nothing was traded. */
  fit(): LambdaFit | null {
    const n = this.#count;
    const varianceX = this.#sumXX - (this.#sumX * this.#sumX) / n;
    const varianceY = this.#sumYY - (this.#sumY * this.#sumY) / n;
    if (n < fewestIntervals || !(varianceX > 0)) return null;
    const covariance = this.#sumXY - (this.#sumX * this.#sumY) / n;
    const lambda = covariance / varianceX;
    const unexplained = Math.max(0, varianceY - lambda * covariance);
    return {
      lambda,
      standardError: Math.sqrt(unexplained / (n - 2) / varianceX),
      rSquared: varianceY > 0 ? 1 - unexplained / varianceY : 0,
      intervals: n,
    };
  }
}
