import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ensure } from '../domain/errors.ts';
import { historyError } from './historyErrors.ts';

/** Bytes of one block as stored, with what finds damage in them. */
export interface StoredBlock {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly crc: number;
}

/** A block's columns, each null where the series has none: packed integers, or text. In an order that its kind fixes. */
export type BlockColumns = readonly (Uint8Array | null)[];

/** Above any block that we write: what claims more is damaged. */
const mostBytes = 64 * 1024 * 1024;
const absent = 0xffff_ffff;
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Columns as one compressed block: their lengths, then their bytes. */
export function sealBlock(rows: number, columns: BlockColumns): StoredBlock {
  const head = new Uint32Array(1 + columns.length);
  head[0] = columns.length;
  columns.forEach((column, i) => {
    head[i + 1] = column === null ? absent : column.length;
  });
  const parts = [new Uint8Array(head.buffer), ...columns.filter((column) => column !== null)];
  const bytes = zstdCompressSync(Buffer.concat(parts), compression);
  return { rows, bytes, crc: crc32(bytes) };
}

/**
 * The columns of a stored block.
 * @param where names the block in the error
 * @throws ExpectedError HISTORY_CORRUPT
 */
export function openBlock({ bytes, crc }: StoredBlock, columns: number, where: string): BlockColumns {
  if (crc32(bytes) !== crc) throw historyError('HISTORY_CORRUPT', 'A block of the history is damaged.', { where });
  const opened = zstdDecompressSync(bytes, { maxOutputLength: mostBytes });
  const head = new Uint32Array(opened.buffer.slice(opened.byteOffset, opened.byteOffset + 4 * (columns + 1)));
  ensure(head[0] === columns, 'a block has another number of columns than its kind', { where, found: head[0] ?? -1 });
  let at = head.byteLength;
  return Array.from({ length: columns }, (_, i) => {
    const length = head[i + 1] ?? absent;
    if (length === absent) return null;
    at += length;
    return opened.subarray(at - length, at);
  });
}
