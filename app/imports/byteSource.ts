import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExpectedError } from '../domain/errors.ts';

/** Where the bytes of a file come from. Can be opened more than once; a stream that is left is closed. */
export interface ByteSource {
  readonly sizeBytes: number;
  open(fromByte: number): AsyncIterable<Uint8Array>;
}

const unzippedPieceBytes = 262_144;

/** The first bytes of a source, at most `count`. */
export async function firstBytes(source: ByteSource, count: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source.open(0)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= count) break;
  }
  return Buffer.concat(pieces).subarray(0, count);
}

/** The beginning of a source's text, plain or gzip, about `count` bytes of it. @throws ExpectedError IMPORT_DAMAGED */
export async function firstText(source: ByteSource, count: number): Promise<string> {
  const first = await firstBytes(source, count);
  const bytes = isGzip(first)
    ? await firstBytes({ sizeBytes: source.sizeBytes, open: () => unzipped(source.open(0)) }, count)
    : first;
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** Whether these first bytes are those of gzip. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

/** The bytes that gzip-compressed ones stand for. @throws ExpectedError IMPORT_DAMAGED when they are cut off or changed */
export async function* unzipped(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: unzippedPieceBytes });
  // What fails destroys the last stream, and the loop below throws it.
  const output = pipeline(Readable.from(compressed), gunzip, () => undefined);
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw new ExpectedError('IMPORT_DAMAGED', 'the compressed file is cut off or damaged', {
      advice: 'Fetch the file again. The rows before the damage have been read, and the import goes on from there.',
      facts: { code },
      cause: error,
    });
  }
}

/** `bytes` without the first `count`. */
export async function* skipBytes(bytes: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of bytes) {
    if (left < piece.length) yield left === 0 ? piece : piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}
