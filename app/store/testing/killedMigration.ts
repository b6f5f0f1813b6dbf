import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { encodeCanonical } from '../canonical.ts';
import { emptyDecisionHash } from '../decisionHash.ts';
import { openJournal } from '../journal.ts';
import { migrations } from '../migrations/migrations.ts';
import { type KilledWork, type KillFindings, startVictim, type Victim } from './killedWork.ts';
import { sampleBlock, sampleEntry, sampleEpoch, sampleFill, sampleOrder } from './sampleRecords.ts';

const migrator = new URL('./migrator.ts', import.meta.url);
const rows = 20_000;
const tables = ['inputs', 'decisions', 'orders', 'fills', 'ledger_entries'] as const;

/** A journal of the first version, brought to the newest again and again. */
export function killedMigration(): KilledWork {
  const folder = mkdtempSync(join(tmpdir(), 'killed-migration-'));
  const before = join(folder, 'version1.sqlite');
  const now = join(folder, 'now');
  const file = join(now, 'journal.sqlite');
  writeFirstVersion(before);
  const expected = numbersOf(before);
  const beginAnew = (): void => {
    rmSync(now, { recursive: true, force: true });
    mkdirSync(now);
    copyFileSync(before, file);
  };
  beginAnew();
  return {
    name: 'migration',
    start: (): Victim => startVictim(migrator, [now]),
    look: (_victim, end): KillFindings => {
      const version = versionOf(file);
      const findings = compare(expected, numbersOf(file));
      if (end === 'done' && version !== migrations.length) throw new Error(`it ended at version ${version}`);
      if (version === migrations.length) {
        const journal = openJournal(now);
        const orders = journal.loadEpoch('e1')?.orders.length ?? 0;
        journal.close();
        beginAnew();
        return { ...findings, lost: findings.lost + Math.max(0, rows - orders) };
      }
      return findings;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeFirstVersion(file: string): void {
  const [first] = migrations;
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('application_id = 0x53594e44');
  database.exec(first?.sql ?? '');
  database.pragma('user_version = 1');
  const { id, mode, wallet, chain, startedAtMs } = sampleEpoch('e1');
  database
    .prepare('INSERT INTO epochs (id, mode, wallet, chain, started_at_ms, decision_hash) VALUES (?, ?, ?, ?, ?, ?)')
    .run(id, mode, wallet, encodeCanonical(chain), startedAtMs, emptyDecisionHash);
  const insert = {
    inputs: database.prepare("INSERT INTO inputs VALUES (?, 'e1', 'block', ?, ?)"),
    decisions: database.prepare("INSERT INTO decisions VALUES (?, 'e1', ?, 'order', ?, ?)"),
    orders: database.prepare("INSERT INTO orders VALUES ('e1', ?, 'landed', ?, ?, ?)"),
    fills: database.prepare("INSERT INTO fills VALUES ('e1', ?, ?, ?, ?, ?)"),
    ledger_entries: database.prepare("INSERT INTO ledger_entries VALUES ('e1', ?, 'fill', ?, ?)"),
  };
  database.transaction(() => {
    for (let i = 1; i <= rows; i += 1) {
      const block = sampleBlock(i);
      const order = encodeCanonical(sampleOrder(i, { state: 'landed' }));
      const [seq, decision] = [2 * i - 1, 2 * i];
      insert.inputs.run(seq, block.atMs, encodeCanonical(block));
      insert.decisions.run(decision, seq, block.atMs, encodeCanonical({ kind: 'order', order: sampleOrder(i) }));
      insert.orders.run(`o-${i}`, i, decision, order);
      insert.fills.run(`o-${i}`, i, block.atMs, decision, encodeCanonical(sampleFill(i)));
      insert.ledger_entries.run(sampleEntry(i).id, decision, encodeCanonical(sampleEntry(i)));
    }
  })();
  database.close();
}

/** By table, a number per row: of its place or nonce. */
type Numbers = ReadonlyMap<string, readonly number[]>;

function numbersOf(file: string): Numbers {
  if (!existsSync(file)) return new Map();
  const database = new Database(file);
  try {
    const places = { inputs: 'seq', decisions: 'seq', orders: 'nonce', fills: 'seq', ledger_entries: 'seq' } as const;
    return new Map(
      tables.map((table) => [
        table,
        // The payload too: a row that is there and not what it was is lost.
        database
          .prepare<[], number>(`SELECT ${places[table]} * 1000003 + length(payload) FROM ${table} ORDER BY 1`)
          .pluck()
          .all(),
      ]),
    );
  } finally {
    database.close();
  }
}

function versionOf(file: string): number {
  const database = new Database(file);
  try {
    return Number(database.pragma('user_version', { simple: true }));
  } finally {
    database.close();
  }
}

function compare(expected: Numbers, found: Numbers): KillFindings {
  const findings = { lost: 0, doubled: 0 };
  for (const [table, numbers] of expected) {
    const there = found.get(table) ?? [];
    const distinct = new Set(there);
    findings.lost += numbers.filter((number) => !distinct.has(number)).length;
    findings.doubled += there.length - distinct.size;
  }
  return findings;
}
