import type Database from 'better-sqlite3';
import { type CompressedRows, compressRows, decompressRows } from './compressedRows.ts';

export type RecordSource = 'inputs' | 'decisions';

/** An input or decision as it is stored. `inputSeq` is that of the input a decision follows from; 0 for an input. */
export interface StoredRow {
  readonly seq: number;
  readonly epoch: string;
  readonly inputSeq: number;
  readonly kind: string;
  readonly atMs: number;
  readonly payload: string;
}

/** Enough for the compressor to see what repeats, few enough to take no longer than a commit. */
const recordsPerBlock = 256;
const rowsPerPage = 500;

type SealedRow = readonly [seq: number, inputSeq: number, kind: string, atMs: number, payload: string];

interface BlockRow extends CompressedRows {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly epoch: string;
}

interface LiveRow {
  readonly seq: number;
  readonly epoch: string;
  readonly input_seq: number;
  readonly kind: string;
  readonly at_ms: number;
  readonly payload: string;
}

/**
 * Seals the oldest records of both kinds as long as there are more than `keptOpen` of one that are not, at most one block of each kind.
 * In one transaction: at every instant a record is in one place.
 */
export type Seal = () => void;

export function sealer(
  database: Database.Database,
  keptOpen: number,
): { readonly seal: Seal; added(source: RecordSource): void } {
  const open = { inputs: countOpen(database, 'inputs'), decisions: countOpen(database, 'decisions') };
  const sealOldest = database.transaction((source: RecordSource) => {
    const rows = oldestRows(database, source);
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return 0;
    const content: SealedRow[] = rows.map(({ seq, input_seq, kind, at_ms, payload }) => [
      seq,
      input_seq,
      kind,
      at_ms,
      payload,
    ]);
    const { crc, bytes } = compressRows(content);
    database
      .prepare(
        'INSERT INTO sealed (source, first_seq, last_seq, epoch, records, crc, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(source, first.seq, last.seq, first.epoch, rows.length, crc, bytes);
    database.prepare(`DELETE FROM ${source} WHERE seq BETWEEN ? AND ?`).run(first.seq, last.seq);
    return rows.length;
  });
  return {
    seal: () => {
      for (const source of ['inputs', 'decisions'] as const)
        if (open[source] > keptOpen + recordsPerBlock) open[source] -= sealOldest.immediate(source);
    },
    added: (source) => {
      open[source] += 1;
    },
  };
}

/** Records of one kind in order, sealed or not; of one epoch where one is named. Holds no lock between pages. */
export function* storedRows(
  database: Database.Database,
  source: RecordSource,
  epoch: string | null,
  afterSeq = 0,
): IterableIterator<StoredRow> {
  const ofEpoch = epoch === null ? '' : 'epoch = @epoch AND';
  // A file of an earlier version that is only read has no such table.
  const nextBlock = !hasSealed(database)
    ? null
    : database.prepare<[object], BlockRow>(
        `SELECT first_seq, last_seq, epoch, crc, bytes FROM sealed WHERE source = @source AND ${ofEpoch} last_seq > @after
     ORDER BY last_seq LIMIT 1`,
      );
  const inputSeq = source === 'inputs' ? '0 AS input_seq' : 'input_seq';
  const nextPage = database.prepare<[object], LiveRow>(
    `SELECT seq, epoch, ${inputSeq}, kind, at_ms, payload FROM ${source} WHERE ${ofEpoch} seq > @after
     ORDER BY seq LIMIT ${rowsPerPage}`,
  );
  // Both in one view of the file: between two looks a writer may have sealed what the second one is about to read.
  const next = database.transaction((after: number): readonly StoredRow[] => {
    const asked = epoch === null ? { source, after } : { source, after, epoch };
    const block = nextBlock?.get(asked);
    if (block !== undefined) return rowsOf(block, source).filter(({ seq }) => seq > after);
    const { source: _, ...pageAsked } = asked;
    return nextPage.all(pageAsked).map(({ seq, epoch: of, input_seq, kind, at_ms, payload }) => {
      return { seq, epoch: of, inputSeq: input_seq, kind, atMs: at_ms, payload };
    });
  });
  for (let after = afterSeq, rows = next(after); rows.length > 0; rows = next(after)) {
    for (const row of rows) {
      yield row;
      after = row.seq;
    }
  }
}

/** How many records of an epoch there are, sealed or not. */
export function countRecords(database: Database.Database, source: RecordSource, epoch: string): number {
  const open = database.prepare<[string], number>(`SELECT count(*) FROM ${source} WHERE epoch = ?`).pluck().get(epoch);
  if (!hasSealed(database)) return open ?? 0;
  const sealed = database
    .prepare<[string, string], number>('SELECT coalesce(sum(records), 0) FROM sealed WHERE source = ? AND epoch = ?')
    .pluck()
    .get(source, epoch);
  return (open ?? 0) + (sealed ?? 0);
}

/** The place of the newest record, 0 in an empty journal. */
export function newestSequence(database: Database.Database): number {
  const places = ['SELECT max(seq) FROM inputs', 'SELECT max(seq) FROM decisions', 'SELECT max(last_seq) FROM sealed'];
  return Math.max(...places.map((sql) => Number(database.prepare(sql).pluck().get() ?? 0)));
}

/** @throws ExpectedError STORE_CORRUPT */
function rowsOf(block: BlockRow, source: RecordSource): readonly StoredRow[] {
  const rows = decompressRows(block, { source, firstSeq: block.first_seq }) as readonly SealedRow[];
  return rows.map(([seq, inputSeq, kind, atMs, payload]) => {
    return { seq, epoch: block.epoch, inputSeq, kind, atMs, payload };
  });
}

/** The oldest open records, of one epoch. */
function oldestRows(database: Database.Database, source: RecordSource): readonly LiveRow[] {
  const inputSeq = source === 'inputs' ? '0 AS input_seq' : 'input_seq';
  const rows = database
    .prepare<[], LiveRow>(
      `SELECT seq, epoch, ${inputSeq}, kind, at_ms, payload FROM ${source} ORDER BY seq LIMIT ${recordsPerBlock}`,
    )
    .all();
  const other = rows.findIndex(({ epoch }) => epoch !== rows[0]?.epoch);
  return other < 0 ? rows : rows.slice(0, other);
}

function hasSealed(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sealed'").pluck().get() === 1;
}

function countOpen(database: Database.Database, source: RecordSource): number {
  return Number(database.prepare(`SELECT count(*) FROM ${source}`).pluck().get());
}
