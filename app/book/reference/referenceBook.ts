import type { BestQuotes, BookLevel } from '../bookFeed.ts';

const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);

/** A book of two maps: what the native one is held against. Shares nothing with it. */
export class ReferenceBook {
  readonly #sides = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() };

  set(side: 'bid' | 'ask', ticks: bigint, size: bigint): void {
    if (size === 0n) this.#sides[side].delete(ticks);
    else this.#sides[side].set(ticks, size);
  }

  clear(): void {
    this.#sides.bid.clear();
    this.#sides.ask.clear();
  }

  depth(side: 'bid' | 'ask', count: number): BookLevel[] {
    const direction = side === 'bid' ? -1 : 1;
    return [...this.#sides[side]]
      .sort(([a], [b]) => (a < b ? -direction : direction))
      .slice(0, count)
      .map(([ticks, size]) => ({ ticks, size }));
  }

  best(): BestQuotes | null {
    const [bid] = this.depth('bid', 1);
    const [ask] = this.depth('ask', 1);
    return bid === undefined || ask === undefined ? null : { bid, ask };
  }

  isCrossed(): boolean {
    const best = this.best();
    return best !== null && best.bid.ticks >= best.ask.ticks;
  }

  keepBest(count: number): void {
    for (const side of ['bid', 'ask'] as const) {
      const kept = this.depth(side, count);
      this.#sides[side].clear();
      for (const { ticks, size } of kept) this.#sides[side].set(ticks, size);
    }
  }

  taken(taker: 'buy' | 'sell', size: bigint): { filled: bigint; notional: bigint } {
    let [filled, notional] = [0n, 0n];
    for (const level of this.depth(taker === 'buy' ? 'ask' : 'bid', Number.MAX_SAFE_INTEGER)) {
      const part = smaller(level.size, size - filled);
      filled += part;
      notional += part * level.ticks;
    }
    return { filled, notional };
  }
}
