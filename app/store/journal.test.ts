import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../domain/clock.ts';
import { emptyDecisionHash } from './decisionHash.ts';
import { type Journal, openJournal } from './journal.ts';
import { projectionTables } from './projections.ts';
import { readJournal } from './readJournal.ts';
import {
  sampleBlock,
  sampleEntry,
  sampleEpoch,
  sampleFill,
  sampleOrder,
  sampleWallet,
} from './testing/sampleRecords.ts';

let folder: string;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  journal = openJournal(folder);
});

afterEach(() => {
  journal.abandon();
  rmSync(folder, { recursive: true, force: true });
});

function reopen(): void {
  journal.close();
  journal = openJournal(folder);
}

function fill(count: number): void {
  for (let i = 1; i <= count; i += 1) {
    const seq = journal.appendInput(sampleBlock(i));
    journal.appendDecisions(seq, [
      { kind: 'order', order: sampleOrder(i) },
      { kind: 'fill', fill: sampleFill(i) },
      { kind: 'ledger', entry: sampleEntry(i) },
    ]);
  }
}

function dump(): unknown {
  const database = new Database(join(folder, 'journal.sqlite'), { readonly: true });
  try {
    return projectionTables.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
  } finally {
    database.close();
  }
}

describe('journal', () => {
  it('gives an epoch back as it was left', () => {
    expect(journal.beginEpoch(sampleEpoch('e1'))).toEqual({ resumed: false });
    fill(3);
    const seq = journal.appendInput({
      kind: 'user',
      atMs: epochMs(1_700_000_009_000),
      action: { kind: 'setStrategyMode', strategy: 'flash-arbitrage', mode: 'automate', grant: null },
    });
    journal.appendDecisions(seq, [
      { kind: 'order', order: sampleOrder(1, { state: 'landed' }) },
      { kind: 'fillReversed', orderId: 'o-2', blockNumber: 2 },
      { kind: 'tradingState', state: 'reduceOnly', reason: 'test' },
      { kind: 'error', message: 'something' },
    ]);
    const hash = journal.decisionHash;
    reopen();
    const record = journal.loadEpoch('e1');
    expect(record?.epoch).toEqual(sampleEpoch('e1'));
    expect(record?.orders.map((order) => [order.id, order.state])).toEqual([
      ['o-1', 'landed'],
      ['o-2', 'intended'],
      ['o-3', 'intended'],
    ]);
    expect(record?.openOrders.map((order) => order.id)).toEqual(['o-2', 'o-3']);
    expect(record?.orders[1]).toEqual(sampleOrder(2));
    expect(record?.fills).toEqual([
      { fill: sampleFill(1), atMs: 1_700_000_001_000 },
      { fill: sampleFill(3), atMs: 1_700_000_003_000 },
    ]);
    expect(record?.ledgerEntries).toEqual([sampleEntry(1), sampleEntry(2), sampleEntry(3)]);
    expect(record?.tradingState).toBe('reduceOnly');
    expect(record?.strategyModes.get('flash-arbitrage')).toBe('automate');
    expect(record?.lastBlock).toEqual({ number: 3, hash: sampleBlock(3).head.hash });
    expect(record?.incidents.map((incident) => incident.detail)).toEqual([{ kind: 'error', message: 'something' }]);
    expect(record).toMatchObject({ inputs: 4, decisions: 13, decisionHash: hash });
    expect([...journal.inputs('e1')].map(({ input }) => input).slice(0, 3)).toEqual([1, 2, 3].map(sampleBlock));
    expect(journal.beginEpoch(sampleEpoch('e1'))).toEqual({ resumed: true });
    expect(journal.decisionHash).toBe(hash);
  });

  it('can be read by another while it is written', () => {
    journal.beginEpoch(sampleEpoch('e1'));
    fill(2);
    journal.commitDurably();
    const reader = readJournal(journal.file);
    expect(reader.epochs()).toEqual(journal.epochs());
    expect(reader.loadEpoch('e1')).toEqual(journal.loadEpoch('e1'));
    expect([...reader.inputs('e1')]).toEqual([...journal.inputs('e1')]);
    reader.close();
    expect(() => readJournal(join(folder, 'absent.sqlite'))).toThrowError(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE' }),
    );
  });

  it('counts on in one sequence after a restart', () => {
    journal.beginEpoch(sampleEpoch('e1'));
    fill(2);
    reopen();
    journal.beginEpoch(sampleEpoch('e1'));
    expect(journal.appendInput(sampleBlock(3))).toBe(9);
  });

  it('makes the same projections again from the journal alone', () => {
    journal.beginEpoch(sampleEpoch('e1'));
    fill(4);
    const seq = journal.appendInput(sampleBlock(5));
    journal.appendDecisions(seq, [
      { kind: 'fillReversed', orderId: 'o-4', blockNumber: 4 },
      { kind: 'order', order: sampleOrder(4, { state: 'reverted' }) },
      { kind: 'quarantine', quarantine: { pool: sampleWallet } },
    ]);
    journal.flush();
    const before = dump();
    const spoiler = new Database(join(folder, 'journal.sqlite'));
    spoiler.exec("DELETE FROM orders; UPDATE settings SET value = '1'; UPDATE ledger_entries SET payload = ''");
    spoiler.close();
    expect(dump()).not.toEqual(before);
    journal.rebuildProjections();
    expect(dump()).toEqual(before);
  });

  it('hashes decisions without measured times, and nothing else away', () => {
    const hashOf = (id: string, decision: object): string => {
      journal.beginEpoch(sampleEpoch(id));
      journal.appendDecisions(0, [{ kind: 'opportunity', ...decision }]);
      return journal.decisionHash;
    };
    const first = hashOf('a', { opportunity: { id: '1-1', clock: { seen: 1 } } });
    expect(first).not.toBe(emptyDecisionHash);
    expect(hashOf('b', { opportunity: { clock: { seen: 2, decided: 3 }, id: '1-1' } })).toBe(first);
    expect(hashOf('c', { opportunity: { id: '1-2', clock: { seen: 1 } } })).not.toBe(first);
  });

  it('keeps what is pending when the disk is full, and says so', () => {
    journal.close();
    journal = openJournal(folder, { maxBytes: 160_000 });
    journal.beginEpoch(sampleEpoch('e1'));
    let committed = 0;
    const write = (): void => {
      for (;;) {
        for (let i = 0; i < 10; i += 1) journal.appendInput(sampleBlock(committed + i + 1));
        journal.commitDurably();
        committed += 10;
      }
    };
    expect(write).toThrowError(expect.objectContaining({ code: 'STORE_DISK_FULL' }));
    expect(journal.pending).toBe(10);
    const roomy = openJournal(folder);
    expect(roomy.loadEpoch('e1')?.inputs).toBe(committed);
    roomy.close();
  });

  it('refuses another wallet in an epoch, and notes how one was closed', () => {
    journal.beginEpoch(sampleEpoch('e1'));
    const other = { ...sampleEpoch('e1'), wallet: sampleEpoch('e1').chain.wrappedNative };
    expect(() => journal.beginEpoch(other)).toThrowError(expect.objectContaining({ code: 'STORE_WALLET_CHANGED' }));
    journal.closeEpoch('e1', 'the node is gone', epochMs(5));
    journal.closeEpoch('e1', 'again', epochMs(6));
    expect(journal.epochs()).toMatchObject([{ closedAtMs: 5, note: 'the node is gone\nagain' }]);
  });

  it('treats a ledger entry that is journaled twice as a bug, and writes none of that batch', () => {
    journal.beginEpoch(sampleEpoch('e1'));
    fill(1);
    journal.commitDurably();
    journal.appendDecisions(1, [{ kind: 'ledger', entry: sampleEntry(1) }]);
    expect(() => journal.flush()).toThrowError(/UNIQUE/);
    const other = openJournal(folder);
    expect(other.loadEpoch('e1')).toMatchObject({ decisions: 3 });
    other.close();
  });
});
