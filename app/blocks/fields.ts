import { type Address, type Bytes, type Hash, parseAddress, parseBytes, parseHash } from '../domain/hex.ts';

/** That a record does not follow its shape: which field. */
export class MalformedField extends Error {
  constructor(field: string) {
    super(`${field} is missing or malformed`);
  }
}

/** The fields of a record of a node or an exporter, whose names are written as in `blockNumber` or as in `block_number`. */
export class Fields {
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #what: string;

  /** @throws MalformedField where it is no object */
  constructor(value: unknown, what: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedField(what);
    this.#record = value as Readonly<Record<string, unknown>>;
    this.#what = what;
  }

  /** The value under the first of these names that there is and is not null. */
  value(...names: readonly string[]): unknown {
    for (const name of names) {
      for (const spelled of [name, snakeCase(name)]) {
        const value = Object.hasOwn(this.#record, spelled) ? this.#record[spelled] : undefined;
        if (value !== undefined && value !== null) return value;
      }
    }
    return null;
  }

  /** The record itself. */
  get raw(): unknown {
    return this.#record;
  }

  isEmpty(): boolean {
    return Object.keys(this.#record).length === 0;
  }

  has(...names: readonly string[]): boolean {
    return this.value(...names) !== null;
  }

  hash(...names: readonly string[]): Hash {
    return this.#text(names, 66, (text) => parseHash(text));
  }

  address(...names: readonly string[]): Address {
    return this.#text(names, 42, (text) => parseAddress(text));
  }

  bytes(...names: readonly string[]): Bytes {
    return this.#text(names, Number.POSITIVE_INFINITY, (text) => parseBytes(text));
  }

  /** A whole number from 0: hexadecimal or decimal text, or a number of JSON that is exact. */
  integer(...names: readonly string[]): bigint {
    const value = this.value(...names);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
    if (typeof value === 'string' && /^(?:0x[0-9a-fA-F]{1,64}|\d{1,78})$/.test(value)) return BigInt(value);
    throw this.#malformed(names);
  }

  count(...names: readonly string[]): number {
    const value = this.integer(...names);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#malformed(names);
    return Number(value);
  }

  /** What `read` gives, or null where none of the names is there. */
  orNull<Value>(read: (fields: this) => Value, ...names: readonly string[]): Value | null {
    return this.has(...names) ? read(this) : null;
  }

  #text<Value>(names: readonly string[], longest: number, parse: (text: string) => Value): Value {
    const value = this.value(...names);
    if (typeof value !== 'string' || value.length > longest) throw this.#malformed(names);
    try {
      return parse(value);
    } catch {
      throw this.#malformed(names);
    }
  }

  #malformed(names: readonly string[]): MalformedField {
    return new MalformedField(`${this.#what}.${names[0] ?? ''}`);
  }
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
