import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../domain/clock.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Retention } from './forget.ts';
import { type Journal, openJournal } from './journal.ts';
import { sampleBlock, sampleEntry, sampleEpoch, sampleFill, sampleOrder } from './testing/sampleRecords.ts';

const dayMs = 86_400_000;
const startMs = 1_700_000_000_000;
const count = 600;

let folder: string;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forget-'));
  journal = openJournal(folder, { keptOpen: 50 });
});

afterEach(() => {
  journal.abandon();
  rmSync(folder, { recursive: true, force: true });
});

/** An input a second, each with an order that landed. */
function record(id: string, from: number, to: number): void {
  journal.beginEpoch(sampleEpoch(id));
  for (let i = from; i <= to; i += 1) {
    const seq = journal.appendInput(sampleBlock(i));
    journal.appendDecisions(seq, [
      { kind: 'ledger', entry: sampleEntry(i) },
      { kind: 'fill', fill: sampleFill(i) },
      {
        kind: 'order',
        order: sampleOrder(i, { state: 'landed', createdAtMs: epochMs(startMs + i * 1000) }),
      },
    ]);
    if (i % 10 === 0) journal.flush();
  }
  journal.saveCheckpoint({
    version: 1,
    payload: null,
    held: { oldestOrder: `o-${to - 20}`, earlierOrders: [], ledgerEntries: [], equityTo: 0, equityBlocks: [] },
  });
  for (let i = 0; i < 20; i += 1) journal.flush();
}

const never: Retention = { epochsDays: {}, recordsDays: null, ordersDays: null };

/** Everything that is due, step by step. */
function forget(retention: Partial<Retention>, nowMs: number): { steps: number; records: number; orders: number } {
  const sum = { steps: 0, records: 0, orders: 0 };
  for (;;) {
    const step = journal.forget({ ...never, ...retention }, epochMs(nowMs));
    if (step === null) return sum;
    sum.steps += 1;
    sum.records += step.records;
    sum.orders += step.orders;
  }
}

function tablesOf(epoch: string): Readonly<Record<string, number>> {
  const database = new Database(join(folder, 'journal.sqlite'), { readonly: true });
  const tables = ['inputs', 'decisions', 'sealed', 'orders', 'fills', 'ledger_entries', 'sealed_orders', 'checkpoints'];
  const counts = tables.map((table) => [
    table,
    Number(database.prepare(`SELECT count(*) FROM ${table} WHERE epoch = ?`).pluck().get(epoch)),
  ]);
  database.close();
  return Object.fromEntries(counts);
}

function balancesOf(entries: readonly LedgerEntry[]): ReadonlyMap<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const { account, asset, amount } of entries.flatMap(({ postings }) => postings))
    balances.set(`${account} ${asset}`, (balances.get(`${account} ${asset}`) ?? 0n) + amount);
  return balances;
}

it('forgets whole epochs that are over for so long, and leaves the others as they were', () => {
  record('e1', 1, count);
  journal.closeEpoch('e1', 'over', epochMs(startMs));
  record('e2', 1, 100);
  const other = tablesOf('e2');
  const before = journal.loadEpoch('e2');
  const retention: Partial<Retention> = { epochsDays: { DEVNET: 30, LIVE: 1 } };
  expect(forget(retention, startMs + 30 * dayMs).steps).toBe(0);
  const { steps } = forget(retention, startMs + 30 * dayMs + 1);
  expect(steps).toBeGreaterThan(3);
  expect(journal.epochs().map(({ epoch }) => epoch.id)).toEqual(['e2']);
  expect(Object.values(tablesOf('e1')).every((rows) => rows === 0)).toBe(true);
  expect(tablesOf('e2')).toEqual(other);
  expect(journal.loadEpoch('e2')).toEqual(before);
});

it('forgets nothing that is kept for ever, nor an epoch that goes on', () => {
  record('e1', 1, 100);
  expect(forget({}, startMs + 1000 * dayMs).steps).toBe(0);
  expect(forget({ epochsDays: { DEVNET: 1 } }, startMs + 1000 * dayMs).steps).toBe(0);
});

it('marks an epoch that is half forgotten, so that nobody replays it', () => {
  record('e1', 1, count);
  journal.closeEpoch('e1', 'over', epochMs(startMs));
  journal.forget({ ...never, epochsDays: { DEVNET: 1 } }, epochMs(startMs + 2 * dayMs));
  expect(journal.epochs()[0]?.recordsForgotten).toBeGreaterThan(0);
});

it('forgets old inputs and decisions of an epoch that goes on, and keeps where it stands', () => {
  record('e1', 1, count);
  const before = journal.resumeEpoch('e1', 1);
  const { records } = forget({ recordsDays: 1 }, startMs + dayMs + (count / 2) * 1000);
  expect(records).toBeGreaterThan(256);
  const inputs = [...journal.inputs('e1')].map(({ input }) => input.atMs);
  expect(inputs.length).toBeLessThan(count);
  expect(inputs.at(-1)).toBe(startMs + count * 1000);
  const after = journal.resumeEpoch('e1', 1);
  expect(after).toEqual({
    ...before,
    record: { ...before?.record, recordsForgotten: records, inputs: inputs.length },
  });
  // What there is nothing to make from stays.
  journal.rebuildProjections();
  expect(journal.resumeEpoch('e1', 1)).toEqual(after);
});

it('forgets old orders, and what they brought stays in the books', () => {
  record('e1', 1, count);
  const before = journal.loadEpoch('e1');
  const resumed = journal.resumeEpoch('e1', 1);
  const { orders } = forget({ ordersDays: 1 }, startMs + dayMs + (count / 2) * 1000);
  expect(orders).toBe(256);
  const after = journal.loadEpoch('e1');
  expect(after?.ordersForgotten).toBe(orders);
  expect(after?.orders).toEqual(before?.orders.slice(orders));
  expect(after?.fills).toEqual(before?.fills.slice(orders));
  expect(after?.ledgerEntries.length).toBe(count - orders + 2);
  expect(balancesOf(after?.ledgerEntries ?? [])).toEqual(balancesOf(before?.ledgerEntries ?? []));
  expect(journal.resumeEpoch('e1', 1)).toEqual({
    ...resumed,
    record: { ...resumed?.record, ordersForgotten: orders },
  });
  // As long as the records are there, all of it can be made again.
  journal.rebuildProjections();
  expect(journal.loadEpoch('e1')).toEqual(before);
});

it('uses the room again that forgotten epochs leave', () => {
  const size = (): number => statSync(join(folder, 'journal.sqlite')).size;
  const sizes: number[] = [];
  for (let round = 1; round <= 6; round += 1) {
    record(`e${round}`, 1, count);
    journal.closeEpoch(`e${round}`, 'over', epochMs(startMs));
    forget({ epochsDays: { DEVNET: 1 } }, startMs + 2 * dayMs);
    sizes.push(size());
  }
  expect(sizes.at(-1)).toBeLessThan(1.2 * (sizes[1] ?? 0));
});
