import { least } from './least.ts';
import type { BookOrder } from './order.ts';

/**
 * What is assumed of orders that are cancelled at a level, which an L2 feed does not place. conservative: they all stood behind ours, so that only trades bring it forward. proportional: each part of
 * the queue is cancelled as often as any other, which is the plainest of Rigtorp's probabilities ("Estimating order queue position", rigtorp.se, 2013: f(x) = x). hftbacktest has the first as its
 * risk-averse queue model and the second among its probability models.
 */
export type QueueRule = 'conservative' | 'proportional';

/** An order of ours that stands in a queue. */
export interface RestingOrder {
  readonly order: BookOrder;
  /** What is not filled of it. */
  open: bigint;
  /** What of others goes before it. */
  ahead: bigint;
}

export interface RestingFill {
  readonly resting: RestingOrder;
  readonly size: bigint;
}

/**
 * Our orders at one price in the order in which they came, and what of others goes before each. The level's size is that of others: ours is not in the recording. Trades take from the front; what the
 * level loses beyond them was cancelled; what it gains joins behind.
 */
export class RestingLevel {
  readonly orders: RestingOrder[] = [];
  readonly #rule: QueueRule;
  /** What stood there by the book's last word. */
  #level: bigint;
  /** What was traded there since. */
  #traded = 0n;

  constructor(rule: QueueRule, level: bigint) {
    this.#rule = rule;
    this.#level = level;
  }

  /** Joins behind all that stands there. */
  join(order: BookOrder, open: bigint): RestingOrder {
    const left = this.#level > this.#traded ? this.#level - this.#traded : 0n;
    const before = this.orders.at(-1)?.ahead ?? 0n;
    const resting = { order, open, ahead: left > before ? left : before };
    this.orders.push(resting);
    return resting;
  }

  remove(id: string): RestingOrder | null {
    const place = this.orders.findIndex(({ order }) => order.id === id);
    return place < 0 ? null : (this.orders.splice(place, 1)[0] ?? null);
  }

  /**
   * A trade at this price against our side: first come, first served. Fills are at most what comes to this level.
   * @param size what comes to it: not what met ours at better prices @param recorded what the recording's level lost by it
   */
  trade(size: bigint, recorded: bigint): readonly RestingFill[] {
    let left = size;
    let others = 0n;
    const fills: RestingFill[] = [];
    for (const resting of this.orders) {
      const before = resting.ahead > others ? least(left, resting.ahead - others) : 0n;
      others += before;
      left -= before;
      resting.ahead = resting.ahead > others ? resting.ahead - others : 0n;
      const filled = resting.ahead === 0n ? least(left, resting.open) : 0n;
      if (filled === 0n) continue;
      left -= filled;
      fills.push({ resting, size: filled });
    }
    this.#traded += recorded;
    return this.#settle(fills);
  }

  /** Somebody traded, or came to trade, beyond this price: by priority of price, we were there before. Fills are at most the size. */
  through(size: bigint): readonly RestingFill[] {
    let left = size;
    const fills: RestingFill[] = [];
    for (const resting of this.orders) {
      resting.ahead = 0n;
      const filled = least(left, resting.open);
      if (filled === 0n) continue;
      left -= filled;
      fills.push({ resting, size: filled });
    }
    return this.#settle(fills);
  }

  /** What now stands at this price by the book. Trades before it are taken off first: they are no cancels. */
  state(size: bigint): void {
    const left = this.#level > this.#traded ? this.#level - this.#traded : 0n;
    const cancelled = left > size ? left - size : 0n;
    for (const resting of this.orders) {
      resting.ahead = least(resting.ahead, left);
      // Rounded down: what is not sure has not left.
      if (cancelled > 0n && this.#rule === 'proportional') resting.ahead -= (cancelled * resting.ahead) / left;
      resting.ahead = least(resting.ahead, size);
    }
    this.#traded = 0n;
    this.#level = size;
  }

  #settle(fills: readonly RestingFill[]): readonly RestingFill[] {
    for (const { resting, size } of fills) resting.open -= size;
    for (const { resting } of fills) if (resting.open === 0n) this.remove(resting.order.id);
    return fills;
  }
}
