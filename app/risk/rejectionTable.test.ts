import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { rejections } from '../domain/rejection.ts';
import { rejectionTable } from './rejectionTable.ts';

const file = fileURLToPath(new URL('../../docs/rejections.md', import.meta.url));

it('docs/rejections.md is what the code says (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rejectionTable());
  }
  expect(readFileSync(file, 'utf8')).toBe(rejectionTable());
});

it('names every code once, under a title', () => {
  const table = rejectionTable();
  for (const code of Object.keys(rejections)) expect(table.split(`\`${code}\``)).toHaveLength(2);
  expect(table).not.toMatch(/^## [A-Z]+$/m);
});
