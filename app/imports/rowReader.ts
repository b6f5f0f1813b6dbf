import type { RowReport, SavedRowReport } from '../candles/rowReport.ts';

/** A row of some series of a file; files of one series need not name it. */
export interface SeriesRow<Value> {
  readonly symbol: string;
  readonly value: Value;
  /** Its line in the file, from 1. */
  readonly row: number;
}

/** JSON text of a `RowReader`. `header` is null before the first line. */
export interface SavedReader {
  readonly line: number;
  readonly header: readonly string[] | null;
  readonly report: SavedRowReport;
  readonly checks: Readonly<Record<string, unknown>>;
}

/** Turns the lines of one file, in order, into rows that can be used; the rest is in the report. */
export interface RowReader<Value> {
  readonly report: RowReport;
  /** The row of the next line, or null for a header, an empty line or a row that is skipped. */
  read(line: string): SeriesRow<Value> | null;
  save(): SavedReader;
}
