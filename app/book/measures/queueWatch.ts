import type { BookFeed } from '../bookFeed.ts';
import { QueuePosition } from './queuePosition.ts';

/** What became of orders that joined the best prices, had they been sent. */
export interface QueueReport {
  readonly joined: number;
  readonly filled: number;
  /** Of those filled, on average. */
  readonly waitedMs: number | null;
  /** What stood before them, as a share of what stood there when they joined, once they were given up. */
  readonly leftAhead: number | null;
}

interface Waiting {
  readonly side: 'bid' | 'ask';
  readonly ticks: bigint;
  readonly sinceMs: number;
  readonly stood: number;
  readonly queue: QueuePosition;
}

const joinEveryMs = 10_000;
const patienceMs = 30_000;
/** The least there is, so that it disturbs no book. */
const ownSize = 1;

/** Follows an order of the smallest size at both best prices, a new one every ten seconds, until it is filled or thirty seconds have gone. */
export class QueueWatch {
  readonly #feed: BookFeed;
  readonly #instrument: number;
  #waiting: Waiting[] = [];
  #lastJoinMs = Number.NEGATIVE_INFINITY;
  #joined = 0;
  #filled = 0;
  #waitedMs = 0;
  #givenUp = 0;
  #leftAhead = 0;

  readonly #reached: ((joinedMs: number, waitedMs: number) => void) | undefined;

  /** @param reached hears of each order that was filled */
  constructor(feed: BookFeed, instrument: number, reached?: (joinedMs: number, waitedMs: number) => void) {
    this.#reached = reached;
    this.#feed = feed;
    this.#instrument = instrument;
  }

  /** After a change of a book that is whole. */
  book(atMs: number): void {
    for (const { side, ticks, queue } of this.#waiting) {
      queue.level(Number(this.#feed.sizeAt(this.#instrument, side, ticks) ?? 0n));
    }
    this.#waiting = this.#waiting.filter((each) => {
      if (atMs < each.sinceMs + patienceMs) return true;
      this.#givenUp += 1;
      this.#leftAhead += each.stood === 0 ? 0 : each.queue.ahead / each.stood;
      return false;
    });
    if (atMs >= this.#lastJoinMs + joinEveryMs) this.#join(atMs);
  }

  trade(atMs: number, ticks: bigint, size: number, takerBuys: boolean): void {
    const side = takerBuys ? 'ask' : 'bid';
    this.#waiting = this.#waiting.filter((each) => {
      if (each.side !== side) return true;
      const isThrough = takerBuys ? ticks > each.ticks : ticks < each.ticks;
      if (isThrough) each.queue.tradeThrough();
      else if (ticks === each.ticks) each.queue.trade(size);
      if (!each.queue.isDone) return true;
      this.#filled += 1;
      this.#waitedMs += atMs - each.sinceMs;
      this.#reached?.(each.sinceMs, atMs - each.sinceMs);
      return false;
    });
  }

  /** The book is lost: what our orders stand behind is no longer known. */
  lose(): void {
    this.#joined -= this.#waiting.length;
    this.#waiting = [];
  }

  report(): QueueReport {
    return {
      joined: this.#joined - this.#waiting.length,
      filled: this.#filled,
      waitedMs: this.#filled === 0 ? null : this.#waitedMs / this.#filled,
      leftAhead: this.#givenUp === 0 ? null : this.#leftAhead / this.#givenUp,
    };
  }

  #join(atMs: number): void {
    const best = this.#feed.best(this.#instrument);
    if (best === null) return;
    this.#lastJoinMs = atMs;
    for (const side of ['bid', 'ask'] as const) {
      const stood = Number(best[side].size);
      const queue = new QueuePosition(stood, ownSize);
      this.#waiting.push({ side, ticks: best[side].ticks, sinceMs: atMs, stood, queue });
      this.#joined += 1;
    }
  }
}
