import type { BookLevelChange, BookQuote } from '../../history/bookRows.ts';

/** A book made of stored changes, as whoever reads the history would make it: two plain maps. */
export class StoredBook {
  readonly bid = new Map<bigint, bigint>();
  readonly ask = new Map<bigint, bigint>();
  isWhole = false;

  take({ change, price, size }: BookLevelChange): void {
    if (change === 'whole' || change === 'lost') {
      this.bid.clear();
      this.ask.clear();
      this.isWhole = change === 'whole';
    } else if (size === 0n) this[change].delete(price);
    else this[change].set(price, size);
  }

  /** Price and size, best first. */
  levels(side: 'bid' | 'ask'): readonly (readonly [bigint, bigint])[] {
    const sign = side === 'bid' ? -1 : 1;
    return [...this[side]].sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
  }

  /** As the history keeps best quotes. */
  quote(atMs: number): BookQuote {
    const [bids, asks] = [this.levels('bid'), this.levels('ask')];
    const [[bid, bidSize] = [0n, 0n], [ask, askSize] = [0n, 0n]] = [bids[0], asks[0]];
    const none = { atMs, bid: 0n, bidSize: 0n, ask: 0n, askSize: 0n, bidDepth: 0n, askDepth: 0n };
    if (!this.isWhole || bids.length === 0 || asks.length === 0) return none;
    const depth = (levels: readonly (readonly [bigint, bigint])[]): bigint =>
      levels.slice(0, 10).reduce((sum, [, size]) => sum + size, 0n);
    return { atMs, bid, bidSize, ask, askSize, bidDepth: depth(bids), askDepth: depth(asks) };
  }
}
