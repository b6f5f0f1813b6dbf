import type { RecordedLine } from '../book/recordedLine.ts';
import type { ByteSource } from './byteSource.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { RecordingReader } from './recordingReader.ts';
import { openText } from './textSource.ts';

/** What a venue sent, and the line of the file that it came from. */
export interface RecordedRow {
  readonly recorded: RecordedLine;
  /** From 1; of several files, in the order in which their lines were merged. */
  readonly row: number;
}

export interface RecordedBatch {
  readonly rows: readonly RecordedRow[];
  /** Lines read so far. */
  readonly lines: number;
  /** Bytes of the files, compressed or not, read so far. */
  readonly bytesRead: number;
}

/** A whole book of some venues is megabytes on one line. */
const longestLineBytes = 64 * 2 ** 20;
const mergedRows = 4_096;

/**
 * Reads a recording, plain or gzip, in batches of about 256 KiB of text. Several files are one recording in pieces by one clock, such as a stream and the answers to
 * requests: they are merged by the recorder's time, a line without one staying behind the one before it.
 * @throws ExpectedError IMPORT_DAMAGED, IMPORT_LONG_LINE
 */
export async function* readRecording(
  sources: readonly ByteSource[],
  makeReader: () => RecordingReader,
): AsyncGenerator<RecordedBatch> {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return yield* batchesOf(only, makeReader());
  const pieces = await Promise.all(sources.map((source) => Piece.open(batchesOf(source, makeReader()))));
  let rows: RecordedRow[] = [];
  let lines = 0;
  const batch = (): RecordedBatch => ({
    rows,
    lines,
    bytesRead: pieces.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
  });
  for (;;) {
    const open = pieces.filter(({ next }) => next !== null);
    const [first, ...others] = open;
    if (first === undefined) break;
    const piece = others.reduce((earliest, each) => (each.atMs < earliest.atMs ? each : earliest), first);
    if (piece.next !== null) {
      lines += 1;
      rows.push({ recorded: piece.next, row: lines });
    }
    await piece.advance();
    if (rows.length < mergedRows) continue;
    yield batch();
    rows = [];
  }
  yield batch();
}

async function* batchesOf(source: ByteSource, reader: RecordingReader): AsyncGenerator<RecordedBatch> {
  const text = await openText(source);
  const splitter = new LineSplitter(0, longestLineBytes);
  let lines = 0;
  const rowsOf = (texts: readonly string[]): RecordedRow[] =>
    texts.flatMap((line) => {
      lines += 1;
      const row = lines;
      return reader.read(line).map((recorded) => ({ recorded, row }));
    });
  for await (const piece of text.pieces) {
    const rows = rowsOf(splitter.push(piece));
    yield { rows, lines, bytesRead: text.bytesRead() };
  }
  const last = rowsOf(splitter.end());
  // Past every line: what was stored up to the last one does not hold them.
  const rows = [...last, ...reader.end().map((recorded) => ({ recorded, row: lines + 1 }))];
  yield { rows, lines, bytesRead: text.bytesRead() };
}

/** One of several files, at its next row. */
class Piece {
  next: RecordedLine | null = null;
  /** By the recorder's clock. */
  atMs = 0;
  bytesRead = 0;
  readonly #batches: AsyncGenerator<RecordedBatch>;
  #rows: readonly RecordedRow[] = [];
  #at = 0;

  private constructor(batches: AsyncGenerator<RecordedBatch>) {
    this.#batches = batches;
  }

  static async open(batches: AsyncGenerator<RecordedBatch>): Promise<Piece> {
    const piece = new Piece(batches);
    await piece.advance();
    return piece;
  }

  async advance(): Promise<void> {
    while (this.#at >= this.#rows.length) {
      const batch = await this.#batches.next();
      if (batch.done === true) {
        this.next = null;
        return;
      }
      this.#rows = batch.value.rows;
      this.#at = 0;
      this.bytesRead = batch.value.bytesRead;
    }
    this.next = this.#rows[this.#at]?.recorded ?? null;
    this.#at += 1;
    this.atMs = this.next?.receivedMs ?? this.atMs;
  }
}
