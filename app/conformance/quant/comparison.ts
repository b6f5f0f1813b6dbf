/** A number passes when it is off by no more than the larger of `abs` and `rel` times the size of the expected one. */
export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
}

/** For cases that state none. */
export const defaultTolerance: Tolerance = { abs: 1e-9, rel: 1e-9 };

function isIntegerText(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+$/.test(value);
}

function numberDifference(got: unknown, wanted: number, { abs, rel }: Tolerance): string | null {
  const ours = typeof got === 'bigint' ? Number(got) : got;
  if (typeof ours !== 'number') return `is ${shown(got)}, expected ${wanted}`;
  if (ours === wanted || Math.abs(ours - wanted) <= Math.max(abs, rel * Math.abs(wanted))) return null;
  return `is ${ours}, expected ${wanted}`;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'a structure' : String(value);
}

function entriesOf(value: unknown): Map<string, unknown> | null {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return new Map(Object.entries(value));
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

function lengthOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return value instanceof Float64Array || value instanceof Int32Array ? value.length : null;
}

/**
 * What of `got` is not as expected, or null. Objects: every key of the expected one, others are free. Lists: as long, each in its place; typed arrays are lists. An
 * expected null takes null, undefined and NaN; decimal text takes the number.
 */
export function differenceOf(got: unknown, wanted: unknown, tolerance: Tolerance, where = ''): string | null {
  if (typeof wanted === 'number') return prefixed(where, numberDifference(got, wanted, tolerance));
  if (isIntegerText(wanted) && typeof got !== 'string') {
    return prefixed(where, numberDifference(got, Number(wanted), tolerance));
  }
  if (wanted === null) {
    const isNothing = got === null || got === undefined || Number.isNaN(got);
    return isNothing ? null : prefixed(where, `is ${shown(got)}, expected nothing`);
  }
  const entries = entriesOf(wanted);
  if (entries === null) return got === wanted ? null : prefixed(where, `is ${shown(got)}, expected ${shown(wanted)}`);
  const ours = entriesOf(got);
  if (ours === null) return prefixed(where, `is ${shown(got)}, expected a structure`);
  const [ourLength, length] = [lengthOf(got), lengthOf(wanted)];
  if (ourLength !== length) return prefixed(where, `has ${ourLength ?? 'no'} places, expected ${length ?? 'none'}`);
  for (const [name, value] of entries) {
    const difference = differenceOf(ours.get(name), value, tolerance, where === '' ? name : `${where}.${name}`);
    if (difference !== null) return difference;
  }
  return null;
}

function prefixed(where: string, difference: string | null): string | null {
  return difference === null ? null : `${where} ${difference}`.trim();
}
