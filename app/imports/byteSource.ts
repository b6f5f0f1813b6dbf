/** Where the bytes of a file come from. Can be opened more than once; a stream that is left is closed. */
export interface ByteSource {
  readonly sizeBytes: number;
  open(fromByte: number): AsyncIterable<Uint8Array>;
}

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

/** Whether these first bytes are those of gzip. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

/** `bytes` without the first `count`. */
export async function* skipBytes(bytes: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of bytes) {
    if (left < piece.length) yield left === 0 ? piece : piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}
