import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logLineSchema } from '../../app/contract/health.ts';
import { readLogs } from './readLogs.ts';
import { withoutSecrets } from './withoutSecrets.ts';

describe('the logs of all processes', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
    writeFileSync(
      join(folder, 'main.log'),
      '{"level":30,"time":"2026-01-01T00:00:01.000Z","pid":1,"msg":"epoch"}\n{"level":40,"time":"2026-01-01T00:00:03.000Z","pid":1,"msg":"engine process gone"}\n',
    );
    writeFileSync(
      join(folder, 'engine.log'),
      '2026-01-01T00:00:02.000Z {"level":"error","message":"a bug"}\n2026-01-01T00:00:04.000Z plain \u001b[31mwords\u202e\n',
    );
    writeFileSync(join(folder, 'notes.txt'), 'not a log\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('come newest first, each with its process and how serious it is', () => {
    const { lines, searchedBytes } = readLogs(folder, { search: '', least: 'info', most: 10 });
    expect(lines.map(({ process, level }) => `${process} ${level}`)).toEqual([
      'engine info',
      'main warn',
      'engine error',
      'main info',
    ]);
    expect(lines[0]?.text).toBe('plain  [31mwords ');
    expect(searchedBytes).toBeGreaterThan(100);
    for (const line of lines) logLineSchema.parse(line);
  });

  it('by words, by how serious, and not more than asked for', () => {
    expect(readLogs(folder, { search: 'GONE', least: 'info', most: 10 }).lines).toHaveLength(1);
    expect(readLogs(folder, { search: '', least: 'error', most: 10 }).lines.map(({ process }) => process)).toEqual([
      'engine',
    ]);
    expect(readLogs(folder, { search: '', least: 'info', most: 2 }).lines).toHaveLength(2);
  });

  it('of a long log the end, in whole lines', () => {
    writeFileSync(
      join(folder, 'engine.log'),
      `${'2026-01-01T00:00:02.000Z old\n'.repeat(40_000)}2026-01-01T00:00:09.000Z new\n`,
    );
    const { lines, searchedBytes } = readLogs(folder, { search: '', least: 'info', most: 3 });
    expect(lines[0]?.text).toBe('new');
    expect(lines.every(({ at }) => at.length === 24)).toBe(true);
    expect(searchedBytes).toBeLessThan(600_000);
  });
});

describe('text for other people', () => {
  const folders = new Map([
    ['/home/somebody', '~'],
    ['/home/somebody/data', '<data folder>'],
  ]);
  it.each([
    ['wss://user:pass@mainnet.example.org/v3/abcdef0123?key=1 failed', 'wss://mainnet.example.org failed'],
    [`key 0x${'ab'.repeat(32)}`, 'key 0xababab…abab'],
    [`sealed ${'0f'.repeat(90)} end`, 'sealed 0f0f0f…0f0f end'],
    ['/home/somebody/data/logs/main.log and /home/somebody/else', '<data folder>/logs/main.log and ~/else'],
    [
      'executor 0x7f08e6f1d97e9809da02c90ebe2d6af83850b54d stays',
      'executor 0x7f08e6f1d97e9809da02c90ebe2d6af83850b54d stays',
    ],
  ])('%s', (text, expected) => {
    expect(withoutSecrets(text, folders)).toBe(expected);
  });
});
