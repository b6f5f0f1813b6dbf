import type Database from 'better-sqlite3';
import type { LedgerEntry, Posting } from '../domain/ledger.ts';
import type { RunMode } from '../domain/mode.ts';
import { encodeCanonical } from './canonical.ts';
import { type CompressedRows, decompressRows } from './compressedRows.ts';
import { entriesOfBlock } from './sealedOrders.ts';
import type { RecordSource } from './sealedRecords.ts';

const dayMs = 86_400_000;

/** How long things are kept, in days; null or absent for ever. */
export interface Retention {
  /** Epochs that are over, whole. */
  readonly epochsDays: Readonly<Partial<Record<RunMode, number | null>>>;
  /** Inputs and decisions of an epoch that goes on. */
  readonly recordsDays: number | null;
  /** Orders of an epoch that goes on, with what was booked for them. */
  readonly ordersDays: number | null;
}

/** What one step took away. */
export interface ForgottenRows {
  readonly records: number;
  readonly orders: number;
  readonly epochs: number;
}

const nothing: ForgottenRows = { records: 0, orders: 0, epochs: 0 };

/** Rows of a plain table that one step takes: it must not hold up whoever waits for the next commit. */
const rowsPerStep = 1_000;
const blocksPerStep = 4;

/** Forgets a little of what is older than it is to be kept, in one transaction; null when nothing is. Room in the file is used again. */
export function forgetStep(database: Database.Database, retention: Retention, nowMs: number): ForgottenRows | null {
  const step = database.transaction((): ForgottenRows | null => {
    return (
      forgetEpoch(database, retention, nowMs) ??
      (retention.recordsDays === null ? null : forgetRecords(database, nowMs - retention.recordsDays * dayMs)) ??
      (retention.ordersDays === null ? null : forgetOrders(database, nowMs - retention.ordersDays * dayMs))
    );
  });
  return step.immediate();
}

const keyed = {
  sealed: 'rowid',
  inputs: 'rowid',
  decisions: 'rowid',
  sealed_orders: 'rowid',
  incidents: 'rowid',
  orders: 'id',
  fills: 'order_id',
  ledger_entries: 'id',
  equity: 'block_number',
  rivals: 'rival',
  settings: 'key',
} as const;

function forgetEpoch(database: Database.Database, { epochsDays }: Retention, nowMs: number): ForgottenRows | null {
  const closed = database
    .prepare<[], { id: string; mode: RunMode; closed_at_ms: number }>(
      'SELECT id, mode, closed_at_ms FROM epochs WHERE closed_at_ms IS NOT NULL ORDER BY closed_at_ms',
    )
    .all();
  const old = closed.find(({ mode, closed_at_ms }) => {
    const days = epochsDays[mode] ?? null;
    return days !== null && closed_at_ms < nowMs - days * dayMs;
  });
  if (old === undefined) return null;
  for (const [table, key] of Object.entries(keyed)) {
    const limit = key === 'rowid' && table.startsWith('sealed') ? blocksPerStep : rowsPerStep;
    const { changes } = database
      .prepare(
        `DELETE FROM ${table} WHERE epoch = ? AND ${key} IN (SELECT ${key} FROM ${table} WHERE epoch = ? LIMIT ${limit})`,
      )
      .run(old.id, old.id);
    if (changes === 0) continue;
    // From now on it is not whole: nobody may take it for a recording.
    database.prepare('UPDATE epochs SET records_forgotten = records_forgotten + ? WHERE id = ?').run(changes, old.id);
    return { ...nothing, records: changes };
  }
  database.prepare('DELETE FROM checkpoints WHERE epoch = ?').run(old.id);
  database.prepare('DELETE FROM epochs WHERE id = ?').run(old.id);
  return { ...nothing, epochs: 1 };
}

interface SealedRow extends CompressedRows {
  readonly rowid: number;
  readonly epoch: string;
  readonly records: number;
}

/** The oldest blocks of epochs that go on. What is not sealed yet is never old: it is the newest there is. */
function forgetRecords(database: Database.Database, beforeMs: number): ForgottenRows | null {
  let records = 0;
  for (const source of ['inputs', 'decisions'] satisfies readonly RecordSource[]) {
    const blocks = database
      .prepare<[string], SealedRow>(
        `SELECT s.rowid, s.epoch, s.records, s.crc, s.bytes FROM sealed s JOIN epochs e ON e.id = s.epoch
         WHERE s.source = ? AND e.closed_at_ms IS NULL ORDER BY s.first_seq LIMIT ${blocksPerStep}`,
      )
      .all(source);
    for (const block of blocks) {
      const rows = decompressRows(block, { source, epoch: block.epoch }) as readonly (readonly unknown[])[];
      if (Number(rows.at(-1)?.[3]) >= beforeMs) break;
      database.prepare('DELETE FROM sealed WHERE rowid = ?').run(block.rowid);
      database
        .prepare('UPDATE epochs SET records_forgotten = records_forgotten + ? WHERE id = ?')
        .run(block.records, block.epoch);
      records += block.records;
    }
  }
  return records === 0 ? null : { ...nothing, records };
}

/** The oldest sealed orders. What they brought stays in the books as one entry a block, so that these are whole without them. */
function forgetOrders(database: Database.Database, beforeMs: number): ForgottenRows | null {
  const block = database
    .prepare<[number], SealedRow & { first_seq: number }>(
      `SELECT s.rowid, s.epoch, s.first_seq, s.records, s.crc, s.bytes FROM sealed_orders s JOIN epochs e ON e.id = s.epoch
       WHERE e.closed_at_ms IS NULL AND s.last_at_ms < ? ORDER BY s.first_seq LIMIT 1`,
    )
    .get(beforeMs);
  if (block === undefined) return null;
  const carried = carriedEntry(entriesOfBlock(block, block.epoch), block.first_seq);
  if (carried !== null)
    database
      .prepare('INSERT INTO ledger_entries (epoch, id, kind, seq, payload) VALUES (?, ?, ?, ?, ?)')
      .run(block.epoch, carried.id, carried.kind, block.first_seq, encodeCanonical(carried));
  database.prepare('DELETE FROM sealed_orders WHERE rowid = ?').run(block.rowid);
  database
    .prepare('UPDATE epochs SET orders_forgotten = orders_forgotten + ? WHERE id = ?')
    .run(block.records, block.epoch);
  return { ...nothing, orders: block.records };
}

/** One entry that does to the balances what all of these did; null where there are none. */
function carriedEntry(entries: readonly LedgerEntry[], seq: number): LedgerEntry | null {
  const last = entries.at(-1);
  if (last === undefined) return null;
  const sums = new Map<string, Posting>();
  for (const { account, asset, amount } of entries.flatMap(({ postings }) => postings)) {
    const key = `${account} ${asset}`;
    sums.set(key, { account, asset, amount: (sums.get(key)?.amount ?? 0n) + amount });
  }
  return {
    id: `carried:${seq}`,
    kind: 'carried',
    block: last.block,
    atMs: last.atMs,
    memo: `${entries.length} entries of orders that were forgotten because of their age`,
    postings: [...sums.values()].filter(({ amount }) => amount !== 0n),
  };
}
