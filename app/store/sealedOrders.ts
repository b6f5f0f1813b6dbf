import type Database from 'better-sqlite3';
import { type EpochMs, epochMs } from '../domain/clock.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { type Fill, type Order, openOrderStates } from '../domain/order.ts';
import { publicSubmission, type Submission } from '../domain/submission.ts';
import { decodeCanonical } from './canonical.ts';
import { type CompressedRows, compressRows, decompressRows } from './compressedRows.ts';

/** An order with what it brought: its fill, if one stands, and every entry that was booked for it. */
export interface StoredOrder {
  /** Of the decision that made it. */
  readonly seq: number;
  readonly order: Order;
  readonly fill: { readonly seq: number; readonly fill: Fill; readonly atMs: EpochMs } | null;
  readonly entries: readonly { readonly seq: number; readonly entry: LedgerEntry }[];
}

const ordersPerBlock = 128;
const ordersPerPage = 128;

type SealedFill = readonly [seq: number, atMs: number, payload: string];
type SealedEntry = readonly [seq: number, payload: string];
type SealedOrder = readonly [seq: number, payload: string, fill: SealedFill | null, entries: readonly SealedEntry[]];

interface BlockRow extends CompressedRows {
  readonly first_seq: number;
}

interface OrderRow {
  readonly id: string;
  readonly created_seq: number;
  readonly payload: string;
  readonly fill_seq: number | null;
  readonly fill_at_ms: number | null;
  readonly fill_payload: string | null;
}

const rowsWithFills = `SELECT o.id, o.created_seq, o.payload, f.seq AS fill_seq, f.at_ms AS fill_at_ms, f.payload AS fill_payload
  FROM orders o LEFT JOIN fills f ON f.epoch = o.epoch AND f.order_id = o.id`;

/**
 * Puts the oldest orders that no checkpoint holds into one compressed block, with their fills and entries: the engine
 * has forgotten them, so nothing changes them any more. Returns how many.
 */
export function orderSealer(database: Database.Database): (epoch: string) => number {
  const oldest = database.prepare<[object], OrderRow & { at_ms: number }>(
    `${rowsWithFills}
     WHERE o.epoch = @epoch AND o.created_seq < (SELECT orders_from FROM checkpoints WHERE epoch = @epoch)
       AND o.state NOT IN (SELECT value FROM json_each(@open))
       AND o.id NOT IN (SELECT e.value FROM checkpoints c, json_each(c.rows, '$.earlierOrders') e WHERE c.epoch = @epoch)
     ORDER BY o.created_seq LIMIT ${ordersPerBlock}`,
  );
  const entriesOf = orderEntries(database);
  const insert = database.prepare(
    'INSERT INTO sealed_orders (epoch, first_seq, last_seq, last_at_ms, records, crc, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = [
    'DELETE FROM orders WHERE epoch = ? AND id = ?',
    'DELETE FROM fills WHERE epoch = ? AND order_id = ?',
  ].map((sql) => database.prepare(sql));
  const removeEntry = database.prepare('DELETE FROM ledger_entries WHERE epoch = ? AND id = ?');
  const seal = database.transaction((epoch: string): number => {
    const rows = oldest.all({ epoch, open: JSON.stringify(openOrderStates) });
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined || rows.length < ordersPerBlock) return 0;
    const content = rows.map((row): SealedOrder => {
      const entries = entriesOf(epoch, row.id);
      for (const statement of remove) statement.run(epoch, row.id);
      for (const { id } of entries) removeEntry.run(epoch, id);
      return [row.created_seq, row.payload, fillOf(row), entries.map(({ seq, payload }) => [seq, payload])];
    });
    const { crc, bytes } = compressRows(content);
    const { createdAtMs } = decodeCanonical(last.payload) as Order;
    insert.run(epoch, first.created_seq, last.created_seq, createdAtMs, rows.length, crc, bytes);
    return rows.length;
  });
  return (epoch) => seal.immediate(epoch);
}

/**
 * Every order of an epoch, oldest first, some at a time. Read within one transaction where somebody writes meanwhile:
 * between two pages an order could be sealed.
 * @throws ExpectedError STORE_CORRUPT
 */
export function* storedOrders(database: Database.Database, epoch: string): IterableIterator<readonly StoredOrder[]> {
  const entriesOf = orderEntries(database);
  const nextPage = database.prepare<[string, number], OrderRow>(
    `${rowsWithFills} WHERE o.epoch = ? AND o.created_seq > ? ORDER BY o.created_seq LIMIT ${ordersPerPage}`,
  );
  const page = (after: number): readonly SealedOrder[] =>
    nextPage
      .all(epoch, after)
      .map((row) => [
        row.created_seq,
        row.payload,
        fillOf(row),
        entriesOf(epoch, row.id).map(({ seq, payload }) => [seq, payload]),
      ]);
  let open = page(-1);
  for (const block of sealedBlocks(database, epoch)) {
    // What was still under way when those around it were sealed.
    const before: SealedOrder[] = [];
    for (let next = open[0]; next !== undefined && next[0] < block.first_seq; next = open[0]) {
      before.push(next);
      open = open.length > 1 ? open.slice(1) : page(next[0]);
    }
    const sealed = decompressRows(block, { epoch, firstSeq: block.first_seq }) as readonly SealedOrder[];
    yield [...before, ...sealed].map(readOrder);
  }
  for (; open.length > 0; open = page(open.at(-1)?.[0] ?? 0)) yield open.map(readOrder);
}

/** A file of an earlier version that is only read has no such table. */
export function hasSealedOrders(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sealed_orders'").pluck().get() === 1;
}

function* sealedBlocks(database: Database.Database, epoch: string): IterableIterator<BlockRow> {
  if (!hasSealedOrders(database)) return;
  const next = database.prepare<[string, number], BlockRow>(
    'SELECT first_seq, crc, bytes FROM sealed_orders WHERE epoch = ? AND first_seq > ? ORDER BY first_seq LIMIT 1',
  );
  for (let block = next.get(epoch, -1); block !== undefined; block = next.get(epoch, block.first_seq)) yield block;
}

interface EntryRow {
  readonly id: string;
  readonly seq: number;
  readonly payload: string;
}

/** Entries of an order's fills and of their reversals, by the names that the ledger gives them. */
function orderEntries(database: Database.Database): (epoch: string, orderId: string) => readonly EntryRow[] {
  // Two ranges of one index; an OR of them would make it read the whole epoch.
  const between = 'SELECT id, seq, payload FROM ledger_entries WHERE epoch = ? AND id BETWEEN ? AND ?';
  const named = database.prepare<[string, string, string, string, string, string], EntryRow>(
    `${between} UNION ALL ${between} ORDER BY seq`,
  );
  return (epoch, orderId) => {
    const [fill, reversal] = [`fill:${orderId}`, `reversal:fill:${orderId}`];
    return named.all(epoch, `${fill}:`, `${fill};`, epoch, `${reversal}:`, `${reversal};`);
  };
}

function fillOf({ fill_seq, fill_at_ms, fill_payload }: OrderRow): SealedFill | null {
  return fill_seq === null || fill_at_ms === null || fill_payload === null
    ? null
    : [fill_seq, fill_at_ms, fill_payload];
}

function readOrder([seq, payload, fill, entries]: SealedOrder): StoredOrder {
  return {
    seq,
    order: withSubmission(decodeCanonical(payload) as Order),
    fill: fill === null ? null : { seq: fill[0], atMs: epochMs(fill[1]), fill: decodeCanonical(fill[2]) as Fill },
    entries: entries.map(([place, text]) => ({ seq: place, entry: decodeCanonical(text) as LedgerEntry })),
  };
}

/** What was booked for the orders of a block, in the order of booking. @throws ExpectedError STORE_CORRUPT */
export function entriesOfBlock(block: CompressedRows, epoch: string): readonly LedgerEntry[] {
  const orders = decompressRows(block, { epoch }) as readonly SealedOrder[];
  return orders
    .flatMap(([, , , entries]) => entries)
    .sort(([a], [b]) => a - b)
    .map(([, payload]) => decodeCanonical(payload) as LedgerEntry);
}

/** Plans were once for the public pool alone, and did not say so. */
export function withSubmission(order: Order): Order {
  const submission: Submission | undefined = order.plan.submission;
  return submission === undefined ? { ...order, plan: { ...order.plan, submission: publicSubmission } } : order;
}
