import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ensure } from '../domain/errors.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';
import type { ImportSource, ImportState, Series, SeriesName } from './series.ts';

/** "SYNH": marks a file of the market history as ours. */
export const applicationId = 0x53594e48;

const catalogSchema = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY, venue TEXT NOT NULL, symbol TEXT NOT NULL,
     price_digits INTEGER NOT NULL, volume_digits INTEGER NOT NULL, quote_digits INTEGER NOT NULL,
     UNIQUE (venue, symbol)
   ) STRICT;
   CREATE TABLE candle_blocks (
     series INTEGER NOT NULL REFERENCES series (id), interval TEXT NOT NULL, bucket INTEGER NOT NULL,
     rows INTEGER NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (series, interval, bucket)
   ) STRICT;
   CREATE TABLE partitions (day TEXT PRIMARY KEY, dropping INTEGER NOT NULL DEFAULT 0) STRICT;
   CREATE TABLE rolled (
     series INTEGER NOT NULL, day TEXT NOT NULL, newest_block INTEGER NOT NULL, PRIMARY KEY (series, day)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE staged (
     id INTEGER PRIMARY KEY, day TEXT NOT NULL, series INTEGER NOT NULL, first_at_ms INTEGER NOT NULL, last_at_ms INTEGER NOT NULL,
     rows INTEGER NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL
   ) STRICT;
   CREATE TABLE imports (
     id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, name TEXT NOT NULL, size_bytes INTEGER NOT NULL,
     position TEXT NOT NULL, rows INTEGER NOT NULL, finished INTEGER NOT NULL
   ) STRICT;`,
  `ALTER TABLE staged ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
   CREATE TABLE block_files (
     chain INTEGER NOT NULL, first_block INTEGER NOT NULL, PRIMARY KEY (chain, first_block)
   ) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE staged ADD COLUMN kind TEXT NOT NULL DEFAULT 'trades';`,
] as const;

/** Series, candles, imports and the list of days with trades: the file that is always open. */
export class Catalog {
  readonly database: Database.Database;
  readonly file: string;

  /** @throws ExpectedError HISTORY_* */
  constructor(folder: string) {
    this.file = join(folder, 'catalog.sqlite');
    try {
      mkdirSync(folder, { recursive: true });
      this.database = new Database(this.file, { timeout: 2_000 });
      try {
        prepareFile(this.database, 'main', catalogSchema);
        this.database.pragma('foreign_keys = ON');
      } catch (thrown) {
        this.database.close();
        throw thrown;
      }
    } catch (thrown) {
      throw fromHistoryFile(thrown, this.file);
    }
  }

  /** The series of that name, made where it is new. @throws ExpectedError HISTORY_DIGITS when it has other digits */
  series(name: SeriesName, digits: Series['digits']): Series {
    const { venue, symbol } = name;
    const { price, volume, quoteVolume } = digits;
    this.database
      .prepare(
        `INSERT INTO series (venue, symbol, price_digits, volume_digits, quote_digits) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(venue, symbol, price, volume, quoteVolume);
    const found = this.allSeries().find((each) => each.venue === venue && each.symbol === symbol);
    ensure(found !== undefined, 'a series was written and is not there');
    const known = found.digits;
    if (known.price !== price || known.volume !== volume || known.quoteVolume !== quoteVolume)
      throw historyError('HISTORY_DIGITS', 'The series is kept with another number of digits.', {
        venue,
        symbol,
        kept: `${known.price}/${known.volume}/${known.quoteVolume}`,
        given: `${price}/${volume}/${quoteVolume}`,
      });
    return found;
  }

  allSeries(): readonly Series[] {
    const rows = this.database
      .prepare<
        [],
        { id: number; venue: string; symbol: string; price_digits: number; volume_digits: number; quote_digits: number }
      >('SELECT * FROM series ORDER BY venue, symbol')
      .all();
    return rows.map(({ id, venue, symbol, price_digits, volume_digits, quote_digits }) => ({
      id,
      venue,
      symbol,
      digits: { price: price_digits, volume: volume_digits, quoteVolume: quote_digits },
    }));
  }

  /** Begins an import or finds where an earlier one of the same source stands. */
  importOf({ name, sizeBytes, fingerprint }: ImportSource): ImportState {
    this.database
      .prepare(
        `INSERT INTO imports (fingerprint, name, size_bytes, position, rows, finished) VALUES (?, ?, ?, 'null', 0, 0)
         ON CONFLICT DO NOTHING`,
      )
      .run(fingerprint, name, sizeBytes);
    const row = this.database
      .prepare<[string], { id: number; position: string; rows: number; finished: number }>(
        'SELECT id, position, rows, finished FROM imports WHERE fingerprint = ?',
      )
      .get(fingerprint);
    ensure(row !== undefined, 'an import was written and is not there');
    const position: unknown = JSON.parse(row.position);
    return { id: row.id, position, rows: row.rows, finished: row.finished === 1 };
  }

  /** Within the transaction that stores the rows before `position`. */
  advanceImport(id: number, position: unknown, rows: number, finished: boolean): void {
    this.database
      .prepare('UPDATE imports SET position = ?, rows = rows + ?, finished = ? WHERE id = ?')
      .run(JSON.stringify(position ?? null), rows, finished ? 1 : 0, id);
  }

  /** Of a day, the newest block of each series that candles were made of. */
  rolledBlocks(day: string): ReadonlyMap<number, number> {
    const rows = this.database
      .prepare<[string], { series: number; newest_block: number }>(
        'SELECT series, newest_block FROM rolled WHERE day = ?',
      )
      .all(day);
    return new Map(rows.map(({ series, newest_block }) => [series, newest_block]));
  }

  noteRolled(series: number, day: string, newestBlock: number): void {
    this.database
      .prepare('INSERT OR REPLACE INTO rolled (series, day, newest_block) VALUES (?, ?, ?)')
      .run(series, day, newestBlock);
  }

  days(): readonly string[] {
    return this.database
      .prepare<[], string>('SELECT day FROM partitions WHERE dropping = 0 ORDER BY day')
      .pluck()
      .all();
  }
}

/**
 * Brings an attached file to its newest schema and refuses what is not ours. A rollback journal, not a write-ahead log: only so
 * does one commit over several files happen in all of them or in none (sqlite.org/lang_attach.html, atomiccommit.html §5).
 */
export function prepareFile(database: Database.Database, schema: string, migrations: readonly string[]): void {
  const version = Number(database.pragma(`${schema}.user_version`, { simple: true }));
  const owner = Number(database.pragma(`${schema}.application_id`, { simple: true }));
  const tables = Number(database.prepare(`SELECT count(*) FROM ${schema}.sqlite_schema`).pluck().get());
  const facts = { file: fileOf(database, schema), version, owner };
  if (owner !== applicationId && (tables > 0 || version > 0))
    throw historyError('HISTORY_FOREIGN', 'The database is not a file of this program.', facts);
  if (version > migrations.length)
    throw historyError('HISTORY_NEWER_VERSION', 'The history is of a newer version.', facts);
  database.pragma(`${schema}.journal_mode = TRUNCATE`);
  database.pragma(`${schema}.synchronous = FULL`);
  if (version === migrations.length) return;
  database.transaction(() => {
    for (const sql of migrations.slice(version))
      database.exec(
        sql
          .replaceAll('CREATE TABLE ', `CREATE TABLE ${schema}.`)
          .replaceAll('ALTER TABLE ', `ALTER TABLE ${schema}.`)
          .replaceAll('CREATE INDEX ', `CREATE INDEX ${schema}.`),
      );
    database.pragma(`${schema}.application_id = ${applicationId}`);
    database.pragma(`${schema}.user_version = ${migrations.length}`);
  })();
}

function fileOf(database: Database.Database, schema: string): string {
  const list = database.pragma('database_list') as readonly { readonly name: string; readonly file: string }[];
  return list.find(({ name }) => name === schema)?.file ?? schema;
}
