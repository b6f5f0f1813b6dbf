import { BugError, ensure } from '../domain/errors.ts';

/** Integers of one column: doubles where each is a safe integer (the fast way), bigints where one may not be. */
export type IntegerColumn = Float64Array | readonly bigint[];

/**
 * A column of integers as bytes, exact: the width, the power of ten that all values share, the first value, then zigzag differences in
 * the fewest of 0, 1, 2, 4 or 8 bytes each; or, where a value is no safe integer even without that power, each value in 16 bytes.
 * Fixed widths unpack fast and leave the repetitions to the compressor over the block. Little-endian, as every platform
 * that this runs on is.
 */
export function packColumn(values: IntegerColumn): Uint8Array<ArrayBuffer> {
  if (values instanceof Float64Array) return packDoubles(values, 0);
  const whole = asDoubles(values, 1n);
  if (whole !== null) return packDoubles(whole, 0);
  const exponent = sharedPowerOfTen(values);
  const scaled = exponent === 0 ? null : asDoubles(values, 10n ** BigInt(exponent));
  return scaled === null ? packWide(values) : packDoubles(scaled, exponent);
}

/** What a column can hold at most, of either sign. */
export const mostPacked = 2n ** 127n - 1n;

/** Whether a column's values are all safe integers, so that `unpackDoubles` gives them. */
export function isSafe(bytes: Uint8Array): boolean {
  return !isWide(bytes) && bytes[1] === 0;
}

/** Whether its values take 16 bytes each. */
export function isWide(bytes: Uint8Array): boolean {
  return bytes[0] === wideTag;
}

/** The values of a column that are all safe integers. @throws BugError where they are not */
export function unpackDoubles(bytes: Uint8Array, count: number): Float64Array {
  if (!isSafe(bytes)) throw new BugError('a column of wide integers was read as doubles');
  return unpackScaled(bytes, count);
}

/** The values of any column. */
export function unpackBigints(bytes: Uint8Array, count: number): bigint[] {
  if (!isWide(bytes)) {
    const scale = 10n ** BigInt(bytes[1] ?? 0);
    return Array.from(unpackScaled(bytes, count), (value) => BigInt(value) * scale);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => {
    const low = view.getBigUint64(1 + i * 16, true);
    return (view.getBigInt64(9 + i * 16, true) << 64n) | low;
  });
}

/**
 * The values of any column divided by 10^digits, each as the double nearest to it; of wide ones, nearly. For looking at.
 * @param into where they go, from `at` on
 */
export function unpackDecimals(
  bytes: Uint8Array,
  count: number,
  digits: number,
  into: Float64Array = new Float64Array(count),
  at = 0,
): Float64Array {
  const wide = isWide(bytes);
  const exponent = digits - (wide ? 0 : (bytes[1] ?? 0));
  const unit = 10 ** Math.abs(exponent);
  if (!wide && exponent >= 0) return unpackScaled(bytes, count, unit, into, at);
  if (wide) into.set(Float64Array.from(unpackBigints(bytes, count), Number), at);
  else unpackScaled(bytes, count, 1, into, at);
  for (let i = at; i < at + count; i += 1) into[i] = exponent < 0 ? (into[i] ?? 0) * unit : (into[i] ?? 0) / unit;
  return into;
}

/** Writes the values of a narrow column, each divided by `unit`, into `into` from `at` on. */
function unpackScaled(
  bytes: Uint8Array,
  count: number,
  unit = 1,
  into: Float64Array = new Float64Array(count),
  at = 0,
): Float64Array {
  const width = bytes[0] ?? 0;
  if (count === 0) return into;
  let value = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(2, true);
  if (width === 0) return into.fill(value / unit, at, at + count);
  into[at] = value / unit;
  const words = alignedWords(bytes, (count - 1) * width);
  const end = at + count;
  // One loop for each width: over one that takes any array, this takes several times as long.
  if (width === 1) {
    const steps = words.bytes;
    for (let i = at + 1, step = 0; i < end; i += 1, step += 1) {
      value += difference(steps[step] ?? 0);
      into[i] = value / unit;
    }
  } else if (width === 2) {
    const steps = words.pairs;
    for (let i = at + 1, step = 0; i < end; i += 1, step += 1) {
      value += difference(steps[step] ?? 0);
      into[i] = value / unit;
    }
  } else {
    ensure(width === 4 || width === 8, 'a packed column has an unknown width', { width });
    const steps = words.fours;
    for (let i = at + 1, step = 0; i < end; i += 1, step += width >> 2) {
      const low = steps[step] ?? 0;
      value += width === 4 ? difference(low) : wideDifference(low, steps[step + 1] ?? 0);
      into[i] = value / unit;
    }
  }
  return into;
}

/** What a zigzag number of at most 32 bits stands for. */
function difference(zigzag: number): number {
  return (zigzag >>> 1) ^ -(zigzag & 1);
}

/** What one of 53 bits stands for, given in two halves. */
function wideDifference(low: number, high: number): number {
  const half = (low >>> 1) + high * (two32 / 2);
  return (low & 1) === 0 ? half : -(half + 1);
}

let room = new ArrayBuffer(65_536);
let views = viewsOf(room);

function viewsOf(buffer: ArrayBuffer) {
  return { bytes: new Uint8Array(buffer), pairs: new Uint16Array(buffer), fours: new Uint32Array(buffer) };
}

/** The differences of a column where words can be read, until the next call: typed arrays want their elements aligned. */
function alignedWords(bytes: Uint8Array, length: number): ReturnType<typeof viewsOf> {
  if (length > room.byteLength) {
    room = new ArrayBuffer(2 * length);
    views = viewsOf(room);
  }
  views.bytes.set(bytes.subarray(headBytes, headBytes + length));
  return views;
}

const wideTag = 16;
/** Width, power of ten and first value. */
const headBytes = 10;
const highestPower = 36;
const two32 = 2 ** 32;

/** The greatest power of ten that divides every value. */
function sharedPowerOfTen(values: readonly bigint[]): number {
  let power = highestPower;
  let divisor = 10n ** BigInt(power);
  for (const value of values) {
    while (power > 0 && value % divisor !== 0n) {
      power -= 1;
      divisor /= 10n;
    }
    if (power === 0) return 0;
  }
  return power;
}

function asDoubles(values: readonly bigint[], divisor: bigint): Float64Array | null {
  const doubles = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(divisor === 1n ? values[i] : (values[i] ?? 0n) / divisor);
    if (!Number.isSafeInteger(value)) return null;
    doubles[i] = value;
  }
  return doubles;
}

function packDoubles(values: Float64Array, exponent: number): Uint8Array<ArrayBuffer> {
  const count = values.length;
  const first = values[0] ?? 0;
  let most = 0;
  let before = first;
  for (let i = 0; i < count; i += 1) {
    const value = values[i] ?? 0;
    if (!Number.isSafeInteger(value)) throw new BugError('a packed value is not a safe integer', { value });
    const difference = value - before;
    const size = difference < 0 ? -difference : difference;
    if (size > most) most = size;
    before = value;
  }
  // Twice a greater difference is no longer exact in a double.
  if (most >= 2 ** 52) return packWide(Array.from(values, (value) => BigInt(value) * 10n ** BigInt(exponent)));
  const width = most === 0 ? 0 : most < 0x80 ? 1 : most < 0x8000 ? 2 : most < 0x8000_0000 ? 4 : 8;
  const differences = Math.max(0, count - 1);
  // Typed arrays want their elements aligned: the differences are written apart and copied behind the head.
  const body = new ArrayBuffer(differences * width);
  if (width === 8) {
    const words = new Uint32Array(body);
    for (let i = 1; i < count; i += 1) {
      const difference = (values[i] ?? 0) - (values[i - 1] ?? 0);
      const zigzag = difference < 0 ? -2 * difference - 1 : 2 * difference;
      words[2 * i - 2] = zigzag % two32;
      words[2 * i - 1] = Math.floor(zigzag / two32);
    }
  } else if (width > 0) {
    const words = narrowWords(width, body, differences);
    for (let i = 1; i < count; i += 1) {
      const difference = (values[i] ?? 0) - (values[i - 1] ?? 0);
      words[i - 1] = difference < 0 ? -2 * difference - 1 : 2 * difference;
    }
  }
  const bytes = new Uint8Array(headBytes + body.byteLength);
  bytes[0] = width;
  bytes[1] = exponent;
  new DataView(bytes.buffer).setFloat64(2, first, true);
  bytes.set(new Uint8Array(body), headBytes);
  return bytes;
}

function packWide(values: readonly bigint[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + values.length * 16);
  const view = new DataView(bytes.buffer);
  bytes[0] = wideTag;
  values.forEach((value, i) => {
    ensure(value <= mostPacked && value >= -mostPacked - 1n, 'a packed value needs more than 128 bits', { value });
    view.setBigUint64(1 + i * 16, BigInt.asUintN(64, value), true);
    view.setBigInt64(9 + i * 16, value >> 64n, true);
  });
  return bytes;
}

function narrowWords(
  width: number | undefined,
  buffer: ArrayBuffer,
  count: number,
): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, 0, count);
  if (width === 2) return new Uint16Array(buffer, 0, count);
  ensure(width === 4, 'a packed column has an unknown width', { width: width ?? -1 });
  return new Uint32Array(buffer, 0, count);
}
