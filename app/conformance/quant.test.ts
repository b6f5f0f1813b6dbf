import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'conformance-quant-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(...cases: object[]): { code: number; lines: string[] } {
  const file = path.join(folder, 'vectors.json');
  writeFileSync(file, JSON.stringify({ suite: 'quant', cases }));
  const lines: string[] = [];
  const code = runConformance(['quant', file], (line) => lines.push(line));
  return { code, lines };
}

const args = { name: 'sma', convention: 'talib', inputs: [[1, 2, 3, 5]], options: [2] };
const mean = { fn: 'indicator', args, expect: { outputs: [[1.5, 2.5, 4]], begin: 1 }, tol: { abs: 1e-12 } };

test('passes what is right, within either tolerance', () => {
  const near = { ...mean, expect: { outputs: [[1.5, 2.5, 4.01]] } };
  expect(run(mean, { ...near, tol: { abs: 0.011 } }, { ...near, tol: { rel: 0.0026 } })).toEqual({
    code: 0,
    lines: ['3 passed, 0 failed'],
  });
});

test('takes nulls for bars without a value, and the last values alone', () => {
  const withNulls = { ...mean, expect: { outputs: [[null, 1.5, 2.5, 4]] } };
  const lastOnes = { ...mean, expect: { outputs: [[2.5, 4]] } };
  const none = { ...mean, args: { ...args, options: [5] }, expect: { outputs: [[]] } };
  expect(run(withNulls, lastOnes, none).lines).toEqual(['3 passed, 0 failed']);
});

test('reads a series from a column of a table', () => {
  writeFileSync(path.join(folder, 'table.csv'), 'day,close\n1,1\n2,2\n3,3\n4,5\n');
  const fromTable = { ...args, inputs: [{ csv: 'table.csv', column: 'close' }] };
  expect(run({ ...mean, args: fromTable }).lines).toEqual(['1 passed, 0 failed']);
  const missing = run({ ...mean, args: { ...args, inputs: [{ csv: 'table.csv', column: 'open' }] } });
  expect(missing.lines[0]).toContain('has no column open');
});

test.each([
  ['a value beyond both tolerances', { expect: { outputs: [[1.5, 2.5, 4.1]] } }, 'outputs.0.2 is 4, expected 4.1'],
  ['a value too many', { expect: { outputs: [[1, 1.5, 2.5, 4]] } }, 'outputs.0 has 3 places, expected 4'],
  ['values where none are', { args: { ...args, options: [5] } }, 'has 0 places, expected 3'],
  ['a key that is not in the result', { expect: { mean: 3 } }, 'mean is undefined, expected 3'],
  ['a case that expects nothing', { expect: {} }, 'expects nothing'],
  ['an unknown function', { fn: 'astrology' }, 'fn astrology is not known'],
  ['an unknown indicator', { args: { ...args, name: 'moon' } }, 'there is no indicator moon'],
  ['arguments of another form', { args: { ...args, inputs: 'none' } }, 'indicator: inputs'],
])('fails %s', (_what, change, why) => {
  const { code, lines } = run(mean, { ...mean, ...change });
  expect(code).toBe(1);
  expect(lines[0]).toContain(why);
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
});
