import type Database from 'better-sqlite3';
import { hasSealedOrders } from './sealedOrders.ts';

/**
 * A text that differs where an epoch's orders, fills or what it owned are others than before. It is read from indexes and
 * costs a small part of reading what it stands for.
 */
export function tradingMark(database: Database.Database, epoch: string): string {
  const row = (sql: string): unknown => database.prepare<[string]>(sql).raw().get(epoch);
  return JSON.stringify([
    database
      .prepare<[string]>('SELECT state, count(*) FROM orders WHERE epoch = ? GROUP BY state ORDER BY state')
      .raw()
      .all(epoch),
    row('SELECT max(created_seq) FROM orders WHERE epoch = ?'),
    row('SELECT count(*), max(seq) FROM fills WHERE epoch = ?'),
    hasSealedOrders(database) ? row('SELECT count(*), max(last_seq) FROM sealed_orders WHERE epoch = ?') : null,
    row('SELECT count(*) FROM equity WHERE epoch = ?'),
    row('SELECT block_number, payload FROM equity WHERE epoch = ? ORDER BY block_number DESC LIMIT 1'),
  ]);
}
