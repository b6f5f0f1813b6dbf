import type { Clock } from '../domain/clock.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type ByteSource, firstBytes, isGzip, skipBytes, unzipped } from './byteSource.ts';
import { type ImportProgress, ProgressMeter } from './importProgress.ts';
import { LineSplitter } from './lineSplitter.ts';
import type { RowReader, SavedReader, SeriesRow } from './rowReader.ts';

const beginningBytes = 64;

/** Where an import stands; plain JSON. Stored together with the rows before it, it makes each row count once. */
export interface ImportPosition {
  readonly sizeBytes: number;
  /** The first bytes of the file, hexadecimal: another file is not gone on with. */
  readonly beginning: string;
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

function checkSame(from: ImportPosition, source: ByteSource, beginning: Buffer): void {
  if (source.sizeBytes === from.sizeBytes && beginning.toString('hex') === from.beginning) return;
  throw changedFile(from.sizeBytes, source.sizeBytes);
}

/** That a position belongs to another file. */
export function changedFile(sizeBytesBefore: number, sizeBytes: number): ExpectedError {
  return new ExpectedError('IMPORT_CHANGED', 'this is not the file whose import was begun', {
    advice: 'Import it from its start, or bring the earlier file back.',
    facts: { sizeBytes, sizeBytesBefore },
  });
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
  const first = await firstBytes(source, beginningBytes);
  if (from !== undefined) checkSame(from, source, first);
  const reader = makeReader(from?.reader);
  const textStart = from?.textBytes ?? 0;
  const zipped = isGzip(first);
  const splitter = new LineSplitter(textStart);
  let bytesRead = zipped ? 0 : textStart;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of source.open(bytesRead)) {
      bytesRead += piece.length;
      yield piece;
    }
  };
  const start = { rows: reader.report.rows, bytesRead, sizeBytes: source.sizeBytes };
  const meter = onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
  const batchOf = (lines: readonly string[]): ImportBatch<Value> => {
    const rows = lines.map((line) => reader.read(line)).filter((row) => row !== null);
    const { sizeBytes } = source;
    const beginning = first.toString('hex');
    return { rows, position: { sizeBytes, beginning, textBytes: splitter.endByte, reader: reader.save() } };
  };
  for await (const piece of zipped ? skipBytes(unzipped(counted()), textStart) : counted()) {
    const lines = splitter.push(piece);
    if (lines.length === 0) continue;
    yield batchOf(lines);
    meter?.update(reader.report.rows, bytesRead, false);
  }
  const rest = splitter.end();
  if (rest.length > 0) yield batchOf(rest);
  meter?.update(reader.report.rows, bytesRead, true);
}
