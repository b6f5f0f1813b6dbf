import type Database from 'better-sqlite3';
import { decodeCanonical, encodeCanonical } from './canonical.ts';

/** Rows that a checkpoint does not hold, by their ids; every later row is read as well. */
export interface HeldRows {
  /** The first of the newest orders; null for all of them. */
  readonly oldestOrder: string | null;
  /** Orders before that one that are held too. */
  readonly earlierOrders: readonly string[];
  readonly ledgerEntries: readonly string[];
  /** Points of the equity line up to this block are in the checkpoint: those of these blocks, the others are dropped. */
  readonly equityTo: number;
  readonly equityBlocks: readonly number[];
}

/** What a restart need not read again, and which rows it must. */
export interface Checkpointed {
  /** Of the payload's meaning: a program that knows another one reads the whole epoch. */
  readonly version: number;
  /** Plain data, given back as it is. */
  readonly payload: unknown;
  readonly held: HeldRows;
}

export interface StoredCheckpoint {
  readonly seq: number;
  readonly ordersFrom: number;
  readonly held: HeldRows;
  readonly payload: unknown;
}

/** Replaces an epoch's checkpoint. `seq` is the newest record that it follows from; everything up to it must be committed. */
export function saveCheckpoint(
  database: Database.Database,
  epoch: string,
  seq: number,
  { version, payload, held }: Checkpointed,
): void {
  const placeOfOrder = database
    .prepare<[string, string], number>('SELECT created_seq FROM orders WHERE epoch = ? AND id = ?')
    .pluck();
  const ordersFrom = held.oldestOrder === null ? 0 : (placeOfOrder.get(epoch, held.oldestOrder) ?? 0);
  database.transaction(() => {
    database
      .prepare(
        'INSERT OR REPLACE INTO checkpoints (epoch, version, seq, orders_from, rows, payload) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(epoch, version, seq, ordersFrom, encodeCanonical(held), encodeCanonical(payload));
    database
      .prepare(
        `DELETE FROM equity WHERE epoch = ? AND block_number <= ?
           AND block_number NOT IN (SELECT value FROM json_each(?))`,
      )
      .run(epoch, held.equityTo, JSON.stringify(held.equityBlocks));
  })();
}

/** An epoch's checkpoint, if there is one of this version. */
export function readCheckpoint(database: Database.Database, epoch: string, version: number): StoredCheckpoint | null {
  const row = database
    .prepare<[string, number], { seq: number; orders_from: number; rows: string; payload: string }>(
      'SELECT * FROM checkpoints WHERE epoch = ? AND version = ?',
    )
    .get(epoch, version);
  if (row === undefined) return null;
  return {
    seq: row.seq,
    ordersFrom: row.orders_from,
    held: decodeCanonical(row.rows) as HeldRows,
    payload: decodeCanonical(row.payload),
  };
}
