/** How likely it is that what was cancelled stood behind an order, by what stands before and behind it. */
export type CancelModel = (ahead: number, behind: number) => number;

/** By share of the queue: each part of it is cancelled as often as any other. */
export const proportionalCancels: CancelModel = (ahead, behind) => {
  const whole = ahead + behind;
  return whole === 0 ? 1 : behind / whole;
};

/** Orders near the front are cancelled less: logarithms of both parts (Moallemi and Yuan, and Rigtorp, "Estimating order queue position", 2013). */
export const logarithmicCancels: CancelModel = (ahead, behind) => {
  const [front, back] = [Math.log1p(ahead), Math.log1p(behind)];
  return front + back === 0 ? 1 : back / (front + back);
};

/**
 * Where an order of ours stands in the queue of its price level, from what an L2 feed shows: sizes and trades. Trades at the price take from the front; what the level
 * loses beyond them was cancelled, before or behind us by the model; what it gains joins behind. Sizes are without our own order.
 */
export class QueuePosition {
  readonly #model: CancelModel;
  #ahead: number;
  #level: number;
  #traded = 0;
  #filled = 0;
  readonly #size: number;

  /** @param level what stands at the price when our order of `size` joins behind it */
  constructor(level: number, size: number, model: CancelModel = logarithmicCancels) {
    this.#ahead = level;
    this.#level = level;
    this.#size = size;
    this.#model = model;
  }

  /** Size that goes before us. */
  get ahead(): number {
    return this.#ahead;
  }

  /** How much of ours is done. */
  get filled(): number {
    return this.#filled;
  }

  get isDone(): boolean {
    return this.#filled >= this.#size;
  }

  /** A trade at our price against our side. */
  trade(size: number): void {
    const before = Math.min(this.#ahead, size);
    const ours = Math.min(this.#size - this.#filled, size - before);
    this.#ahead -= before;
    this.#filled += ours;
    this.#traded += size - ours;
  }

  /** A trade through our price: whatever stood at it is done. */
  tradeThrough(): void {
    this.#ahead = 0;
    this.#filled = this.#size;
  }

  /** What now stands at our price by the book. Trades before it are taken off first: they are not cancels. */
  level(size: number): void {
    const cancelled = this.#level - this.#traded - size;
    this.#traded = 0;
    this.#level = size;
    if (cancelled > 0) {
      const behind = Math.max(0, size + cancelled - this.#ahead);
      const before = cancelled * (1 - this.#model(this.#ahead, behind));
      this.#ahead -= Math.min(this.#ahead, before);
    }
    this.#ahead = Math.min(this.#ahead, size);
  }
}
