import type { OrderSide } from './order.ts';

export type BookSide = 'bid' | 'ask';

/** A level of the recorded book has this size now; 0: it is gone. */
export interface LevelChange {
  readonly side: BookSide;
  readonly ticks: bigint;
  readonly size: bigint;
}

/** The side that an order of ours takes from, and the side it rests on. */
export const takenSide = (side: OrderSide): BookSide => (side === 'buy' ? 'ask' : 'bid');
export const restingSide = (side: OrderSide): BookSide => (side === 'buy' ? 'bid' : 'ask');

/** Whether the first price is better than the second for whoever takes from this side. */
export function isBetter(side: BookSide, ticks: bigint, than: bigint): boolean {
  return side === 'ask' ? ticks < than : ticks > than;
}

interface Level {
  recorded: bigint;
  /** What of it we took: the recording still shows it. */
  taken: bigint;
}

/**
 * What could be traded with, had we been there: the recorded book without what we took of it. What was taken stays away while the recording shows it, so that nothing is taken twice; where the
 * recorded level falls below it, those orders are gone in the recording too, and what comes later is new.
 */
export class Liquidity {
  readonly #sides = { bid: new Map<bigint, Level>(), ask: new Map<bigint, Level>() };
  isWhole = false;

  at(side: BookSide, ticks: bigint): bigint {
    const level = this.#sides[side].get(ticks);
    return level === undefined ? 0n : level.recorded - level.taken;
  }

  set({ side, ticks, size }: LevelChange): void {
    const levels = this.#sides[side];
    const before = levels.get(ticks);
    if (size === 0n) levels.delete(ticks);
    else if (before === undefined) levels.set(ticks, { recorded: size, taken: 0n });
    else {
      before.recorded = size;
      if (before.taken > size) before.taken = size;
    }
  }

  take(side: BookSide, ticks: bigint, size: bigint): void {
    const level = this.#sides[side].get(ticks);
    if (level !== undefined) level.taken += size;
  }

  /** The prices that the recording shows on a side. */
  prices(side: BookSide): IterableIterator<bigint> {
    return this.#sides[side].keys();
  }

  /** Levels with something to take, best first, up to a price; null: to the end. */
  takeable(side: BookSide, limit: bigint | null): readonly { readonly ticks: bigint; readonly size: bigint }[] {
    const found: { ticks: bigint; size: bigint }[] = [];
    for (const [ticks, { recorded, taken }] of this.#sides[side]) {
      if (recorded > taken && (limit === null || !isBetter(side, limit, ticks)))
        found.push({ ticks, size: recorded - taken });
    }
    return found.sort((a, b) => (isBetter(side, a.ticks, b.ticks) ? -1 : 1));
  }

  /** The book is lost: nothing is known to stand anywhere. */
  clear(): void {
    this.isWhole = false;
    this.#sides.bid.clear();
    this.#sides.ask.clear();
  }
}
