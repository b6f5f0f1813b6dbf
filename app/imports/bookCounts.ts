import type { BookReplay } from '../book/bookReplay.ts';

/** What was found in a recording of a venue's streams. */
export interface BookCounts {
  readonly instruments: number;
  /** Messages by what they are: protocols and their versions are told apart by content. */
  readonly messages: Readonly<Record<string, number>>;
  /** Those of a kind that is not known, by what they call themselves. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Stored rows. */
  readonly trades: number;
  readonly quotes: number;
  readonly levels: number;
  /** Holes in the venue's numbering, and how often a book was crossed: then there is none until it is stated anew. */
  readonly gaps: number;
  readonly crossed: number;
  /** How often the rebuilt book was held against the venue's own word, and was equal. */
  readonly compared: number;
  readonly equal: number;
  /** How far the recorder's clock ran behind the venue's at least; null where it cannot be told or did not. */
  readonly clockBehindMs: number | null;
  /** Of the instruments that traded most: statistics, nothing of it is an amount. */
  readonly figures: readonly BookFigures[];
}

export interface BookFigures {
  readonly symbol: string;
  readonly trades: number;
  /** Average over time, in basis points of the mid. */
  readonly spreadBps: number | null;
  /** What ten average trades at once cost against the mid. */
  readonly impactBps: number | null;
  /** Kyle's lambda: the price's move per unit of net size taken. */
  readonly lambda: number | null;
}

export const noBooks: BookCounts = {
  instruments: 0,
  messages: {},
  unknown: {},
  trades: 0,
  quotes: 0,
  levels: 0,
  gaps: 0,
  crossed: 0,
  compared: 0,
  equal: 0,
  clockBehindMs: null,
  figures: [],
};

const figuresShown = 5;

/** What a replay found so far, with the rows that were stored of it. */
export function bookCounts(replay: BookReplay, stored: Pick<BookCounts, 'trades' | 'quotes' | 'levels'>): BookCounts {
  const { instruments, messages, unknown, gaps, outcomes, compared, equal, clockBehindMs } = replay.report();
  return {
    ...stored,
    instruments,
    messages: Object.fromEntries(messages),
    unknown: Object.fromEntries(unknown),
    gaps,
    crossed: outcomes.get('crossed') ?? 0,
    compared,
    equal,
    clockBehindMs: clockBehindMs !== null && clockBehindMs > 0 ? clockBehindMs : null,
    figures: replay.measures(figuresShown).map(({ symbol, report: { trades, spreadBps, impactBps, lambda } }) => ({
      symbol,
      trades,
      spreadBps,
      impactBps,
      lambda: lambda?.lambda ?? null,
    })),
  };
}
