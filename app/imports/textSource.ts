import { ExpectedError } from '../domain/errors.ts';
import { type ByteSource, firstBytes, skipBytes } from './byteSource.ts';
import { unpackerOf } from './unpacked.ts';

const beginningBytes = 64;

/** Which file a position belongs to; plain JSON. */
export interface SourceIdentity {
  readonly sizeBytes: number;
  /** The first bytes of the file, hexadecimal: another file is not gone on with. */
  readonly beginning: string;
}

/** The text of a file from some byte of it on, plain or packed. */
export interface TextSource {
  readonly identity: SourceIdentity;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Bytes of the file, compressed or not, that have been read so far. */
  bytesRead(): number;
}

/**
 * Opens a file's text. A plain file goes on where it stopped; a packed one is unpacked up to there.
 * @param from the file and the byte of its text to go on from
 * @throws ExpectedError IMPORT_CHANGED, IMPORT_ARCHIVE
 */
export async function openText(
  source: ByteSource,
  from?: { readonly identity: SourceIdentity; readonly textBytes: number },
): Promise<TextSource> {
  const first = await firstBytes(source, beginningBytes);
  const identity = { sizeBytes: source.sizeBytes, beginning: first.toString('hex') };
  if (from !== undefined && !isSame(from.identity, identity))
    throw changedFile(from.identity.sizeBytes, source.sizeBytes);
  const unpacker = unpackerOf(first);
  const textStart = from?.textBytes ?? 0;
  let read = unpacker === null ? textStart : 0;
  const counted: ByteSource = {
    sizeBytes: source.sizeBytes,
    open: async function* (fromByte) {
      for await (const piece of source.open(fromByte)) {
        read += piece.length;
        yield piece;
      }
    },
  };
  const pieces = unpacker === null ? counted.open(textStart) : skipBytes(unpacker(counted), textStart);
  // The directory of an archive is read too.
  return { identity, pieces, bytesRead: () => Math.min(read, source.sizeBytes) };
}

function isSame(one: SourceIdentity, other: SourceIdentity): boolean {
  return one.sizeBytes === other.sizeBytes && one.beginning === other.beginning;
}

/** That a position belongs to another file. */
export function changedFile(sizeBytesBefore: number, sizeBytes: number): ExpectedError {
  return new ExpectedError('IMPORT_CHANGED', 'this is not the file whose import was begun', {
    advice: 'Import it from its start, or bring the earlier file back.',
    facts: { sizeBytes, sizeBytesBefore },
  });
}
