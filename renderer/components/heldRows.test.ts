import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldRows } from './heldRows.ts';

interface Row {
  readonly id: string;
  readonly version: number;
}
const rows = fc.uniqueArray(fc.record({ id: fc.string(), version: fc.nat() }), { selector: ({ id }) => id });

test('the order under the pointer never changes, contents do, and new rows are counted', () => {
  fc.assert(
    fc.property(rows, rows, (held, latest) => {
      const shown = heldRows<Row>(held, latest, ({ id }) => id);
      expect(shown.rows.map(({ id }) => id)).toEqual(held.map(({ id }) => id));
      for (const row of shown.rows) {
        const newest = latest.find(({ id }) => id === row.id) ?? held.find(({ id }) => id === row.id);
        expect(row).toBe(newest);
      }
      expect(shown.waiting).toBe(latest.filter(({ id }) => !held.some((row) => row.id === id)).length);
    }),
  );
});
