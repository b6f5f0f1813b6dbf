import type { BookFeed, BookLevel, BookOutcome } from './bookFeed.ts';
import type { BookTexts, LevelText } from './levelTexts.ts';
import { sizeUnitsOf, ticksOf } from './quoteScale.ts';

/** bid, ask: the level has this size now, 0: it is gone. whole: what follows is the whole book, from an empty one. lost: there is none until the next whole one. */
export interface BookChange {
  readonly change: 'bid' | 'ask' | 'whole' | 'lost';
  readonly ticks: bigint;
  readonly size: bigint;
}

/** The best quotes with what stands at the ten best levels of each side together; null: there is no book to show. */
export interface QuoteChange {
  readonly bid: BookLevel;
  readonly ask: BookLevel;
  readonly bidDepth: bigint;
  readonly askDepth: bigint;
}

type Side = 'bid' | 'ask';
const sides = ['bid', 'ask'] as const;
const depthLevels = 10;
const firstRoom = 1024;

/** Follows one book of a feed and tells what each message changed in it, so that whoever notes the changes can make the same book of them. */
export class BookChanges {
  readonly #feed: BookFeed;
  readonly #instrument: number;
  /** Venues that speak of so many levels do not say which fall off. */
  readonly #isCut: boolean;
  readonly #levels = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() };
  #isWhole = false;
  #quote: QuoteChange | null = null;

  constructor(feed: BookFeed, instrument: number, isCut: boolean) {
    this.#feed = feed;
    this.#instrument = instrument;
    this.#isCut = isCut;
  }

  /** After a message about this book, or after it was lost. */
  after(outcome: BookOutcome, texts: BookTexts | null): readonly BookChange[] {
    if (!this.#feed.isLive(this.#instrument)) return this.#lose();
    if (outcome === 'snapshot') return this.#state();
    if (outcome !== 'applied') return [];
    if (!this.#isWhole || texts === null) return this.#state();
    return [...sides.flatMap((side) => this.#setAll(side, texts[`${side}s`])), ...this.#cut()];
  }

  /** The whole book as it was told so far, for whoever begins to note it here. */
  whole(): readonly BookChange[] {
    if (!this.#isWhole) return [];
    return [
      { change: 'whole', ticks: 0n, size: 0n },
      ...sides.flatMap((side) => [...this.#levels[side]].map(([ticks, size]) => ({ change: side, ticks, size }))),
    ];
  }

  /** The best quotes, when their prices or sizes are others than at the last call; undefined: they are the same. */
  quote(): QuoteChange | null | undefined {
    const best = this.#feed.best(this.#instrument);
    if (isSameQuote(best, this.#quote)) return undefined;
    const depthOf = (side: Side): bigint =>
      this.#feed.depth(this.#instrument, side, depthLevels).reduce((sum, { size }) => sum + size, 0n);
    this.#quote = best === null ? null : { ...best, bidDepth: depthOf('bid'), askDepth: depthOf('ask') };
    return this.#quote;
  }

  /** The best quotes as they stood at the last call of `quote`. */
  get standing(): QuoteChange | null {
    return this.#quote;
  }

  #lose(): readonly BookChange[] {
    if (!this.#isWhole) return [];
    this.#isWhole = false;
    for (const side of sides) this.#levels[side].clear();
    return [{ change: 'lost', ticks: 0n, size: 0n }];
  }

  /** The book is stated anew: from nothing, or by what differs from what was told. */
  #state(): readonly BookChange[] {
    const stated = { bid: this.#all('bid'), ask: this.#all('ask') };
    if (!this.#isWhole) {
      this.#isWhole = true;
      for (const side of sides) for (const { ticks, size } of stated[side]) this.#levels[side].set(ticks, size);
      return this.whole();
    }
    return sides.flatMap((side) => {
      const kept = new Set(stated[side].map(({ ticks }) => ticks));
      const gone = [...this.#levels[side].keys()].filter((ticks) => !kept.has(ticks));
      return [
        ...gone.flatMap((ticks) => this.#set(side, ticks, 0n)),
        ...stated[side].flatMap(({ ticks, size }) => this.#set(side, ticks, size)),
      ];
    });
  }

  #setAll(side: Side, texts: readonly LevelText[]): BookChange[] {
    const scale = this.#feed.instruments[this.#instrument];
    if (scale === undefined) return [];
    return texts.flatMap((text) => {
      const [ticks, size] = [ticksOf(scale, text.price), sizeUnitsOf(scale, text.size)];
      // The core took the same texts: it refuses the message where one is no number.
      return ticks === null || size === null ? [] : this.#set(side, ticks, size);
    });
  }

  #set(side: Side, ticks: bigint, size: bigint): BookChange[] {
    const levels = this.#levels[side];
    if ((levels.get(ticks) ?? 0n) === size) return [];
    if (size === 0n) levels.delete(ticks);
    else levels.set(ticks, size);
    return [{ change: side, ticks, size }];
  }

  /** Levels beyond the depth that the venue speaks of. */
  #cut(): BookChange[] {
    if (!this.#isCut) return [];
    return sides.flatMap((side) => {
      const levels = this.#levels[side];
      const kept = this.#feed.depth(this.#instrument, side, levels.size);
      if (kept.length === levels.size) return [];
      const known = new Set(kept.map(({ ticks }) => ticks));
      return [...levels.keys()].filter((ticks) => !known.has(ticks)).flatMap((ticks) => this.#set(side, ticks, 0n));
    });
  }

  #all(side: Side): BookLevel[] {
    for (let room = firstRoom; ; room *= 8) {
      const levels = this.#feed.depth(this.#instrument, side, room);
      if (levels.length < room) return levels;
    }
  }
}

function isSameQuote(best: { bid: BookLevel; ask: BookLevel } | null, last: QuoteChange | null): boolean {
  if (best === null || last === null) return best === last;
  return sides.every((side) => best[side].ticks === last[side].ticks && best[side].size === last[side].size);
}
