import { createGunzip } from 'node:zlib';
import { ExpectedError } from '../domain/errors.ts';
import { type ByteSource, firstBytes, isGzip } from './byteSource.ts';
import { decompressed } from './decompressed.ts';
import { unzippedEntry } from './zipEntry.ts';

/** By the bytes that a file begins with; those whose opener is null have to be unpacked by other programs. */
const packings: readonly (readonly [
  beginning: Buffer,
  open: ((source: ByteSource) => AsyncIterable<Uint8Array>) | null,
  name: string,
])[] = [
  [Buffer.from('PK\x03\x04'), unzippedEntry, 'zip'],
  [Buffer.from('PK\x05\x06'), unzippedEntry, 'zip'],
  [Buffer.from('BZh'), null, 'bzip2'],
  [Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), null, 'xz'],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), null, 'zstd'],
  [Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), null, '7z'],
  [Buffer.from('Rar!\x1a'), null, 'rar'],
];

/**
 * How to read what a packed file holds, by its first bytes; null of one that is plain.
 * @throws ExpectedError IMPORT_ARCHIVE
 */
export function unpackerOf(first: Uint8Array): ((source: ByteSource) => AsyncIterable<Uint8Array>) | null {
  if (isGzip(first)) return (source) => decompressed(source.open(0), createGunzip);
  const packing = packings.find(([beginning]) => beginning.equals(first.subarray(0, beginning.length)));
  if (packing === undefined) return null;
  const [, open, name] = packing;
  if (open !== null) return open;
  throw new ExpectedError('IMPORT_ARCHIVE', `the file is packed with ${name}, which is not read here`, {
    advice: 'Unpack it, and import what is in it, as it is or compressed with gzip.',
  });
}

/** The beginning of a source's text, packed or not, about `count` bytes of it. @throws ExpectedError IMPORT_DAMAGED, IMPORT_ARCHIVE */
export async function firstText(source: ByteSource, count: number): Promise<string> {
  const unpacker = unpackerOf(await firstBytes(source, count));
  const open = (fromByte: number): AsyncIterable<Uint8Array> =>
    unpacker === null ? source.open(fromByte) : unpacker(source);
  return (await firstBytes({ sizeBytes: source.sizeBytes, open }, count)).toString('utf8').replace(/^\ufeff/, '');
}
