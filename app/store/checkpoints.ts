import type Database from 'better-sqlite3';
import { decodeCanonical, encodeCanonical } from './canonical.ts';

/** Rows that a checkpoint does not hold, by their ids; every later row is read as well. */
export interface HeldRows {
  /** The first of the newest orders; null for all of them. */
  readonly oldestOrder: string | null;
  /** Orders before that one that are held too. */
  readonly earlierOrders: readonly string[];
  /** The order of the oldest fill; null for all of them. */
  readonly oldestFill: string | null;
  readonly ledgerEntries: readonly string[];
  /** Points of the equity line up to this block are in the checkpoint. */
  readonly equityTo: number;
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
  readonly fillsFrom: number;
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
  const placeOf = (sql: string, id: string | null): number =>
    id === null ? 0 : Number(database.prepare(sql).pluck().get(epoch, id) ?? 0);
  database
    .prepare(
      'INSERT OR REPLACE INTO checkpoints (epoch, version, seq, orders_from, fills_from, rows, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      epoch,
      version,
      seq,
      placeOf('SELECT created_seq FROM orders WHERE epoch = ? AND id = ?', held.oldestOrder),
      placeOf('SELECT seq FROM fills WHERE epoch = ? AND order_id = ?', held.oldestFill),
      encodeCanonical(held),
      encodeCanonical(payload),
    );
}

/** An epoch's checkpoint, if there is one of this version. */
export function readCheckpoint(database: Database.Database, epoch: string, version: number): StoredCheckpoint | null {
  const row = database
    .prepare<[string, number], { seq: number; orders_from: number; fills_from: number; rows: string; payload: string }>(
      'SELECT * FROM checkpoints WHERE epoch = ? AND version = ?',
    )
    .get(epoch, version);
  if (row === undefined) return null;
  return {
    seq: row.seq,
    ordersFrom: row.orders_from,
    fillsFrom: row.fills_from,
    held: decodeCanonical(row.rows) as HeldRows,
    payload: decodeCanonical(row.payload),
  };
}
