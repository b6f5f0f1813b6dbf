import type { Clock } from '../domain/clock.ts';
import type { ByteSource } from './byteSource.ts';
import { type ImportProgress, ProgressMeter } from './importProgress.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { RowReader, SavedReader, SeriesRow } from './rowReader.ts';
import { openText, type SourceIdentity } from './textSource.ts';

/** Where an import stands; plain JSON. Stored together with the rows before it, it makes each row count once. */
export interface ImportPosition extends SourceIdentity {
  /** How many bytes of text, unzipped, have been used up. */
  readonly textBytes: number;
  readonly reader: SavedReader;
}

/** Some rows in the order of the file, and the position after them. */
export interface ImportBatch<Value, Position = ImportPosition> {
  readonly rows: readonly SeriesRow<Value>[];
  readonly position: Position;
}

export interface ImportOptions<Position = ImportPosition> {
  readonly clock: Clock;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Go on from here. */
  readonly from?: Position;
}

/**
 * Reads a file of rows, plain or gzip, in batches of about 256 KiB of text: memory does not grow with the file, and the next
 * batch is read when the last has been taken. An unzipped file goes on where it stopped; a compressed one is unzipped up to there.
 * @param makeReader makes the reader of the file's rows, from its stored state when there is one
 * @throws ExpectedError IMPORT_CHANGED, IMPORT_DAMAGED, IMPORT_COLUMNS, IMPORT_LONG_LINE, IMPORT_SYMBOLS
 */
export async function* importRows<Value>(
  source: ByteSource,
  makeReader: (saved?: SavedReader) => RowReader<Value>,
  { clock, onProgress, from }: ImportOptions,
): AsyncGenerator<ImportBatch<Value>> {
  const text = await openText(source, from === undefined ? undefined : { identity: from, textBytes: from.textBytes });
  const reader = makeReader(from?.reader);
  const splitter = new LineSplitter(from?.textBytes);
  const start = { rows: reader.report.rows, bytesRead: text.bytesRead(), sizeBytes: source.sizeBytes };
  const meter = onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
  const batchOf = (lines: readonly string[]): ImportBatch<Value> => {
    const rows = lines.map((line) => reader.read(line)).filter((row) => row !== null);
    return { rows, position: { ...text.identity, textBytes: splitter.endByte, reader: reader.save() } };
  };
  for await (const piece of text.pieces) {
    const lines = splitter.push(piece);
    if (lines.length === 0) continue;
    yield batchOf(lines);
    meter?.update(reader.report.rows, text.bytesRead(), false);
  }
  const rest = splitter.end();
  if (rest.length > 0) yield batchOf(rest);
  meter?.update(reader.report.rows, text.bytesRead(), true);
}
