import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { migrations } from './migrations/migrations.ts';
import { openDatabase } from './openDatabase.ts';
import { sampleBlock, sampleEpoch } from './testing/sampleRecords.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'journal.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeSome(blocks: number): void {
  const journal = openJournal(folder);
  journal.beginEpoch(sampleEpoch('e1'));
  for (let i = 1; i <= blocks; i += 1) journal.appendInput(sampleBlock(i));
  journal.close();
}

function openingFails(code: string): void {
  expect(() => openJournal(folder)).toThrowError(
    expect.objectContaining({ name: 'ExpectedError', code, advice: expect.stringMatching(/\w/) }),
  );
}

describe('openDatabase', () => {
  it('opens one connection that waits for the disk and one that does not', () => {
    const { durable, batched } = openDatabase(file);
    expect(durable.pragma('synchronous', { simple: true })).toBe(2);
    expect(batched.pragma('synchronous', { simple: true })).toBe(1);
    expect(durable.pragma('journal_mode', { simple: true })).toBe('wal');
    batched.close();
    durable.close();
  });

  it.each(migrations.map(({ number }) => number))(
    'brings a file of version %d to the schema of a new one',
    (version) => {
      const old = new Database(file);
      old.pragma('application_id = 0x53594e44');
      for (const { number, sql } of migrations) if (number <= version) old.exec(sql);
      old.pragma(`user_version = ${version}`);
      old.close();
      const schemaOf = (path: string): unknown => {
        const { durable, batched } = openDatabase(path);
        const schema = durable.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
        batched.close();
        durable.close();
        return schema;
      };
      expect(schemaOf(file)).toEqual(schemaOf(join(folder, 'new.sqlite')));
      expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
    },
  );

  it('migrates once', () => {
    writeSome(1);
    writeSome(1);
    const database = new Database(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    database.close();
  });

  it.each(['', 'SQLite', 'this is a text file, longer than the magic at the start'])(
    'says that %j is not a database, and leaves it as it was',
    (text) => {
      writeFileSync(file, text);
      if (text === '') {
        openJournal(folder).close();
        return;
      }
      openingFails('STORE_NOT_A_DATABASE');
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('refuses the database of another program, and leaves it as it was', () => {
    const database = new Database(file);
    database.exec('CREATE TABLE theirs (a)');
    database.close();
    const before = readFileSync(file);
    openingFails('STORE_FOREIGN');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a journal of a newer version', () => {
    writeSome(1);
    const database = new Database(file);
    database.pragma('user_version = 9999');
    database.close();
    openingFails('STORE_NEWER_VERSION');
  });

  it('refuses a truncated file', () => {
    writeSome(200);
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    openingFails('STORE_CORRUPT');
  });

  it('refuses a file with overwritten pages', () => {
    writeSome(200);
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 4, 4096 * 12);
    writeFileSync(file, bytes);
    openingFails('STORE_CORRUPT');
  });

  it('says that a folder which is a file cannot be used', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(() => openJournal(join(folder, 'taken'))).toThrowError(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE' }),
    );
  });
});
