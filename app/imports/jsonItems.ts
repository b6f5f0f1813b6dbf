import { ExpectedError } from '../domain/errors.ts';

/** A piece of a large JSON text that is read by itself. */
export interface JsonItem {
  /** `element`: one of an array that belongs to an object under this name. `object`: one without such arrays, which came before it. */
  readonly kind: 'element' | 'object';
  readonly name: string;
  readonly text: string;
}

/** Where a reader stands between two items; plain JSON. */
export interface SavedJsonItems {
  readonly endByte: number;
  readonly stack: readonly Frame[];
  readonly expects: Expectation;
}

type Expectation = 'value' | 'firstValue' | 'comma' | 'key' | 'firstKey' | 'colon';

type Frame =
  | { readonly kind: 'array'; readonly name: string }
  | { readonly kind: 'object'; readonly fields: string; readonly key: string };

/** Arrays with these names are read element by element; what else a record holds comes with it. */
const taken = new Set(['traces', 'receipts', 'result', 'blocks']);
/** Elements of these are records; those of others may hold such arrays themselves. */
const ofRecords = new Set(['traces', 'receipts']);

const longestItem = 32 * 1024 * 1024;
const deepest = 256;
const [quote, backslash, comma, colon, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,:[]{}');

/**
 * Cuts JSON text that comes in any pieces into items: lines of JSON, one array, an answer of a node or an exporter's file, of any length.
 * Holds no more than one item. Whether an item itself is JSON is for its reader to say.
 */
export class JsonItems {
  #stack: readonly Frame[];
  #expects: Expectation;
  #at: number;
  /** Of the value under way: its bytes so far, depth of its brackets, whether within a string and after a backslash. */
  #value: Buffer[] = [];
  #valueLength = 0;
  #depth = 0;
  #inValue = false;
  #inString = false;
  #escaped = false;

  constructor(saved?: SavedJsonItems) {
    this.#stack = saved?.stack ?? [];
    this.#expects = saved?.expects ?? 'value';
    this.#at = saved?.endByte ?? 0;
  }

  /** The items that this piece finished, each with the place after it. @throws ExpectedError IMPORT_JSON, IMPORT_LONG_ITEM */
  *push(piece: Uint8Array): IterableIterator<JsonItem> {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let i = 0; i < bytes.length; ) {
      if (this.#inValue) {
        const end = this.#valueEnd(bytes, i);
        this.#keep(bytes.subarray(i, end));
        this.#at += end - i;
        i = end;
        if (this.#inValue) continue;
        const item = this.#finished();
        if (item !== null) yield item;
        continue;
      }
      const byte = bytes[i] ?? 0;
      // The mark of UTF-8 at the start of a file is no part of its text.
      const isMark = this.#at < 3 && byte === (Buffer.from('\ufeff')[this.#at] ?? -1);
      if (byte <= 32 || isMark) {
        i += 1;
        this.#at += 1;
        continue;
      }
      if (this.#begins(byte)) continue;
      i += 1;
      this.#at += 1;
      const item = this.#structural(byte);
      if (item !== null) yield item;
    }
  }

  /** To be called after the last piece. Only a number at the very end is an item then, and no record. @throws ExpectedError IMPORT_DAMAGED */
  end(): void {
    if (!this.#inValue && this.#stack.length === 0 && this.#expects === 'value') return;
    throw new ExpectedError('IMPORT_DAMAGED', 'the file ends in the middle of its JSON', {
      advice: 'Fetch the file again. The blocks before its end have been read, and the import goes on from there.',
      facts: { atByte: this.#at },
    });
  }

  /** Between two items. */
  save(): SavedJsonItems {
    return { endByte: this.#at, stack: this.#stack, expects: this.#expects };
  }

  /** Whether a value begins here that is kept as text; the byte is then not used up. */
  #begins(byte: number): boolean {
    if (this.#expects === 'firstKey' || this.#expects === 'key') {
      if (byte !== quote) return false;
    } else if (this.#expects !== 'value' && this.#expects !== 'firstValue') return false;
    else if (byte === closeArray || byte === closeObject || byte === comma || byte === colon) return false;
    else if (this.#descends(byte)) return false;
    this.#inValue = true;
    this.#depth = 0;
    return true;
  }

  #descends(byte: number): boolean {
    const top = this.#stack.at(-1);
    if (top === undefined) return byte === openArray || byte === openObject;
    if (top.kind === 'array') return byte === openObject && !ofRecords.has(top.name);
    return byte === openArray && taken.has(top.key);
  }

  /** Just past the end of the value under way, or the end of the bytes. */
  #valueEnd(bytes: Buffer, from: number): number {
    for (let i = from; i < bytes.length; i += 1) {
      const byte = bytes[i];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) {
          this.#inString = false;
          if (this.#depth === 0) return this.#endAt(i + 1);
        } else {
          // Most of a trace is hexadecimal text: look for what ends it.
          const next = bytes.indexOf(quote as number, i);
          const escapeAt = bytes.subarray(i, next < 0 ? bytes.length : next).indexOf(backslash as number);
          i = (escapeAt >= 0 ? i + escapeAt : next < 0 ? bytes.length : next) - 1;
        }
      } else if (byte === quote) this.#inString = true;
      else if (byte === openArray || byte === openObject) {
        this.#depth += 1;
        if (this.#depth > deepest) throw this.#wrong('brackets nest too deeply');
      } else if (byte === closeArray || byte === closeObject) {
        if (this.#depth === 0) return this.#endAt(i);
        this.#depth -= 1;
        if (this.#depth === 0) return this.#endAt(i + 1);
      } else if (this.#depth === 0 && (byte === comma || byte === colon || (byte ?? 0) <= 32)) return this.#endAt(i);
    }
    return bytes.length;
  }

  #endAt(place: number): number {
    this.#inValue = false;
    return place;
  }

  #keep(bytes: Buffer): void {
    this.#valueLength += bytes.length;
    const top = this.#stack.at(-1);
    const before = top?.kind === 'object' ? top.fields.length : 0;
    if (this.#valueLength + before > longestItem)
      throw new ExpectedError('IMPORT_LONG_ITEM', 'the file has a record longer than 32 MiB', {
        advice: 'Export the blocks as one array, or one line each, of traces and receipts.',
        facts: { atByte: this.#at },
      });
    // A copy: the piece may be a view into a large buffer, which would stay alive with it.
    this.#value.push(Buffer.from(bytes));
  }

  #finished(): JsonItem | null {
    const text = Buffer.concat(this.#value).toString('utf8');
    this.#value = [];
    this.#valueLength = 0;
    const top = this.#stack.at(-1);
    if (this.#expects === 'key' || this.#expects === 'firstKey') {
      if (top?.kind !== 'object') throw this.#wrong('a name stands where none can be');
      this.#replaceTop({ ...top, key: nameOf(text) });
      this.#expects = 'colon';
      return null;
    }
    this.#afterValue();
    if (top?.kind === 'object') {
      const field = `${JSON.stringify(top.key)}:${text}`;
      this.#replaceTop({ ...top, fields: top.fields === '' ? field : `${top.fields},${field}` });
      return null;
    }
    return { kind: 'element', name: top?.name ?? '', text };
  }

  #structural(byte: number): JsonItem | null {
    const top = this.#stack.at(-1);
    const expects = this.#expects;
    if (byte === openObject && (expects === 'value' || expects === 'firstValue')) {
      this.#push({ kind: 'object', fields: '', key: '' }, 'firstKey');
    } else if (byte === openArray && (expects === 'value' || expects === 'firstValue')) {
      this.#push({ kind: 'array', name: top?.kind === 'object' ? top.key : '' }, 'firstValue');
    } else if (byte === colon && expects === 'colon') this.#expects = 'value';
    else if (byte === comma && expects === 'comma') this.#expects = top?.kind === 'object' ? 'key' : 'value';
    else if (byte === closeArray && top?.kind === 'array' && (expects === 'comma' || expects === 'firstValue'))
      this.#pop();
    else if (byte === closeObject && top?.kind === 'object' && (expects === 'comma' || expects === 'firstKey')) {
      this.#pop();
      const under = this.#stack.at(-1);
      return { kind: 'object', name: under?.kind === 'array' ? under.name : '', text: `{${top.fields}}` };
    } else throw this.#wrong('it is not JSON');
    return null;
  }

  #push(frame: Frame, expects: Expectation): void {
    if (this.#stack.length >= 8) throw this.#wrong('lists nest too deeply');
    this.#stack = [...this.#stack, frame];
    this.#expects = expects;
  }

  #pop(): void {
    this.#stack = this.#stack.slice(0, -1);
    this.#afterValue();
  }

  #afterValue(): void {
    this.#expects = this.#stack.length === 0 ? 'value' : 'comma';
  }

  #replaceTop(frame: Frame): void {
    this.#stack = [...this.#stack.slice(0, -1), frame];
  }

  #wrong(what: string): ExpectedError {
    return new ExpectedError('IMPORT_JSON', `the file cannot be read as JSON: ${what}`, {
      advice: 'Export it again as JSON: an array, an answer of a node, or one record in each line.',
      facts: { atByte: this.#at },
    });
  }
}

function nameOf(text: string): string {
  try {
    return String(JSON.parse(text)).slice(0, 64);
  } catch {
    return '';
  }
}
