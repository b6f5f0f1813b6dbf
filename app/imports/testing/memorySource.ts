import type { ByteSource } from '../byteSource.ts';

/** A file that is only in memory, given out in pieces of `pieceBytes`. Counts how often it was opened and from where. */
export function memorySource(
  content: Uint8Array | string,
  pieceBytes = 1000,
): ByteSource & { readonly opened: number[] } {
  const bytes = Buffer.from(content);
  const opened: number[] = [];
  return {
    sizeBytes: bytes.length,
    opened,
    open: async function* (fromByte) {
      opened.push(fromByte);
      for (let at = fromByte; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}
