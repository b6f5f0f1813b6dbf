import { BlockAssembler, type SavedBlockAssembler } from '../blocks/blockAssembler.ts';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import { readRecord } from '../blocks/readRecord.ts';
import { RowReport, type SavedRowReport } from '../candles/rowReport.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { ByteSource } from './byteSource.ts';
import { ProgressMeter } from './importProgress.ts';
import type { ImportOptions } from './importRows.ts';
import { JsonItems, type SavedJsonItems } from './jsonItems.ts';
import { openText, type SourceIdentity } from './textSource.ts';

/** Where an import of blocks stands, between two blocks; plain JSON. */
export interface BlockPosition extends SourceIdentity {
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
 * @throws ExpectedError IMPORT_CHANGED, IMPORT_DAMAGED, IMPORT_JSON, IMPORT_LONG_ITEM, IMPORT_NO_BLOCKS
 */
export async function* importBlocks(
  source: ByteSource,
  { clock, onProgress, from }: ImportOptions<BlockPosition>,
): AsyncGenerator<ImportedBlock> {
  const text = await openText(
    source,
    from === undefined ? undefined : { identity: from, textBytes: from.items.endByte },
  );
  const report = new RowReport(from?.report);
  const assembler = new BlockAssembler(report, from?.assembler);
  const reader = new JsonItems(from?.items);
  let records = from?.records ?? 0;
  const start = { rows: records, bytesRead: text.bytesRead(), sizeBytes: source.sizeBytes };
  const meter = onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
  /** Of the block under way, what came before its first record: the place to go on from when it is finished. */
  let before = reader.save();
  const finished = function* (items: SavedJsonItems): IterableIterator<ImportedBlock> {
    const block = assembler.finish();
    if (block === null) return;
    const saved = { items, assembler: assembler.save(), records, report: report.save() };
    yield { block, position: { ...text.identity, ...saved } };
  };
  for await (const piece of text.pieces) {
    for (const item of reader.push(piece)) {
      const part = readRecord(item.text);
      if (part !== null && part.kind !== 'bad' && assembler.beginsAnother(part)) yield* finished(before);
      before = reader.save();
      if (part === null) continue;
      records += 1;
      report.rows = records;
      if (part.kind === 'bad') report.note(records, part.problem, part.detail);
      else assembler.add(records, part);
    }
    meter?.update(records, text.bytesRead(), false);
  }
  reader.end();
  yield* finished(reader.save());
  if (assembler.save().newest === null) throw noBlocks(records, report);
  meter?.update(records, text.bytesRead(), true);
}

function noBlocks(records: number, report: RowReport): ExpectedError {
  return new ExpectedError('IMPORT_NO_BLOCKS', 'the file holds no traces, receipts or blocks', {
    advice:
      'Choose what a node answers to trace_block, eth_getBlockReceipts or eth_getBlockByNumber, or an export of these.',
    facts: { records, first: report.findings[0]?.detail ?? '' },
  });
}
