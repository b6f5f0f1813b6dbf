import type { IntegerColumn } from './packedColumn.ts';

export function sliceIntegers(column: IntegerColumn, from: number, to: number): IntegerColumn {
  return column instanceof Float64Array ? column.subarray(from, to) : column.slice(from, to);
}

export function joinIntegers(columns: readonly IntegerColumn[]): IntegerColumn {
  if (columns.every((column) => column instanceof Float64Array)) return joinDoubles(columns);
  return columns.flatMap((column) => (column instanceof Float64Array ? Array.from(column, BigInt) : column));
}

export function joinDoubles(columns: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    joined.set(column, at);
    at += column.length;
  }
  return joined;
}
