import { ensure } from '../domain/errors.ts';
import { loadNative, type NativeBookFeed } from '../native.ts';
import type { BookInstrument } from './instrument.ts';
import { type BookVenue, bookVenues } from './venue.ts';

/**
 * What became of a message about a book, in the native core's order. applied: a diff is in the book. snapshot: it is the book. waiting: kept, or passed over, until a
 * snapshot comes. stale: the book has it already. The rest take the book off: gap: messages are missing; crossed: the best bid reached the best ask;
 * badChecksum; refused: a price off the tick, a number too large or too many levels; oldSnapshot: one from before what was kept, so another is needed.
 */
export const bookOutcomes = [
  'applied',
  'snapshot',
  'waiting',
  'stale',
  'gap',
  'crossed',
  'badChecksum',
  'refused',
  'oldSnapshot',
] as const;
export type BookOutcome = (typeof bookOutcomes)[number];

export interface BookEvent {
  /** null: of an instrument that the feed does not have. */
  readonly instrument: number | null;
  readonly outcome: BookOutcome;
  readonly levels: number;
  /** The venue's own clock, where the message has it as a number. */
  readonly venueMs: number | null;
  /** The last update id or time that the message speaks of; 0 where it has none. */
  readonly lastId: number;
}

/** Ticks and sizes as the instrument counts them. */
export interface BookLevel {
  readonly ticks: bigint;
  readonly size: bigint;
}

export interface BestQuotes {
  readonly bid: BookLevel;
  readonly ask: BookLevel;
}

/** What a book says by its sizes; prices in ticks. */
export interface FeedFigures {
  readonly midTicks: number;
  readonly spreadTicks: number;
  /** Between -1 and 1: how much more stands on the bid side, at the best prices, and at so many levels. */
  readonly imbalance: number;
  readonly pressure: number;
  /** The mid weighted by the other side's size. */
  readonly weightedMidTicks: number;
  /** What stands at so many best levels, in units of the instrument's sizes. */
  readonly bidDepth: number;
  readonly askDepth: number;
}

export interface BookImpact {
  readonly filled: bigint;
  readonly worstTicks: bigint;
  /** Sum of ticks times size over what is filled. */
  readonly notional: bigint;
}

const figuresPerEvent = 5;
const roomForEvents = 64;
const malformed = -2;

/** Levels as `setLevels` takes them: already scaled, side by side. */
export interface ScaledLevels {
  /** 1 for a bid. */
  readonly isBid: Uint8Array;
  readonly ticks: BigInt64Array;
  readonly sizes: BigUint64Array;
}

/**
 * The books of one connection to a venue, kept in step by its rules from the raw texts that come over it (native/book). A book shows nothing unless it is whole:
 * after a gap, a crossing or a wrong checksum it is empty until the venue states it anew.
 */
export class BookFeed {
  readonly instruments: readonly BookInstrument[];
  readonly #native: NativeBookFeed;
  readonly #figures = new Float64Array(
    new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * figuresPerEvent * roomForEvents),
  );
  readonly #best = new BigInt64Array(4);
  readonly #level = new BigInt64Array(2);
  readonly #impact = new BigUint64Array(5);
  readonly #measured = new Float64Array(7);
  #pairs = new BigInt64Array(2 * 20);

  constructor(venue: BookVenue, instruments: readonly BookInstrument[]) {
    this.instruments = instruments;
    this.#native = new (loadNative().BookFeed)(bookVenues.indexOf(venue), this.#figures);
    for (const { symbol, priceDigits, sizeDigits, tickUnits, depth = 0 } of instruments) {
      const figures = Uint32Array.of(priceDigits, sizeDigits, depth);
      const place = this.#native.add(new TextEncoder().encode(symbol), figures, BigUint64Array.of(tickUnits));
      ensure(place >= 0, 'the native core refused an instrument', { symbol, place });
    }
  }

  /**
   * Takes one text as it came over the connection. `instrument` is meant where it names none, as the answer to a request does not.
   * @returns what it did to which books, none when it is about something else; null when it is malformed
   */
  apply(text: Uint8Array, instrument: number | null = null): readonly BookEvent[] | null {
    const count = this.#native.apply(text, instrument ?? -1);
    if (count === 0) return [];
    if (count === malformed) return null;
    if (count === 1) return [this.#event(0)];
    ensure(count > 0, 'the native core refused a text', { count });
    const events: BookEvent[] = [];
    for (let i = 0; i < Math.min(count, roomForEvents); i += 1) events.push(this.#event(i * figuresPerEvent));
    return events;
  }

  #event(at: number): BookEvent {
    const figures = this.#figures;
    const place = figures[at] ?? -1;
    const venueMs = figures[at + 3] ?? Number.NaN;
    return {
      instrument: place < 0 ? null : place,
      outcome: bookOutcomes[figures[at + 1] ?? -1] ?? 'refused',
      levels: figures[at + 2] ?? 0,
      venueMs: Number.isNaN(venueMs) ? null : venueMs,
      lastId: figures[at + 4] ?? 0,
    };
  }

  /** The connection is new: every book is lost until its venue states it anew. */
  reconnect(): void {
    this.#native.reconnect();
  }

  /** Memory of all its books. */
  get bytes(): number {
    return this.#native.bytes();
  }

  isLive(instrument: number): boolean {
    return this.#native.isLive(instrument) === 1;
  }

  /** The best bid and ask; null while there is none on a side, or the book is not whole. */
  best(instrument: number): BestQuotes | null {
    const figures = this.#best;
    if (this.#native.top(instrument, figures) !== 1) return null;
    const [bidTicks = 0n, bidSize = 0n, askTicks = 0n, askSize = 0n] = figures;
    return { bid: { ticks: bidTicks, size: bidSize }, ask: { ticks: askTicks, size: askSize } };
  }

  /** Up to `count` levels, best first. */
  depth(instrument: number, side: 'bid' | 'ask', count: number): BookLevel[] {
    if (this.#pairs.length < 2 * count) this.#pairs = new BigInt64Array(2 * count);
    const found = this.#native.depth(instrument, side === 'bid', this.#pairs.subarray(0, 2 * count));
    return Array.from({ length: found }, (_, i) => ({
      ticks: this.#pairs[2 * i] ?? 0n,
      size: this.#pairs[2 * i + 1] ?? 0n,
    }));
  }

  /** What stands at a price; null while the book is not whole. */
  sizeAt(instrument: number, side: 'bid' | 'ask', ticks: bigint): bigint | null {
    this.#level[0] = ticks;
    return this.#native.sizeAt(instrument, side === 'bid', this.#level) === 1 ? (this.#level[1] ?? 0n) : null;
  }

  /** What taking `size` would do: a buyer takes from the asks. Fills less where the book holds less; null while it is not whole. */
  impact(instrument: number, taker: 'buy' | 'sell', size: bigint): BookImpact | null {
    this.#impact[0] = size;
    if (this.#native.impact(instrument, taker === 'buy', this.#impact) !== 1) return null;
    const [, filled = 0n, worstTicks = 0n, low = 0n, high = 0n] = this.#impact;
    return { filled, worstTicks, notional: (high << 64n) | low };
  }

  /** Figures of a book as it stands; null while there is none on a side, or it is not whole. */
  figures(instrument: number, levels: { readonly pressure: number; readonly depth: number }): FeedFigures | null {
    const measured = this.#measured;
    if (this.#native.figures(instrument, levels.pressure, levels.depth, measured) !== 1) return null;
    const [
      midTicks = 0,
      spreadTicks = 0,
      imbalance = 0,
      weightedMidTicks = 0,
      pressure = 0,
      bidDepth = 0,
      askDepth = 0,
    ] = measured;
    return { midTicks, spreadTicks, imbalance, weightedMidTicks, pressure, bidDepth, askDepth };
  }

  /** Empties a book that is kept with `setLevels` alone: its rows come from a table and have no sequence. */
  begin(instrument: number): void {
    this.#native.begin(instrument);
  }

  /** Sets the first `count` of these levels, in order. */
  setLevels(instrument: number, count: number, levels: ScaledLevels): BookOutcome {
    const outcome = this.#native.setLevels(instrument, count, levels.isBid, levels.ticks, levels.sizes);
    ensure(outcome >= 0, 'the native core refused levels', { outcome, count });
    return bookOutcomes[outcome] ?? 'refused';
  }
}
