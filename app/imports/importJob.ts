import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { BookVenue } from '../book/venue.ts';
import type { Interval } from '../candles/interval.ts';
import type { SavedRowReport } from '../candles/rowReport.ts';
import type { Clock } from '../domain/clock.ts';
import type { ImportSource } from '../history/series.ts';
import type { BookCounts } from './bookCounts.ts';
import { fileBytes, unreadable } from './fileSource.ts';
import type { ImportProgress } from './importProgress.ts';

/** What a file can hold. */
export type ImportContent =
  | { readonly kind: 'candles'; readonly interval: Interval }
  | { readonly kind: 'trades' }
  /** Traces, receipts and headers of an EVM chain's blocks; `chain` is its id. */
  | { readonly kind: 'blocks'; readonly chain: number }
  /** What a venue's streams sent, line by line; `protocol` is whose messages they are. */
  | { readonly kind: 'recording'; readonly protocol: BookVenue }
  /** A table of order books. */
  | { readonly kind: 'books' };

/** What a file holds, and whose. */
export interface ImportJob {
  readonly file: string;
  /** Further files of the same recording, such as the answers to requests. */
  readonly beside?: readonly string[] | undefined;
  readonly content: ImportContent;
  /** Of blocks: the venue under which the chain's pools become series. */
  readonly venue: string;
  /** The series of a file that names none; of one that names several, the only one to take. */
  readonly symbol?: string | undefined;
  /** Names of the columns in order, for a file without a header. */
  readonly columns?: readonly string[] | undefined;
}

/** The venue of a chain's pools. */
export function venueOfChain(chain: number): string {
  return `evm-${chain}`;
}

export interface ImportControls {
  readonly clock: Clock;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Asked after each batch: then what is read is stored, and the import can go on later. */
  readonly isStopped?: () => boolean;
}

/** What was found in blocks. */
export interface BlockCounts {
  readonly blocks: number;
  readonly transactions: number;
  readonly calls: number;
  readonly logs: number;
  readonly swaps: number;
  /** Swaps that became trades of their pool. */
  readonly ticks: number;
}

/** What an import did, over all its runs. */
export interface ImportReport {
  /** Rows stored that were not there before; of blocks, parts of blocks: header, receipts, traces. */
  readonly added: number;
  /** What was there, equal to the last digit. */
  readonly same: number;
  /** Bars, or parts of blocks, that were there with other values: what was there is kept. */
  readonly differing: number;
  readonly series: number;
  /** null for files without blocks. */
  readonly blocks: BlockCounts | null;
  /** null for files without order books. */
  readonly books: BookCounts | null;
  /** True when the whole file had been imported before: nothing was read. */
  readonly doneBefore: boolean;
  readonly rows: SavedRowReport;
}

const identityBytes = 1024 * 1024;

/** Known by its size, its first and last megabyte, and by how it is read; not by its name or place. */
export function identityOf({ file, beside = [], content, venue, symbol, columns }: ImportJob): ImportSource {
  const hash = createHash('sha256');
  const size = hashFile(file, hash);
  for (const each of beside) hash.update(`${hashFile(each, hash)}`);
  hash.update(JSON.stringify([size, content, venue, symbol ?? null, columns ?? null]));
  return { name: basename(file).slice(0, 200), sizeBytes: size, fingerprint: hash.digest('hex') };
}

/** Returns its size. @throws ExpectedError IMPORT_UNREADABLE */
function hashFile(file: string, hash: Hash): number {
  const size = fileBytes(file);
  const piece = Buffer.alloc(Math.min(identityBytes, size));
  try {
    const handle = openSync(file, 'r');
    try {
      for (const from of [0, size - piece.length]) {
        readSync(handle, piece, 0, piece.length, from);
        hash.update(piece);
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return size;
}
