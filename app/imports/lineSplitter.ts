import { ExpectedError } from '../domain/errors.ts';

const longestTableLineBytes = 65_536;
const newline = 10;

/** Cuts bytes that come in any pieces into lines of text. Holds no more than one unfinished line. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  #endByte: number;
  readonly #longestLineBytes: number;

  /**
   * @param fromByte where the first piece lies in the text; the start of a line
   * @param longestLineBytes what a line may hold: no line of a table has 64 KiB, one of a recorded book has megabytes
   */
  constructor(fromByte = 0, longestLineBytes = longestTableLineBytes) {
    this.#endByte = fromByte;
    this.#longestLineBytes = longestLineBytes;
  }

  /** Where the last line given out ended, in bytes from the start of the text: a place to go on from. */
  get endByte(): number {
    return this.#endByte;
  }

  /** The lines that this piece finished. @throws ExpectedError IMPORT_LONG_LINE when one is too long: then it is another kind of file */
  push(piece: Uint8Array): string[] {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const last = bytes.lastIndexOf(newline);
    if (last < 0) {
      if (this.#rest.length + bytes.length > this.#longestLineBytes) throw this.#longLine(this.#endByte);
      this.#rest = Buffer.concat([this.#rest, bytes]);
      return [];
    }
    const whole = Buffer.concat([this.#rest, bytes.subarray(0, last + 1)]);
    if (bytes.length - last - 1 > this.#longestLineBytes) throw this.#longLine(this.#endByte + whole.length);
    // A copy: the piece may be a view into a large buffer, which would stay alive with it.
    this.#rest = Buffer.from(bytes.subarray(last + 1));
    this.#endByte += whole.length;
    const lines = whole.toString('utf8', 0, whole.length - 1).split('\n');
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  /** What follows the last line end, if anything does. */
  end(): string[] {
    const last = this.#rest.toString('utf8');
    this.#endByte += this.#rest.length;
    this.#rest = Buffer.alloc(0);
    return last === '' ? [] : [last.endsWith('\r') ? last.slice(0, -1) : last];
  }

  #longLine(atByte: number): ExpectedError {
    return new ExpectedError(
      'IMPORT_LONG_LINE',
      `the file has a line longer than ${this.#longestLineBytes / 1024} KiB`,
      {
        advice: 'Check that it is a file of the kind that is asked for, plain or gzip-compressed.',
        facts: { atByte },
      },
    );
  }
}
