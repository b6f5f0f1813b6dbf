import { mostOpportunities } from '../../app/contract/opportunityView.ts';
import type { PanelRow, PanelTopic } from '../../app/contract/panelStream.ts';

/**
 * - waiting: no snapshot yet
 * - live: the snapshot and every delta since were applied
 * - resyncing: a message was lost or unreadable; the rows are those from before it
 */
export type TopicPhase = 'waiting' | 'live' | 'resyncing';

/** One topic of the panel stream as the panels see it. Rows keep the order in which they were first sent. */
export interface TopicTable<T extends PanelTopic> {
  readonly rows: ReadonlyMap<string, PanelRow<T>>;
  readonly phase: TopicPhase;
  /** What was wrong with the message that made it resync, in words; null while nothing is. */
  readonly problem: string | null;
}

export type PanelTables = { readonly [T in PanelTopic]: TopicTable<T> };

/** Rows kept in the window per topic; the oldest go first. The journal has them all. */
export const topicLimits: Readonly<Record<PanelTopic, number>> = {
  status: 1,
  tokens: 10_000,
  opportunities: mostOpportunities,
  tickets: 500,
  orders: 2_000,
  balances: 500,
  ledger: 1_000,
  equity: 2_000,
  breakdown: 1_500,
  rivals: 200,
  stages: 16,
  quarantine: 500,
  limits: 32,
  limitChanges: 200,
  risk: 1,
  replay: 1,
  bars: 64,
  ranking: 1,
};

const empty = { rows: new Map<string, never>(), phase: 'waiting', problem: null } as const;

export function emptyTables(): PanelTables {
  return {
    status: empty,
    tokens: empty,
    opportunities: empty,
    tickets: empty,
    orders: empty,
    balances: empty,
    ledger: empty,
    equity: empty,
    breakdown: empty,
    rivals: empty,
    stages: empty,
    quarantine: empty,
    limits: empty,
    limitChanges: empty,
    risk: empty,
    replay: empty,
    bars: empty,
    ranking: empty,
  };
}

/** Changes of one topic that wait for the next frame: latest wins. */
export interface PendingChanges {
  /** The rows before are forgotten: a snapshot came. */
  replace: boolean;
  /** undefined marks a removed row. */
  readonly rows: Map<string, unknown>;
}

/** The rows after `changes`, at most `limit` of them. */
export function applyChanges(
  before: ReadonlyMap<string, unknown>,
  changes: PendingChanges,
  limit: number,
): ReadonlyMap<string, unknown> {
  const after = new Map(changes.replace ? [] : before);
  for (const [id, row] of changes.rows) {
    if (row === undefined) after.delete(id);
    else after.set(id, row);
  }
  for (const id of after.keys()) {
    if (after.size <= limit) break;
    after.delete(id);
  }
  return after;
}
