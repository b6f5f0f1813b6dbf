import { BugError, present } from '../../domain/errors.ts';

/** A parameter as a contract's ABI names it. */
export interface AbiParameter {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly AbiParameter[];
}

/** Bytes that grow. */
class Writer {
  bytes = Buffer.alloc(1 << 16);
  length = 0;

  /** Makes room for so many zero bytes. @returns where they begin */
  grow(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(this.length, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    return at;
  }

  word(at: number, value: bigint): void {
    if (value >= 1n << 256n || value < -(1n << 255n)) throw new BugError('a value that is no word', { value });
    if (value >= 0n && value < 1n << 64n) {
      this.bytes.writeBigUInt64BE(value, at + 24);
      return;
    }
    for (let part = 0; part < 4; part += 1) {
      this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value >> BigInt(192 - 64 * part)), at + 8 * part);
    }
  }
}

/** How one type lies in a call's data. Offsets of what is of no fixed length count from `base`. */
interface Shape {
  /** Bytes in its place: 32 where that holds an offset. */
  readonly size: number;
  readonly isDynamic: boolean;
  put(writer: Writer, at: number, base: number, value: unknown): void;
  take(bytes: Buffer, at: number, base: number): unknown;
}

function offsetAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64BE(at + 24));
}

function takeWord(bytes: Buffer, at: number): bigint {
  const low = bytes.readBigUInt64BE(at + 24);
  const [first, second, third] = [0, 8, 16].map((place) => bytes.readBigUInt64BE(at + place)) as [
    bigint,
    bigint,
    bigint,
  ];
  if (first === 0n && second === 0n && third === 0n) return low;
  return (first << 192n) | (second << 128n) | (third << 64n) | low;
}

function wordShape(type: string): Shape {
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? 256);
  const readers: Readonly<Record<string, (bytes: Buffer, at: number) => unknown>> = {
    uint: takeWord,
    int: (bytes, at) => BigInt.asIntN(Number(bits), takeWord(bytes, at)),
    bool: (bytes, at) => bytes[at + 31] === 1,
    address: (bytes, at) => `0x${bytes.toString('hex', at + 12, at + 32)}`,
    bytes: (bytes, at) => `0x${bytes.toString('hex', at, at + Number(bits))}`,
  };
  const name = type.replace(/\d+$/, '');
  const take = readers[name];
  if (take === undefined) throw new BugError('a type that the test contracts do not have', { type });
  const put: Shape['put'] = (writer, at, _base, value) => {
    if (name === 'bytes') writer.bytes.write(String(value).slice(2), at, 'hex');
    else writer.word(at, BigInt(value as bigint | number | boolean | string));
  };
  return { size: 32, isDynamic: false, put, take };
}

/** Values one after another; with the lengths of the lists among them after all of them. */
function row(shapes: readonly Shape[]) {
  const size = shapes.reduce((sum, shape) => sum + shape.size, 0);
  return {
    size,
    isDynamic: shapes.some(({ isDynamic }) => isDynamic),
    put: (writer: Writer, at: number, values: readonly unknown[]): void => {
      if (values.length !== shapes.length) throw new BugError('another number of values', { given: values.length });
      let place = at;
      for (const [i, shape] of shapes.entries()) {
        shape.put(writer, place, at, values[i]);
        place += shape.size;
      }
    },
    take: (bytes: Buffer, at: number): unknown[] => {
      let place = at;
      return shapes.map((shape) => {
        const value = shape.take(bytes, place, at);
        place += shape.size;
        return value;
      });
    },
  };
}

function tupleShape(components: readonly AbiParameter[]): Shape {
  const inner = row(components.map(shapeOf));
  const named = (values: readonly unknown[]): object =>
    Object.fromEntries(components.map(({ name }, i) => [name, values[i]]));
  if (!inner.isDynamic) {
    return {
      size: inner.size,
      isDynamic: false,
      put: (writer, at, _base, value) => inner.put(writer, at, value as unknown[]),
      take: (bytes, at) => named(inner.take(bytes, at)),
    };
  }
  return {
    size: 32,
    isDynamic: true,
    put: (writer, at, base, value) => {
      const start = writer.grow(inner.size);
      writer.word(at, BigInt(start - base));
      inner.put(writer, start, value as unknown[]);
    },
    take: (bytes, at, base) => named(inner.take(bytes, base + offsetAt(bytes, at))),
  };
}

function listShape(of: Shape): Shape {
  return {
    size: 32,
    isDynamic: true,
    put: (writer, at, base, value) => {
      const values = value as readonly unknown[];
      const start = writer.grow(32 + of.size * values.length);
      writer.word(at, BigInt(start - base));
      writer.word(start, BigInt(values.length));
      for (const [i, each] of values.entries()) of.put(writer, start + 32 + of.size * i, start + 32, each);
    },
    take: (bytes, at, base) => {
      const start = base + offsetAt(bytes, at);
      const length = offsetAt(bytes, start);
      return Array.from({ length }, (_, i) => of.take(bytes, start + 32 + of.size * i, start + 32));
    },
  };
}

function shapeOf({ type, components, name }: AbiParameter): Shape {
  if (type.endsWith('[]'))
    return listShape(shapeOf({ name, type: type.slice(0, -2), ...(components && { components }) }));
  if (type === 'tuple') return tupleShape(present(components, 'components of a tuple'));
  return wordShape(type);
}

/** A function of a contract, as calls of it are written and answers read. Tuples are given as lists, and read as objects. */
export class CallWords {
  readonly #selector: Buffer;
  readonly #inputs: ReturnType<typeof row>;
  readonly #outputs: ReturnType<typeof row>;

  /** `selector` is the function's first four bytes in hex. */
  constructor(selector: string, inputs: readonly AbiParameter[], outputs: readonly AbiParameter[]) {
    this.#selector = Buffer.from(selector.slice(2), 'hex');
    this.#inputs = row(inputs.map(shapeOf));
    this.#outputs = row(outputs.map(shapeOf));
  }

  /** Appends a call's data. @returns how many bytes it has */
  write(writer: Writer, values: readonly unknown[]): number {
    const begin = writer.grow(4 + this.#inputs.size);
    this.#selector.copy(writer.bytes, begin);
    this.#inputs.put(writer, begin + 4, values);
    return writer.length - begin;
  }

  read(answer: Buffer): unknown[] {
    return this.#outputs.take(answer, 0);
  }
}

/** Data of a call of `many(bytes[])`, in hex, for calls that are each written by themselves. */
export function manyCalls(selector: string, calls: readonly { words: CallWords; args: readonly unknown[] }[]): string {
  const writer = new Writer();
  const begin = writer.grow(4);
  writer.bytes.write(selector.slice(2), begin, 'hex');
  const list = writer.grow(64 + 32 * calls.length);
  writer.word(list, 32n);
  writer.word(list + 32, BigInt(calls.length));
  const places = list + 64;
  for (const [i, { words, args }] of calls.entries()) {
    const at = writer.grow(32);
    writer.word(places + 32 * i, BigInt(at - places));
    const length = words.write(writer, args);
    writer.word(at, BigInt(length));
    writer.grow((32 - (length % 32)) % 32);
  }
  return `0x${writer.bytes.toString('hex', 0, writer.length)}`;
}

/** The answers of `many`, each empty where its call reverted. */
export function manyAnswers(reply: string): Buffer[] {
  const bytes = Buffer.from(reply.slice(2), 'hex');
  const list = offsetAt(bytes, 0);
  const places = list + 32;
  return Array.from({ length: offsetAt(bytes, list) }, (_, i) => {
    const at = places + offsetAt(bytes, places + 32 * i);
    return bytes.subarray(at + 32, at + 32 + offsetAt(bytes, at));
  });
}
