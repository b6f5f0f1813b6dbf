import { ExpectedError } from '../domain/errors.ts';
import { type ByteSource, firstBytes, isGzip, skipBytes, unzipped } from './byteSource.ts';

const beginningBytes = 64;

/** Which file a position belongs to; plain JSON. */
export interface SourceIdentity {
  readonly sizeBytes: number;
  /** The first bytes of the file, hexadecimal: another file is not gone on with. */
  readonly beginning: string;
}

/** The text of a file from some byte of it on, plain or gzip. */
export interface TextSource {
  readonly identity: SourceIdentity;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Bytes of the file, compressed or not, that have been read so far. */
  bytesRead(): number;
}

/**
 * Opens a file's text. An unzipped file goes on where it stopped; a compressed one is unzipped up to there.
 * @param from the file and the byte of its text to go on from
 * @throws ExpectedError IMPORT_CHANGED
 */
export async function openText(
  source: ByteSource,
  from?: { readonly identity: SourceIdentity; readonly textBytes: number },
): Promise<TextSource> {
  const first = await firstBytes(source, beginningBytes);
  const identity = { sizeBytes: source.sizeBytes, beginning: first.toString('hex') };
  if (from !== undefined && !isSame(from.identity, identity))
    throw changedFile(from.identity.sizeBytes, source.sizeBytes);
  const zipped = isGzip(first);
  const textStart = from?.textBytes ?? 0;
  let read = zipped ? 0 : textStart;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of source.open(read)) {
      read += piece.length;
      yield piece;
    }
  };
  const pieces = zipped ? skipBytes(unzipped(counted()), textStart) : counted();
  return { identity, pieces, bytesRead: () => read };
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
