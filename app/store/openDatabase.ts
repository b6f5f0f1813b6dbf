import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ensure } from '../domain/errors.ts';
import { migrations } from './migrations/migrations.ts';
import { fromStorage, storeError } from './storeErrors.ts';

/** How long a statement waits for a lock that another process holds; the engine stands still meanwhile. */
export const patienceMs = 1_000;
/** The same while it is being opened: nothing else waits yet, and giving up costs a start of the process. */
const openingPatienceMs = 5_000;
/** "SYND": marks the file as ours. */
const applicationId = 0x53594e44;
const magic = 'SQLite format 3\u0000';
const checkedBytes = 64 * 1024 * 1024;

/**
 * Two connections to one file. A commit of `durable` (synchronous=FULL) returns after the write-ahead log is on disk,
 * with everything that was committed before it by either, since both write the same log; `batched` (NORMAL) does not
 * wait for the disk. Only `batched` checkpoints, so a durable commit never pays for one.
 */
export interface JournalConnections {
  readonly durable: Database.Database;
  readonly batched: Database.Database;
}

/**
 * Opens or makes the file, brings it to the newest schema and asserts the two durability settings by reading them back.
 * @param maxBytes the size above which the file must not grow; then writes fail as on a full disk
 * @throws ExpectedError STORE_*
 */
export function openDatabase(file: string, maxBytes: number | null = null): JournalConnections {
  const opened: Database.Database[] = [];
  const connect = (synchronous: keyof typeof synchronousLevels): Database.Database => {
    const database = new Database(file, { timeout: openingPatienceMs });
    opened.push(database);
    // Before the first write: another program's database must stay as it was.
    refuseForeign(database, file);
    configure(database, synchronous, maxBytes);
    return database;
  };
  try {
    mkdirSync(dirname(file), { recursive: true });
    refuseForeignBytes(file);
    const durable = connect('FULL');
    durable.pragma('wal_autocheckpoint = 0');
    checkHealth(durable, file);
    migrate(durable);
    const batched = connect('NORMAL');
    batched.pragma('wal_autocheckpoint = 1000');
    for (const connection of opened) connection.pragma(`busy_timeout = ${patienceMs}`);
    return { durable, batched };
  } catch (thrown) {
    for (const connection of opened) connection.close();
    throw fromStorage(thrown, file);
  }
}

/**
 * Opens a journal to read it, as a replay does; it is not written, migrated or locked.
 * @param isStranger it was not opened by this process before: a file of moderate size is checked whole
 * @throws ExpectedError STORE_*
 */
export function openDatabaseForReading(file: string, isStranger = true): Database.Database {
  try {
    refuseForeignBytes(file);
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      refuseForeign(database, file);
      if (isStranger) checkHealth(database, file);
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    throw fromStorage(thrown, file);
  }
}

const synchronousLevels = { NORMAL: 1, FULL: 2 } as const;

function configure(
  database: Database.Database,
  synchronous: keyof typeof synchronousLevels,
  maxBytes: number | null,
): void {
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  ensure(mode === 'wal', 'the journal is not in write-ahead mode', { mode: String(mode) });
  database.pragma(`synchronous = ${synchronous}`);
  const level = database.pragma('synchronous', { simple: true });
  ensure(level === synchronousLevels[synchronous], 'the connection is not as durable as it was asked to be', {
    asked: synchronous,
    level: String(level),
  });
  database.pragma('journal_size_limit = 67108864');
  database.pragma('foreign_keys = ON');
  if (maxBytes !== null) limitSize(database, maxBytes);
}

function limitSize(database: Database.Database, maxBytes: number): void {
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  database.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
}

/** SQLite would take an empty or half-written header for a new database and write over it. */
function refuseForeignBytes(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const head = Buffer.alloc(magic.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  if (head.toString('latin1') !== magic) {
    throw storeError('STORE_NOT_A_DATABASE', 'The journal is not a database.', { file, bytes: size });
  }
}

/** A quick check reads the whole file, so a large one is only checked as far as SQLite does by itself. */
function checkHealth(database: Database.Database, file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > checkedBytes) return;
  const answer = database.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw storeError('STORE_CORRUPT', 'The journal is damaged.', { file, detail: String(answer) });
}

function refuseForeign(database: Database.Database, file: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  const owner = Number(database.pragma('application_id', { simple: true }));
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (owner !== applicationId && (tables > 0 || version > 0)) {
    throw storeError('STORE_FOREIGN', 'The database is not a journal of this program.', { file, owner });
  }
  const newest = migrations.at(-1)?.number ?? 0;
  if (version > newest) {
    throw storeError('STORE_NEWER_VERSION', 'The journal is of a newer version.', { file, version, newest });
  }
}

function migrate(database: Database.Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  for (const { number, sql } of migrations) {
    if (number <= version) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${number}`);
    })();
  }
}
