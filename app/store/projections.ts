import type Database from 'better-sqlite3';
import { encodeCanonical } from './canonical.ts';
import type { DecisionRecord, InputRecord, JournalRecord, ProjectedDecision } from './records.ts';

/** Tables that hold nothing which the journal does not, so they can be made again from it. */
export const projectionTables = [
  'orders',
  'fills',
  'ledger_entries',
  'settings',
  'incidents',
  'equity',
  'rivals',
  'sealed_orders',
] as const;

const projectedInputs: ReadonlySet<string> = new Set(['user', 'block', 'snapshot', 'rollback', 'account']);
const projectedDecisions: ReadonlySet<string> = new Set<ProjectedDecision['kind']>([
  'order',
  'fill',
  'fillReversed',
  'ledger',
  'equity',
  'rival',
  'tradingState',
  'quarantine',
  'released',
  'error',
  'progress',
]);

/** Brings the projections up to date with one record, inside the caller's transaction. */
export type Project = (record: JournalRecord) => void;

export function projector(database: Database.Database): Project {
  const statements = prepare(database);
  return (record) => {
    if (record.table === 'inputs') {
      if (projectedInputs.has(record.kind)) projectInput(statements, record);
    } else if (projectedDecisions.has(record.kind)) {
      projectDecision(statements, record);
    }
  };
}

type Statements = ReturnType<typeof prepare>;

function prepare(database: Database.Database) {
  return {
    order: database.prepare(
      `INSERT INTO orders (epoch, id, state, nonce, created_seq, payload) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (epoch, id) DO UPDATE SET state = excluded.state, payload = excluded.payload`,
    ),
    fill: database.prepare(
      `INSERT INTO fills (epoch, order_id, block_number, at_ms, seq, payload) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (epoch, order_id) DO UPDATE SET block_number = excluded.block_number, at_ms = excluded.at_ms,
         seq = excluded.seq, payload = excluded.payload`,
    ),
    fillReversed: database.prepare('DELETE FROM fills WHERE epoch = ? AND order_id = ? AND block_number = ?'),
    ledger: database.prepare('INSERT INTO ledger_entries (epoch, id, kind, seq, payload) VALUES (?, ?, ?, ?, ?)'),
    orphanedEquity: database.prepare('DELETE FROM equity WHERE epoch = ? AND block_number >= ?'),
    equity: database.prepare('INSERT INTO equity (epoch, block_number, payload) VALUES (?, ?, ?)'),
    rival: database.prepare(
      `INSERT INTO rivals (epoch, rival, payload) VALUES (?, ?, ?)
       ON CONFLICT (epoch, rival) DO UPDATE SET payload = excluded.payload`,
    ),
    rivalGone: database.prepare('DELETE FROM rivals WHERE epoch = ? AND rival = ?'),
    setting: database.prepare(
      `INSERT INTO settings (epoch, key, value) VALUES (?, ?, ?)
       ON CONFLICT (epoch, key) DO UPDATE SET value = excluded.value`,
    ),
    incident: database.prepare('INSERT INTO incidents (seq, epoch, kind, at_ms, payload) VALUES (?, ?, ?, ?, ?)'),
  };
}

function projectInput(statements: Statements, record: InputRecord): void {
  const input = record.value;
  const set = (key: string, value: unknown): void => {
    statements.setting.run(record.epoch, key, encodeCanonical(value));
  };
  if (input.kind === 'block' || input.kind === 'snapshot') {
    set('lastBlock', { number: input.head.number, hash: input.head.hash });
  } else if (input.kind === 'rollback') {
    set('lastBlock', input.to);
  } else if (input.kind === 'account') {
    set('lastBalances', input.balances);
  } else if (input.kind === 'user' && input.action.kind === 'setStrategyMode') {
    set(`strategy:${input.action.strategy}`, input.action.mode);
  } else if (input.kind === 'user' && input.action.kind === 'setTradingState') {
    set('tradingState', input.action.state);
  }
}

function projectDecision(statements: Statements, record: DecisionRecord): void {
  const { epoch, seq, atMs, payload } = record;
  const decision = record.value as ProjectedDecision;
  switch (decision.kind) {
    case 'order': {
      const { order } = decision;
      statements.order.run(epoch, order.id, order.state, order.nonce, seq, encodeCanonical(order));
      return;
    }
    case 'fill': {
      const { fill } = decision;
      statements.fill.run(epoch, fill.orderId, fill.block.number, atMs, seq, encodeCanonical(fill));
      return;
    }
    case 'fillReversed':
      statements.fillReversed.run(epoch, decision.orderId, decision.blockNumber);
      return;
    case 'ledger':
      statements.ledger.run(epoch, decision.entry.id, decision.entry.kind, seq, encodeCanonical(decision.entry));
      return;
    case 'equity':
      statements.orphanedEquity.run(epoch, decision.point.blockNumber);
      statements.equity.run(epoch, decision.point.blockNumber, encodeCanonical(decision.point));
      return;
    case 'rival':
      if (decision.removed !== null) statements.rivalGone.run(epoch, decision.removed);
      statements.rival.run(epoch, decision.rival.rival, encodeCanonical(decision.rival));
      return;
    case 'progress':
      statements.setting.run(epoch, 'progress', encodeCanonical(decision.counters));
      return;
    case 'tradingState':
      statements.setting.run(epoch, 'tradingState', encodeCanonical(decision.state));
      return;
    default:
      statements.incident.run(seq, epoch, decision.kind, atMs, payload);
  }
}
