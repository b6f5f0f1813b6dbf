import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../domain/errors.ts';
import { type Catalog, prepareFile } from './catalog.ts';
import type { StoredBlock } from './columnBlock.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';
import type { RowKind } from './rowCodec.ts';

const partitionSchema = [
  `CREATE TABLE blocks (
     id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL, first_at_ms INTEGER NOT NULL, last_at_ms INTEGER NOT NULL,
     rows INTEGER NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL
   ) STRICT;
   CREATE INDEX blocks_of_series ON blocks (series, id);`,
  'ALTER TABLE blocks ADD COLUMN source INTEGER NOT NULL DEFAULT 0;',
  `ALTER TABLE blocks ADD COLUMN kind TEXT NOT NULL DEFAULT 'trades';
   CREATE INDEX blocks_of_kind ON blocks (series, kind, id);`,
] as const;

/** SQLite attaches ten files at most; one commit writes to this many days. */
export const mostAttached = 8;
const dayMs = 86_400_000;

/** The UTC day of a time, such as "2024-03-01": one file each. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

export function dayStartMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Rows of one kind as a day's file keeps them. */
export interface RowBlock extends StoredBlock {
  readonly id: number;
  readonly kind: RowKind;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The import that it came from; 0 for none. A block is of one source. */
  readonly source: number;
}

interface StoredRow {
  readonly id: number;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
  readonly rows: number;
  readonly crc: number;
  readonly bytes: Buffer;
  readonly source: number;
  readonly kind: RowKind;
}

/** A block before it is written. */
export type NewRowBlock = Omit<RowBlock, 'id'>;

/** A stretch of a series' rows of one source. */
export interface SourceSpan {
  readonly source: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The files of trades and order books, one a UTC day, attached to the catalog's connection while they are used. */
export class TradePartitions {
  readonly #catalog: Catalog;
  readonly #folder: string;
  /** Least recently used first. */
  readonly #attached = new Map<string, string>();
  #next = 0;

  constructor(catalog: Catalog, folder: string) {
    this.#catalog = catalog;
    this.#folder = folder;
  }

  fileOf(day: string): string {
    return join(this.#folder, `trades-${day}.sqlite`);
  }

  /**
   * Attaches these days, at most `mostAttached` and outside a transaction, and leaves them attached until others need the room.
   * @param make whether a day without a file gets one
   * @throws ExpectedError HISTORY_*
   */
  attach(days: readonly string[], make: boolean): void {
    for (const day of days) this.#touch(day);
    for (const day of days) {
      if (this.#attached.has(day)) continue;
      const known = existsSync(this.fileOf(day));
      if (!known && !make) continue;
      while (this.#attached.size >= mostAttached)
        this.detach(present(this.#attached.keys().next().value, 'a day to detach'));
      this.#attachFile(day);
    }
  }

  detach(day: string): void {
    const schema = this.#attached.get(day);
    if (schema === undefined) return;
    this.#catalog.database.exec(`DETACH ${schema}`);
    this.#attached.delete(day);
  }

  /** Forgets a day for good. Returns the bytes given back. */
  drop(day: string): number {
    this.detach(day);
    const file = this.fileOf(day);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // Marked first: a day whose file is gone and that is still listed would read as damage.
    this.#catalog.database.prepare('UPDATE partitions SET dropping = 1 WHERE day = ?').run(day);
    for (const each of [file, `${file}-journal`]) rmSync(each, { force: true });
    this.#catalog.database.prepare('DELETE FROM rolled WHERE day = ?').run(day);
    this.#catalog.database.prepare('DELETE FROM partitions WHERE day = ?').run(day);
    return bytes;
  }

  /** Ends the drops that a crash cut short. */
  finishDrops(): void {
    const sql = 'SELECT day FROM partitions WHERE dropping = 1';
    for (const day of this.#catalog.database.prepare<[], string>(sql).pluck().all()) this.drop(day);
  }

  /** The blocks of a series in a day, in the order written. */
  blocks(day: string, series: number, kind: RowKind, fromMs: number, toMs: number): readonly RowBlock[] {
    this.attach([day], false);
    const schema = this.#attached.get(day);
    if (schema === undefined) {
      if (!this.#catalog.days().includes(day)) return [];
      throw historyError('HISTORY_CORRUPT', 'A file of the history is missing.', { file: this.fileOf(day) });
    }
    const rows = this.#catalog.database
      .prepare<[number, RowKind, number, number], StoredRow>(
        `SELECT * FROM ${schema}.blocks WHERE series = ? AND kind = ? AND last_at_ms >= ? AND first_at_ms < ? ORDER BY id`,
      )
      .all(series, kind, fromMs, toMs);
    return rows.map(blockRow);
  }

  /** Newest block of trades of each series in a day. */
  newestBlocks(day: string): readonly { readonly series: number; readonly newest: number }[] {
    this.attach([day], false);
    const schema = this.#attached.get(day);
    if (schema === undefined) return [];
    return this.#catalog.database
      .prepare<[], { series: number; newest: number }>(
        `SELECT series, max(id) AS newest FROM ${schema}.blocks WHERE kind = 'trades' GROUP BY series`,
      )
      .all();
  }

  /** How many rows of a kind each series has in a day, and from when to when. */
  spans(day: string, kind: RowKind): readonly { series: number; rows: number; firstMs: number; lastMs: number }[] {
    this.attach([day], false);
    const schema = this.#attached.get(day);
    if (schema === undefined) return [];
    return this.#catalog.database
      .prepare<[RowKind], { series: number; rows: number; firstMs: number; lastMs: number }>(
        `SELECT series, sum(rows) AS rows, min(first_at_ms) AS firstMs, max(last_at_ms) AS lastMs
         FROM ${schema}.blocks WHERE kind = ? GROUP BY series`,
      )
      .all(kind);
  }

  /** The blocks of a series in a day by where they came from, without what is in them. */
  sources(day: string, series: number, kind: RowKind): readonly SourceSpan[] {
    this.attach([day], false);
    const schema = this.#attached.get(day);
    if (schema === undefined) return [];
    return this.#catalog.database
      .prepare<[number, RowKind], SourceSpan>(
        `SELECT source, first_at_ms AS firstMs, last_at_ms AS lastMs FROM ${schema}.blocks WHERE series = ? AND kind = ?`,
      )
      .all(series, kind);
  }

  /** Within a transaction, into an attached day. `replaces` is the id of a block that the new one holds too. */
  write(day: string, series: number, block: NewRowBlock, replaces: number | null): void {
    const schema = present(this.#attached.get(day), 'the day to write to');
    const { database } = this.#catalog;
    if (replaces !== null) database.prepare(`DELETE FROM ${schema}.blocks WHERE id = ?`).run(replaces);
    database
      .prepare(
        `INSERT INTO ${schema}.blocks (series, first_at_ms, last_at_ms, rows, crc, bytes, source, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(series, block.firstAtMs, block.lastAtMs, block.rows, block.crc, block.bytes, block.source, block.kind);
    database.prepare('INSERT INTO partitions (day) VALUES (?) ON CONFLICT DO NOTHING').run(day);
  }

  /** Within the catalog's transaction: keeps a block of a day that is not attached, for `moveStaged`. */
  stage(day: string, series: number, { firstAtMs, lastAtMs, rows, crc, bytes, source, kind }: NewRowBlock): void {
    this.#catalog.database
      .prepare(
        'INSERT INTO staged (day, series, first_at_ms, last_at_ms, rows, crc, bytes, source, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(day, series, firstAtMs, lastAtMs, rows, crc, bytes, source, kind);
  }

  /** Brings staged blocks to their days, some days at a time, each block in one place at every instant. */
  moveStaged(): void {
    const { database } = this.#catalog;
    const next = database
      .prepare<[], string>(`SELECT DISTINCT day FROM staged ORDER BY day LIMIT ${mostAttached}`)
      .pluck();
    for (let days = next.all(); days.length > 0; days = next.all()) {
      this.attach(days, true);
      database
        .transaction(() => {
          for (const day of days) this.#moveDay(day);
        })
        .immediate();
    }
  }

  /** The newest block of a series in an attached day. */
  lastBlock(day: string, series: number, kind: RowKind): RowBlock | null {
    const schema = this.#attached.get(day);
    if (schema === undefined) return null;
    const row = this.#catalog.database
      .prepare<[number, RowKind], StoredRow>(
        `SELECT * FROM ${schema}.blocks WHERE series = ? AND kind = ? ORDER BY id DESC LIMIT 1`,
      )
      .get(series, kind);
    return row === undefined ? null : blockRow(row);
  }

  #moveDay(day: string): void {
    const { database } = this.#catalog;
    const schema = present(this.#attached.get(day), 'the day to move to');
    const columns = 'series, first_at_ms, last_at_ms, rows, crc, bytes, source, kind';
    database
      .prepare(`INSERT INTO ${schema}.blocks (${columns}) SELECT ${columns} FROM staged WHERE day = ? ORDER BY id`)
      .run(day);
    database.prepare('DELETE FROM staged WHERE day = ?').run(day);
    database.prepare('INSERT INTO partitions (day) VALUES (?) ON CONFLICT DO NOTHING').run(day);
  }

  #touch(day: string): void {
    const schema = this.#attached.get(day);
    if (schema === undefined) return;
    this.#attached.delete(day);
    this.#attached.set(day, schema);
  }

  #attachFile(day: string): void {
    const file = this.fileOf(day);
    this.#next += 1;
    const schema = `day${this.#next}`;
    const { database } = this.#catalog;
    try {
      database.prepare(`ATTACH ? AS ${schema}`).run(file);
      try {
        prepareFile(database, schema, partitionSchema);
      } catch (thrown) {
        database.exec(`DETACH ${schema}`);
        throw thrown;
      }
    } catch (thrown) {
      throw fromHistoryFile(thrown, file);
    }
    this.#attached.set(day, schema);
  }
}

function blockRow({ id, first_at_ms, last_at_ms, rows, crc, bytes, source, kind }: StoredRow): RowBlock {
  return { id, firstAtMs: first_at_ms, lastAtMs: last_at_ms, rows, crc, bytes, source, kind };
}

/** The days that a stretch of time touches, `toMs` not included. */
export function daysBetween(fromMs: number, toMs: number): readonly string[] {
  const days: string[] = [];
  for (let at = fromMs - (fromMs % dayMs); at < toMs; at += dayMs) days.push(dayOf(at));
  return days;
}
