import { pipeline, Readable, type Transform } from 'node:stream';
import { ExpectedError } from '../domain/errors.ts';

const pieceBytes = 262_144;

/**
 * The bytes that compressed ones stand for.
 * @param make the decompressor, of Node's own
 * @throws ExpectedError IMPORT_DAMAGED when they are cut off or changed
 */
export async function* decompressed(
  compressed: AsyncIterable<Uint8Array>,
  make: (options: { readonly chunkSize: number }) => Transform,
): AsyncGenerator<Uint8Array> {
  // What fails destroys the last stream, and the loop below throws it.
  const output = pipeline(Readable.from(compressed), make({ chunkSize: pieceBytes }), () => undefined);
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
