import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { strategyTable } from './strategyTable.ts';

const file = fileURLToPath(new URL('../../docs/strategies.md', import.meta.url));

it('docs/strategies.md is what the code says (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, strategyTable());
  }
  expect(readFileSync(file, 'utf8')).toBe(strategyTable());
});

it('says what every setting does', () => {
  for (const row of strategyTable().split('\n')) expect(row).not.toMatch(/\| +\|$/);
});
