import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { indicatorTable } from './indicatorTable.ts';

test('docs/indicators.md lists every indicator as the core has it', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/indicators.md');
  const table = indicatorTable();
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, table);
  expect(readFileSync(file, 'utf8')).toBe(table);
});
