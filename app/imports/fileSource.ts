import { createReadStream, statSync } from 'node:fs';
import type { ByteSource } from './byteSource.ts';

const pieceBytes = 262_144;

/** A file on disk, read in pieces of 256 KiB. */
export function fileSource(file: string): ByteSource {
  return {
    sizeBytes: statSync(file).size,
    open: (fromByte) => createReadStream(file, { start: fromByte, highWaterMark: pieceBytes }),
  };
}
