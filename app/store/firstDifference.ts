import { encodeCanonical } from './canonical.ts';
import { measuredFields } from './decisionHash.ts';

const longestPath = 120;
const longestValue = 80;

/**
 * Names the first field in which two values of plain data differ, measured fields left out: `order.nonce: recorded 7, now 8`.
 * Null where they are equal.
 */
export function firstDifference(recorded: unknown, now: unknown, path = ''): string | null {
  const [before, after] = [textOf(recorded), textOf(now)];
  if (before === after) return null;
  const [fieldsBefore, fieldsAfter] = [fieldsOf(recorded), fieldsOf(now)];
  if (fieldsBefore === null || fieldsAfter === null)
    return `${path === '' ? 'all of it' : shortened(path, longestPath)}: recorded ${shortened(before, longestValue)}, now ${shortened(after, longestValue)}`;
  for (const name of [...new Set([...fieldsBefore.keys(), ...fieldsAfter.keys()])].sort()) {
    const inside = path === '' ? name : `${path}.${name}`;
    const found = firstDifference(fieldsBefore.get(name), fieldsAfter.get(name), inside);
    if (found !== null) return found;
  }
  return null;
}

/** What a value is made of, by name or place; null where it is one thing. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index).padStart(4, '0'), item]));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [textOf(key), item]));
  if (value instanceof Set) return new Map([...value].map((item) => [textOf(item), item]));
  return new Map(Object.entries(value).filter(([name]) => !measuredFields.has(name)));
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'bigint' ? String(value) : encodeCanonical(value, measuredFields);
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
