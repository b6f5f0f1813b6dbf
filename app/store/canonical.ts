import { BugError, ExpectedError } from '../domain/errors.ts';

/**
 * Text of a value of plain data: equal values give equal bytes, whatever order their keys or map entries were put in.
 * JSON with sorted keys; what JSON lacks is an object of one tag: `{"$n":"12"}` a bigint, `{"$m":[[k,v],…]}` a Map sorted
 * by its keys' text, `{"$s":[…]}` a Set. A key that starts with `$` is written with one more. A field that is
 * undefined is left out.
 * @throws BugError on what is not plain data: NaN, infinities, functions, class instances, undefined in a list
 */
export function encodeCanonical(value: unknown, omit: ReadonlySet<string> = nothing): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new BugError('a number that is not finite cannot be written', { value });
      return JSON.stringify(value);
    case 'bigint':
      return `{"$n":"${value}"}`;
    case 'object':
      return value === null ? 'null' : encodeObject(value, omit);
    default:
      throw new BugError('this is not plain data', { type: typeof value });
  }
}

const nothing: ReadonlySet<string> = new Set();

function encodeObject(value: object, omit: ReadonlySet<string>): string {
  if (Array.isArray(value)) return `[${value.map((item) => encodeCanonical(item, omit)).join(',')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `[${encodeCanonical(key, omit)},${encodeCanonical(item, omit)}]`);
    return `{"$m":[${entries.sort().join(',')}]}`;
  }
  if (value instanceof Set) {
    return `{"$s":[${[...value]
      .map((item) => encodeCanonical(item, omit))
      .sort()
      .join(',')}]}`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new BugError('an instance of a class is not plain data', { class: value.constructor.name });
  }
  const fields: string[] = [];
  for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (item === undefined || omit.has(key)) continue;
    fields.push(`${JSON.stringify(key.startsWith('$') ? `$${key}` : key)}:${encodeCanonical(item, omit)}`);
  }
  return `{${fields.join(',')}}`;
}

/** The value that `encodeCanonical` wrote. @throws ExpectedError STORE_MALFORMED_RECORD on any other text */
export function decodeCanonical(text: string): unknown {
  try {
    return decode(JSON.parse(text));
  } catch (cause) {
    throw new ExpectedError('STORE_MALFORMED_RECORD', 'A record of the journal cannot be read.', {
      advice: 'The file was changed from outside or damaged. Put it aside and start again, or restore a copy.',
      facts: { start: text.slice(0, 80) },
      cause,
    });
  }
}

/** Changes what JSON.parse has just made in its place: snapshots hold a million values. */
function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) value[i] = decode(value[i]);
    return value;
  }
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  const [first] = keys;
  if (keys.length === 1 && first !== undefined && tags.has(first)) return decodeTagged(first, fields[first]);
  if (keys.some((key) => key.startsWith('$$') || key === '__proto__')) {
    return Object.fromEntries(keys.map((key) => [key.startsWith('$$') ? key.slice(1) : key, decode(fields[key])]));
  }
  for (const key of keys) {
    const item = fields[key];
    if (typeof item === 'object') fields[key] = decode(item);
  }
  return fields;
}

const tags: ReadonlySet<string> = new Set(Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `$${letter}`));

function decodeTagged(tag: string, content: unknown): unknown {
  if (tag === '$n' && typeof content === 'string' && /^-?\d+$/.test(content)) return BigInt(content);
  if (tag === '$s' && Array.isArray(content)) return new Set(content.map(decode));
  if (tag === '$m' && Array.isArray(content)) return new Map(content.map(decodeEntry));
  throw new TypeError(`unknown tag ${tag}`);
}

function decodeEntry(entry: unknown): [unknown, unknown] {
  if (!Array.isArray(entry) || entry.length !== 2) throw new TypeError('a map entry is a pair');
  return [decode(entry[0]), decode(entry[1])];
}
