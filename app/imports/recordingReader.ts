import { type RecordedLine, recordedLine } from '../book/recordedLine.ts';
import type { BookVenue } from '../book/venue.ts';

/** Turns the lines of a file, in order, into what a venue sent. */
export interface RecordingReader {
  /** Whose protocol the texts are in. */
  readonly protocol: BookVenue;
  read(line: string): readonly RecordedLine[];
  /** What is left when the file ends. */
  end(): readonly RecordedLine[];
}

/** Lines that a recorder wrote, in any of the forms that `recordedLine` knows. */
export function recordedLines(protocol: BookVenue): RecordingReader {
  return {
    protocol,
    read(line) {
      const recorded = recordedLine(line);
      return recorded === null ? [] : [recorded];
    },
    end: () => [],
  };
}
