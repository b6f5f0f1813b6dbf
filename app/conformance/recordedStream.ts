import type { RecordedLine } from '../book/recordedLine.ts';
import type { BookVenue } from '../book/venue.ts';
import { BookTable, bookTableKind, protocolOfTable } from '../imports/bookTable.ts';
import { csvFields } from '../imports/csvLine.ts';
import { recordedLines } from '../imports/recordingReader.ts';
import { linesOf } from './fileLines.ts';

/** A whole book of some venues is megabytes on one line. */
const longestLineBytes = 64 * 2 ** 20;

/** What a file holds of a venue, and in whose protocol it is read: that of a table of order books is one that says the same as its rows. */
export interface RecordedStream {
  readonly protocol: BookVenue | null;
  readonly lines: readonly RecordedLine[];
  /** Rows of a table that are none. */
  readonly badRows: number;
}

/** Whether a line is a table's header rather than a message: what it says of books, if it is. */
function tableKind(line: string): ReturnType<typeof bookTableKind> {
  if (!/^\ufeff?[A-Za-z]/.test(line)) return null;
  return bookTableKind(csvFields(line.replace(/^\ufeff/, '')).map((name) => name.trim().toLowerCase()));
}

/** Reads a file of a venue's streams in any recorder's form, or a table of order books. @param venue whose streams they are; null: not one whose protocol is known */
export function recordedStream(file: string, venue: BookVenue | null): RecordedStream {
  const lines = linesOf(file, longestLineBytes);
  const kind = tableKind(lines[0] ?? '');
  let badRows = 0;
  const protocol = kind === null ? venue : protocolOfTable(kind);
  if (protocol === null) return { protocol, lines: [], badRows };
  const reader =
    kind === null
      ? recordedLines(protocol)
      : new BookTable(protocol, () => {
          badRows += 1;
        });
  return { protocol, lines: [...lines.flatMap((line) => reader.read(line)), ...reader.end()], badRows };
}
