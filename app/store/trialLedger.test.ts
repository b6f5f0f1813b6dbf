import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { countTrial, type Trial, TrialLedger, trialFile } from './trialLedger.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'trials-'));
const trial = (id: string, atMs: number): Trial => ({ id, kind: 'paper', atMs, subject: 'a chain', settings: '{}' });

test('counts each trial once, from any process, over every restart', () => {
  const where = folder();
  countTrial(where, trial('b', 2));
  const [one, other] = [new TrialLedger(where), new TrialLedger(where)];
  one.add(trial('a', 1));
  other.add(trial('a', 5));
  expect(other.all().map(({ id, atMs }) => [id, atMs])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  one.close();
  other.close();
  const again = new TrialLedger(where);
  expect(again.all()).toHaveLength(2);
  again.close();
});

test('what was counted can be neither deleted nor changed', () => {
  const where = folder();
  countTrial(where, trial('a', 1));
  const database = new Database(trialFile(where));
  expect(() => database.exec('DELETE FROM trials')).toThrow(/stays counted/);
  expect(() => database.exec("UPDATE trials SET subject = 'another'")).toThrow(/stays as it was/);
  expect(database.pragma('synchronous', { simple: true })).toBeDefined();
  database.close();
});

test('a database of somebody else stays as it is', () => {
  const where = folder();
  const database = new Database(trialFile(where));
  database.exec('CREATE TABLE theirs (a)');
  database.close();
  expect(() => new TrialLedger(where)).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }));
});

test('what the disk says comes with what to do', () => {
  const where = folder();
  writeFileSync(trialFile(where), 'no database, but long enough to be read as one'.repeat(40));
  expect(() => countTrial(where, trial('a', 1))).toThrow(expect.objectContaining({ code: 'STORE_NOT_A_DATABASE' }));
  const inTheWay = join(where, 'file');
  writeFileSync(inTheWay, '');
  expect(() => countTrial(inTheWay, trial('a', 1))).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
});
