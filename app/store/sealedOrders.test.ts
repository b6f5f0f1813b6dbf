import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Checkpointed } from './checkpoints.ts';
import { type Journal, openJournal } from './journal.ts';
import { storedOrders } from './sealedOrders.ts';
import { sampleBlock, sampleEntry, sampleEpoch, sampleFill, sampleOrder } from './testing/sampleRecords.ts';

const count = 400;
/** Still under way when those around it are sealed. */
const lasting = 7;

let folder: string;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealed-orders-'));
  journal = openJournal(folder);
  journal.beginEpoch(sampleEpoch('e1'));
  for (let i = 1; i <= count; i += 1) {
    const seq = journal.appendInput(sampleBlock(i));
    const order = sampleOrder(i, { state: i === lasting ? 'submitted' : 'landed' });
    journal.appendDecisions(seq, [
      { kind: 'order', order: { ...order, state: 'intended' } },
      ...(i === lasting
        ? []
        : [
            { kind: 'ledger', entry: sampleEntry(i) },
            { kind: 'fill', fill: sampleFill(i) },
          ]),
      { kind: 'order', order },
    ]);
  }
});

afterEach(() => {
  journal.abandon();
  rmSync(folder, { recursive: true, force: true });
});

const checkpoint: Checkpointed = {
  version: 1,
  payload: null,
  held: {
    oldestOrder: 'o-300',
    earlierOrders: [`o-${lasting}`, 'o-9'],
    ledgerEntries: [],
    equityTo: 0,
    equityBlocks: [],
  },
};

function seal(): void {
  journal.saveCheckpoint(checkpoint);
  for (let i = 0; i < 5; i += 1) journal.flush();
}

function ask<T>(work: (database: Database.Database) => T): T {
  const database = new Database(join(folder, 'journal.sqlite'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const rowsOf = (table: string): number =>
  ask((database) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()));

it('seals what no checkpoint holds, with fills and entries, and gives everything back', () => {
  const before = journal.loadEpoch('e1');
  expect(before?.fills).toHaveLength(count - 1);
  seal();
  expect(rowsOf('sealed_orders')).toBe(2);
  expect(rowsOf('orders')).toBe(count - 2 * 128);
  expect(rowsOf('fills')).toBe(count - 2 * 128 - 1);
  expect(rowsOf('ledger_entries')).toBe(count - 2 * 128 - 1);
  const after = journal.loadEpoch('e1');
  expect(after).toEqual({ ...before, orders: after?.orders, openOrders: after?.openOrders });
  const byNonce = (orders: typeof after | null) => [...(orders?.orders ?? [])].sort((a, b) => a.nonce - b.nonce);
  expect(byNonce(after)).toEqual(byNonce(before));
  expect(after?.openOrders.map(({ id }) => id)).toEqual([`o-${lasting}`]);
});

it('keeps all that a checkpoint holds where a restart reads it', () => {
  journal.saveCheckpoint(checkpoint);
  const before = journal.resumeEpoch('e1', 1);
  seal();
  expect(rowsOf('sealed_orders')).toBe(2);
  expect(journal.resumeEpoch('e1', 1)).toEqual(before);
  expect(before?.record.orders.map(({ nonce }) => nonce)).toEqual([
    lasting,
    9,
    ...Array.from({ length: count - 299 }, (_, i) => 300 + i),
  ]);
});

it('seals nothing without a checkpoint', () => {
  for (let i = 0; i < 5; i += 1) journal.flush();
  expect(rowsOf('sealed_orders')).toBe(0);
});

it('gives orders page by page, each with its fill and its entries', () => {
  seal();
  const pages = ask((database) => [...storedOrders(database, 'e1')]);
  expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(256);
  const all = pages.flat();
  expect(all).toHaveLength(count);
  for (const { order, fill, entries } of all) {
    expect(fill?.fill.orderId).toBe(order.nonce === lasting ? undefined : order.id);
    expect(entries.map(({ entry }) => entry.id)).toEqual(order.nonce === lasting ? [] : [sampleEntry(order.nonce).id]);
  }
});

it('gives back every order where more than a page of them are still under way', () => {
  const many = 1_600;
  for (let i = count + 1; i <= many; i += 1) {
    const seq = journal.appendInput(sampleBlock(i));
    const state = i % 2 === 0 ? 'submitted' : 'landed';
    journal.appendDecisions(seq, [{ kind: 'order', order: sampleOrder(i, { state }) }]);
  }
  const earlierOrders = Array.from({ length: many - count }, (_, i) => `o-${count + i + 1}`);
  journal.saveCheckpoint({ ...checkpoint, held: { ...checkpoint.held, oldestOrder: `o-${many}`, earlierOrders } });
  for (let i = 0; i < 10; i += 1) journal.flush();
  // What was held is not any more, but for those that are open: 600 of them lie among the sealed.
  const open = earlierOrders.filter((id) => Number(id.slice(2)) % 2 === 0);
  journal.saveCheckpoint({
    ...checkpoint,
    held: { ...checkpoint.held, oldestOrder: `o-${many}`, earlierOrders: open },
  });
  for (let i = 0; i < 10; i += 1) journal.flush();
  const all = ask((database) => [...storedOrders(database, 'e1')].flat());
  expect(all.map(({ order }) => order.nonce).sort((a, b) => a - b)).toEqual(
    Array.from({ length: many }, (_, i) => i + 1),
  );
});

it('makes the projections again as they were', () => {
  const before = journal.loadEpoch('e1');
  seal();
  journal.rebuildProjections();
  expect(rowsOf('sealed_orders')).toBe(0);
  expect(journal.loadEpoch('e1')).toEqual(before);
});

it('says which block is damaged', () => {
  seal();
  ask((database) => database.exec('UPDATE sealed_orders SET crc = crc + 1'));
  expect(() => journal.loadEpoch('e1')).toThrowError(expect.objectContaining({ code: 'STORE_CORRUPT' }));
});
