import { crc32, createInflateRaw } from 'node:zlib';
import { ExpectedError } from '../domain/errors.ts';
import type { ByteSource } from './byteSource.ts';
import { decompressed } from './decompressed.ts';

/** The one file in an archive, as its directory describes it (PKWARE APPNOTE 6.3.10, 4.3.12 and 4.5.3). */
interface ZipEntry {
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  /** Where its own header begins. */
  readonly at: number;
}

const endBytes = 22;
const longestComment = 65_535;
const locatorBytes = 20;
const end64Bytes = 56;
const entryBytes = 46;
const headerBytes = 30;
const [endMark, locatorMark, end64Mark, entryMark, headerMark] = [
  0x0605_4b50, 0x0706_4b50, 0x0606_4b50, 0x0201_4b50, 0x0403_4b50,
];
const [stored, deflated] = [0, 8];
/** Stands where a number needs 64 bits, which follow elsewhere. */
const elsewhere = 0xffff_ffff;
const longestDirectory = 1024 * 1024;

/**
 * The bytes of the one file in a zip archive, as venues publish their tables; its checksum is held against them at the end.
 * @throws ExpectedError IMPORT_ARCHIVE where it has no file or several, or one packed in another way; IMPORT_DAMAGED
 */
export async function* unzippedEntry(source: ByteSource): AsyncGenerator<Uint8Array> {
  const entry = await onlyEntry(source);
  const header = await bytesAt(source, entry.at, headerBytes);
  if (header.length < headerBytes || header.readUInt32LE(0) !== headerMark) throw damaged();
  const start = entry.at + headerBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = limited(source.open(start), entry.packedBytes);
  let crc = 0;
  for await (const piece of entry.method === stored ? packed : decompressed(packed, createInflateRaw)) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (crc !== entry.crc) throw damaged();
}

async function onlyEntry(source: ByteSource): Promise<ZipEntry> {
  const { at, size } = await directoryOf(source);
  if (size > longestDirectory) throw unsuitable('it holds more than one file');
  const directory = await bytesAt(source, at, size);
  const entries: ZipEntry[] = [];
  for (let place = 0; place + entryBytes <= directory.length; ) {
    if (directory.readUInt32LE(place) !== entryMark) throw damaged();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => directory.readUInt16LE(place + field));
    const nameAt = place + entryBytes;
    const extraAt = nameAt + (nameBytes ?? 0);
    const name = directory.toString('utf8', nameAt, extraAt);
    // Some programs add a folder of their own.
    if (!name.endsWith('/') && !name.startsWith('__MACOSX/')) {
      if ((directory.readUInt16LE(place + 8) & 1) === 1) throw unsuitable('it is locked by a password');
      entries.push(entryAt(directory, place, directory.subarray(extraAt, extraAt + (extraBytes ?? 0))));
    }
    place = extraAt + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw unsuitable(entry === undefined ? 'it holds no file' : 'it holds more than one file');
  if (entry.method !== stored && entry.method !== deflated) throw unsuitable('its file is packed in a rare way');
  return entry;
}

function entryAt(directory: Buffer, place: number, extra: Buffer): ZipEntry {
  const wide = wideNumbers(extra);
  // In this order, each only where it did not fit.
  const [, packedBytes = 0, at = 0] = [24, 20, 42].map((field) => {
    const number = directory.readUInt32LE(place + field);
    return number === elsewhere ? (wide.shift() ?? 0) : number;
  });
  return { method: directory.readUInt16LE(place + 10), crc: directory.readUInt32LE(place + 16), packedBytes, at };
}

/** The numbers of 64 bits that go with an entry. */
function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const count = Math.floor(Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4) / 8);
    return Array.from({ length: count }, (_, i) => Number(extra.readBigUInt64LE(at + 4 + 8 * i)));
  }
  return [];
}

async function directoryOf(source: ByteSource): Promise<{ readonly at: number; readonly size: number }> {
  const from = Math.max(0, source.sizeBytes - endBytes - longestComment - locatorBytes);
  const tail = await bytesAt(source, from, source.sizeBytes - from);
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(endMark);
  const end = tail.lastIndexOf(mark);
  if (end < 0 || end + endBytes > tail.length) throw damaged();
  const [size, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  const locator = end - locatorBytes;
  if (at !== elsewhere || locator < 0 || tail.readUInt32LE(locator) !== locatorMark) return { at, size };
  const wide = await bytesAt(source, Number(tail.readBigUInt64LE(locator + 8)), end64Bytes);
  if (wide.length < end64Bytes || wide.readUInt32LE(0) !== end64Mark) throw damaged();
  return { size: Number(wide.readBigUInt64LE(40)), at: Number(wide.readBigUInt64LE(48)) };
}

async function bytesAt(source: ByteSource, at: number, count: number): Promise<Buffer> {
  if (at > source.sizeBytes) throw damaged();
  const pieces: Uint8Array[] = [];
  for await (const piece of limited(source.open(at), count)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* limited(bytes: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  if (left === 0) return;
  for await (const piece of bytes) {
    yield piece.length <= left ? piece : piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

function damaged(): ExpectedError {
  return new ExpectedError('IMPORT_DAMAGED', 'the archive is cut off or damaged', { advice: 'Fetch the file again.' });
}

function unsuitable(why: string): ExpectedError {
  return new ExpectedError('IMPORT_ARCHIVE', `the archive cannot be read: ${why}`, {
    advice: 'Unpack it, and import the files in it one by one, as they are or compressed with gzip.',
  });
}
