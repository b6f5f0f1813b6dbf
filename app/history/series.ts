import type { CandleDigits } from '../candles/candle.ts';

/** One market of one venue, or one pool: whose trades or candles these are. */
export interface SeriesName {
  readonly venue: string;
  readonly symbol: string;
}

/** A series as stored. Its integers are in units of 10^-digits, which never change. */
export interface Series extends SeriesName {
  readonly id: number;
  readonly digits: CandleDigits;
}

/** What an import is known by, so that it goes on where it stopped and counts no row twice. */
export interface ImportSource {
  /** What a person calls it: the file's name. */
  readonly name: string;
  readonly sizeBytes: number;
  /** sha256 of its first bytes and size, or of the whole where that is cheap. */
  readonly fingerprint: string;
}

export interface ImportState {
  readonly id: number;
  /** Where it stands, as its importer wrote it; null before the first batch. */
  readonly position: unknown;
  readonly rows: number;
  readonly finished: boolean;
}
