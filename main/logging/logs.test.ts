import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outputLines } from '../process/outputLines.ts';
import { openLogs } from './logs.ts';
import { rotatingFile } from './rotatingFile.ts';

const folderFor = (): string => mkdtempSync(join(tmpdir(), 'logs-'));

it('never grows beyond three files', () => {
  const folder = folderFor();
  const file = rotatingFile(join(folder, 'a.log'), 100);
  for (let line = 0; line < 100; line += 1) file.write(`line ${line}\n`);
  file.close();
  expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(100);
  expect(readFileSync(join(folder, 'a.log'), 'utf8')).toMatch(/line 99\n$/);
});

it('withholds secrets and keeps each process apart', () => {
  const folder = folderFor();
  const logs = openLogs(folder);
  logs.main.info(
    { privateKey: '0xsecret', nested: { passphrase: 'secret', deeper: { sealed: 'secret' } } },
    'a mistake',
  );
  logs.onOutput('engine', 'hello');
  logs.close();
  expect(readFileSync(join(folder, 'main.log'), 'utf8')).toContain('[withheld]');
  expect(readFileSync(join(folder, 'main.log'), 'utf8')).not.toContain('secret"');
  expect(readFileSync(join(folder, 'engine.log'), 'utf8')).toMatch(/^\d{4}-.*Z hello\n$/);
  expect(statSync(join(folder, 'main.log')).mode & 0o777).toBe(0o600);
});

it('cuts output into lines, and one that never ends', () => {
  const lines: string[] = [];
  const receive = outputLines((line) => lines.push(line));
  receive('one\ntw');
  receive('o\n\n');
  receive('x'.repeat(10_000));
  receive('\n');
  expect(lines).toEqual(['one', 'two', 'x'.repeat(4096)]);
});
