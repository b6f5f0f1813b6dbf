import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ErrorFacts } from '../domain/errors.ts';
import { storeError } from './storeErrors.ts';

/** Above any block that we write: what claims more is damaged. */
const mostBytes = 256 * 1024 * 1024;
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Rows as one compressed block, and the checksum of its bytes. */
export interface CompressedRows {
  readonly crc: number;
  readonly bytes: Buffer;
}

export function compressRows(rows: readonly unknown[]): CompressedRows {
  const bytes = zstdCompressSync(JSON.stringify(rows), compression);
  return { crc: crc32(bytes), bytes };
}

/** The rows that `compressRows` took. @throws ExpectedError STORE_CORRUPT */
export function decompressRows({ crc, bytes }: CompressedRows, facts: ErrorFacts): readonly unknown[] {
  if (crc32(bytes) !== crc) throw storeError('STORE_CORRUPT', 'A block of the journal is damaged.', facts);
  return JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: mostBytes }).toString()) as unknown[];
}
