import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeReport } from './writeReport.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const file = join(folder, 'report.csv');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(texts: readonly string[], end: Error | null = null): AsyncIterable<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
  if (end !== null) throw end;
}

it('writes all pieces, readable by its owner only', async () => {
  expect(await writeReport(file, pieces(['a\n', 'b\n']))).toBe(4);
  expect(readFileSync(file, 'utf8')).toBe('a\nb\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('leaves what was there where it cannot be finished', async () => {
  writeFileSync(file, 'before');
  await expect(writeReport(file, pieces(['half'], new Error('the journal is gone')))).rejects.toThrow('the journal');
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(existsSync(`${file}.new`)).toBe(false);
});

it('says that it cannot be written there', async () => {
  await expect(writeReport(join(folder, 'nowhere', 'report.csv'), pieces([]))).rejects.toMatchObject({
    code: 'REPORT_NOT_WRITTEN',
  });
});
