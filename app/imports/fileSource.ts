import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ExpectedError } from '../domain/errors.ts';
import type { ByteSource } from './byteSource.ts';

const pieceBytes = 262_144;

/** A file on disk, read in pieces of 256 KiB. @throws ExpectedError IMPORT_UNREADABLE, also while it is read */
export function fileSource(file: string): ByteSource {
  return {
    sizeBytes: fileBytes(file),
    open: async function* (fromByte) {
      try {
        yield* createReadStream(file, { start: fromByte, highWaterMark: pieceBytes });
      } catch (error) {
        throw unreadable(file, error);
      }
    },
  };
}

/** The size of a file that can be imported: a folder or a device is none. @throws ExpectedError IMPORT_UNREADABLE */
export function fileBytes(file: string): number {
  try {
    const found = statSync(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw unreadable(file, error);
  }
  throw unreadable(file, null);
}

/** That a file cannot be read; what is no failure of the file system comes back as it is. */
export function unreadable(file: string, cause: unknown): unknown {
  if (cause !== null && !(cause instanceof Error && 'errno' in cause)) return cause;
  return new ExpectedError('IMPORT_UNREADABLE', 'the file cannot be read', {
    advice: 'Choose a file that you may read, on a disk that works.',
    facts: { file: basename(file), reason: cause === null ? 'it is no file' : (cause as Error).message },
    cause,
  });
}
