import { BlockAssembler, type SavedBlockAssembler } from '../blocks/blockAssembler.ts';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import { readRecord } from '../blocks/readRecord.ts';
import { RowReport, type SavedRowReport } from '../candles/rowReport.ts';
import { type ByteSource, firstBytes, isGzip, skipBytes, unzipped } from './byteSource.ts';
import { ProgressMeter } from './importProgress.ts';
import { changedFile, type ImportOptions } from './importRows.ts';
import { JsonItems, type SavedJsonItems } from './jsonItems.ts';

const beginningBytes = 64;

/** Where an import of blocks stands, between two blocks; plain JSON. */
export interface BlockPosition {
  readonly sizeBytes: number;
  /** The first bytes of the file, hexadecimal: another file is not gone on with. */
  readonly beginning: string;
  readonly items: SavedJsonItems;
  readonly assembler: SavedBlockAssembler;
  readonly records: number;
  readonly report: SavedRowReport;
}

/** A block of the file, and the position after it. */
export interface ImportedBlock {
  readonly block: BlockRecord;
  readonly position: BlockPosition;
}

/**
 * Reads a file of traces, receipts and headers of blocks, plain or gzip JSON, block by block: memory does not grow with the file, and the
 * next block is read when the last has been taken. The records of a block must follow each other.
 * @throws ExpectedError IMPORT_CHANGED, IMPORT_DAMAGED, IMPORT_JSON, IMPORT_LONG_ITEM
 */
export async function* importBlocks(
  source: ByteSource,
  { clock, onProgress, from }: ImportOptions<BlockPosition>,
): AsyncGenerator<ImportedBlock> {
  const first = await firstBytes(source, beginningBytes);
  const beginning = first.toString('hex');
  if (from !== undefined && (from.sizeBytes !== source.sizeBytes || from.beginning !== beginning))
    throw changedFile(from.sizeBytes, source.sizeBytes);
  const report = new RowReport(from?.report);
  const assembler = new BlockAssembler(report, from?.assembler);
  const reader = new JsonItems(from?.items);
  let records = from?.records ?? 0;
  const zipped = isGzip(first);
  const textStart = from?.items.endByte ?? 0;
  let bytesRead = zipped ? 0 : textStart;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of source.open(bytesRead)) {
      bytesRead += piece.length;
      yield piece;
    }
  };
  const start = { rows: records, bytesRead, sizeBytes: source.sizeBytes };
  const meter = onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
  /** Of the block under way, what came before its first record: the place to go on from when it is finished. */
  let before = reader.save();
  const finished = function* (items: SavedJsonItems): IterableIterator<ImportedBlock> {
    const block = assembler.finish();
    if (block === null) return;
    const saved = { items, assembler: assembler.save(), records, report: report.save() };
    yield { block, position: { sizeBytes: source.sizeBytes, beginning, ...saved } };
  };
  for await (const piece of zipped ? skipBytes(unzipped(counted()), textStart) : counted()) {
    for (const { text } of reader.push(piece)) {
      const part = readRecord(text);
      if (part !== null && part.kind !== 'bad' && assembler.beginsAnother(part)) yield* finished(before);
      before = reader.save();
      if (part === null) continue;
      records += 1;
      report.rows = records;
      if (part.kind === 'bad') report.note(records, part.problem, part.detail);
      else assembler.add(records, part);
    }
    meter?.update(records, bytesRead, false);
  }
  reader.end();
  yield* finished(reader.save());
  meter?.update(records, bytesRead, true);
}
