import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { indicatorDefinition } from '../indicators/definition.ts';
import { runConformance } from './runConformance.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';

const own = path.resolve(import.meta.dirname, 'vectors/indicators.json');
const data = recordedDataFolder();
const recorded = data === null ? null : path.join(data, 'quant/indicator_vectors.json');
const folder = mkdtempSync(path.join(tmpdir(), 'indicator-vectors-'));
const counts = { run: 0, skipped: 0 };

afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(`recorded indicators: ${counts.run} run, ${counts.skipped} skipped`);
});

function linesOf(file: string): string[] {
  const lines: string[] = [];
  runConformance(['quant', file], (line) => lines.push(line));
  return lines;
}

test('gives what TA-Lib and Tulip give of the same bars', () => {
  expect(linesOf(own)).toEqual(['351 passed, 0 failed']);
});

const recordedFile = z.object({
  tests: z.array(
    z.object({
      file: z.string(),
      name: z.string(),
      options: z.array(z.number()),
      series: z.array(z.array(z.number())),
    }),
  ),
});

test('gives what the tests of Tulip expect', () => {
  if (recorded === null || !existsSync(recorded)) {
    counts.skipped += 1;
    console.log('skipped: no recorded indicators (set SYNDICATE_DATA to their folder)');
    return;
  }
  const { tests } = recordedFile.parse(JSON.parse(readFileSync(recorded, 'utf8')));
  const cases = tests.map(({ file, name, options, series }) => {
    const outputs = indicatorDefinition('tulip', name).outputs.length;
    return {
      id: `${file} ${name} ${options.join(' ')}`,
      fn: 'indicator',
      args: { name, convention: 'tulip', inputs: series.slice(0, -outputs), options },
      expect: { outputs: series.slice(-outputs) },
      tol: { abs: 1e-3 },
    };
  });
  const file = path.join(folder, 'recorded.json');
  writeFileSync(file, JSON.stringify({ suite: 'quant', cases }));
  counts.run += cases.length;
  const lines = linesOf(file);
  // This one has a value more than its bars: of a bar of zeros that is not among them.
  expect(lines.at(0)).toContain('case extra.txt ce 22 3: outputs.0 has 40 places, expected 41');
  expect(lines.slice(1)).toEqual(['109 passed, 1 failed']);
});
