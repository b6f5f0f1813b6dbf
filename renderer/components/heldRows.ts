/**
 * The rows to show while the pointer is over a table: those that were there when it came, in that order, with their
 * newest content. A row that ended meanwhile keeps its last content; new ones wait until the pointer leaves.
 */
export function heldRows<Row>(
  held: readonly Row[],
  latest: readonly Row[],
  idOf: (row: Row) => string,
): { readonly rows: readonly Row[]; readonly waiting: number } {
  const latestById = new Map(latest.map((row) => [idOf(row), row]));
  const rows = held.map((row) => latestById.get(idOf(row)) ?? row);
  const heldIds = new Set(held.map(idOf));
  return { rows, waiting: latest.reduce((count, row) => count + (heldIds.has(idOf(row)) ? 0 : 1), 0) };
}
