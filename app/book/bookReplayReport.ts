import type { BookOutcome } from './bookFeed.ts';

/** What a replayed recording came to. */
export interface BookReplayReport {
  readonly instruments: number;
  /** Memory of their books. */
  readonly bytes: number;
  /** Messages by name; those that the product does not know, by what they call themselves. */
  readonly messages: ReadonlyMap<string, number>;
  readonly unknown: ReadonlyMap<string, number>;
  readonly malformed: number;
  readonly unreadableLines: number;
  readonly outcomes: ReadonlyMap<BookOutcome, number>;
  /** Holes in the venue's own numbering, and those at which a book that was shown stayed on. */
  readonly gaps: number;
  readonly missedGaps: number;
  readonly crossedShown: number;
  readonly quotes: number;
  readonly compared: number;
  readonly equal: number;
  readonly differences: readonly string[];
  /** How far the recorder's clock runs behind the venue's at least; below 0: it may run ahead, or messages take so long. null: no message has both times. */
  readonly clockBehindMs: number | null;
}
