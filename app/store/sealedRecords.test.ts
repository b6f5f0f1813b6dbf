import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { readJournal } from './readJournal.ts';
import { sampleBlock, sampleEntry, sampleEpoch, sampleFill, sampleOrder } from './testing/sampleRecords.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealed-'));
  file = join(folder, 'journal.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(keptOpen: number, epoch: string, from: number, to: number): void {
  const journal = openJournal(folder, { keptOpen });
  journal.beginEpoch(sampleEpoch(epoch));
  for (let i = from; i <= to; i += 1) {
    const seq = journal.appendInput(sampleBlock(i));
    journal.appendDecisions(seq, [
      { kind: 'order', order: sampleOrder(i) },
      { kind: 'fill', fill: sampleFill(i) },
      { kind: 'ledger', entry: sampleEntry(i) },
    ]);
    journal.flush();
  }
  journal.close();
}

function tables(): { open: number; sealed: number; decisionsOpen: number } {
  const database = new Database(file, { readonly: true });
  const count = (sql: string): number => Number(database.prepare(sql).pluck().get());
  const found = {
    open: count('SELECT count(*) FROM inputs'),
    decisionsOpen: count('SELECT count(*) FROM decisions'),
    sealed: count('SELECT coalesce(sum(records), 0) FROM sealed'),
  };
  database.close();
  return found;
}

const blocks = (epoch: string): readonly number[] => {
  const journal = readJournal(file);
  const numbers = [...journal.inputs(epoch)].map(({ input }) => (input.kind === 'block' ? input.head.number : -1));
  journal.close();
  return numbers;
};
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

it('seals the oldest records, gives every one back in order, and numbers on behind them', () => {
  write(50, 'e1', 1, 1_000);
  const { open, decisionsOpen, sealed } = tables();
  expect(open).toBeLessThanOrEqual(50 + 256);
  expect(decisionsOpen).toBeLessThan(3_000 - 256);
  expect(open + decisionsOpen + sealed).toBe(4_000);
  expect(blocks('e1')).toEqual(upTo(1_000));
  const journal = openJournal(folder, { keptOpen: 50 });
  expect(journal.loadEpoch('e1')).toMatchObject({ inputs: 1_000, decisions: 3_000 });
  journal.beginEpoch(sampleEpoch('e1'));
  expect(journal.appendInput(sampleBlock(1_001))).toBe(4_001);
  journal.close();
});

it('keeps epochs apart', () => {
  write(10, 'e1', 1, 300);
  write(10, 'e2', 1, 700);
  expect(blocks('e1')).toEqual(upTo(300));
  expect(blocks('e2')).toEqual(upTo(700));
  const journal = readJournal(file);
  expect(journal.blockRange('e1')).toEqual({ first: 1, last: 300 });
  expect(journal.blockRange('e2')).toEqual({ first: 1, last: 700 });
  journal.close();
});

it('loses nothing to a reader while a writer seals', () => {
  write(1_000, 'e1', 1, 900);
  const reading = readJournal(file);
  const seen: number[] = [];
  for (const { input } of reading.inputs('e1')) {
    seen.push(input.kind === 'block' ? input.head.number : -1);
    // Seals what the reader is about to read.
    if (seen.length === 10) write(0, 'e2', 1, 5);
  }
  reading.close();
  expect(seen).toEqual(upTo(900));
  expect(tables().open).toBeLessThan(905);
});

it('makes the projections again from sealed records', () => {
  write(10, 'e1', 1, 800);
  const journal = openJournal(folder, { keptOpen: 10 });
  const before = journal.loadEpoch('e1');
  journal.rebuildProjections();
  expect(journal.loadEpoch('e1')).toEqual(before);
  journal.close();
});

it('is several times smaller than the same journal unsealed', () => {
  write(1_000_000, 'e1', 1, 2_000);
  const plain = statSync(file).size;
  const { open } = tables();
  expect(open).toBe(2_000);
  rmSync(folder, { recursive: true });
  write(100, 'e1', 1, 2_000);
  const journal = new Database(file);
  journal.exec('VACUUM');
  journal.close();
  expect(statSync(file).size).toBeLessThan(plain * 0.7);
});

it('says which block is damaged', () => {
  write(10, 'e1', 1, 600);
  const database = new Database(file);
  database.exec("UPDATE sealed SET crc = crc + 1 WHERE source = 'inputs' AND first_seq = 1");
  database.close();
  expect(() => blocks('e1')).toThrowError(expect.objectContaining({ code: 'STORE_CORRUPT' }));
});
