import type Database from 'better-sqlite3';
import type { Chain } from '../domain/chain.ts';
import { epochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { EquityPoint } from '../domain/equity.ts';
import { parseAddress } from '../domain/hex.ts';
import type { ChainBalances, LedgerEntry } from '../domain/ledger.ts';
import type { RunMode, StrategyId, StrategyMode, TradingState } from '../domain/mode.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { type Fill, type Order, openOrderStates } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';
import { decodeCanonical } from './canonical.ts';
import type { StoredCheckpoint } from './checkpoints.ts';
import type {
  EpochRecord,
  EpochSummary,
  Incident,
  JournalDecision,
  JournaledDecision,
  JournaledInput,
} from './records.ts';
import { type StoredOrder, storedOrders, withSubmission } from './sealedOrders.ts';
import { countRecords, storedRows } from './sealedRecords.ts';

interface EpochRow {
  readonly id: string;
  readonly mode: string;
  readonly wallet: string;
  readonly chain: string;
  readonly started_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly note: string;
  readonly decisions: number;
  readonly decision_hash: string;
  /** A file of an earlier version that is only read has none of these. */
  readonly recorded_by?: string;
  readonly records_forgotten?: number;
  readonly orders_forgotten?: number;
}

/** Every epoch, oldest first. */
export function listEpochs(database: Database.Database): readonly EpochSummary[] {
  const rows = database.prepare<[], EpochRow>('SELECT * FROM epochs ORDER BY started_at_ms, id').all();
  return rows.map(readEpoch);
}

/**
 * Where an epoch stands, from the projections; null where the journal does not know it.
 * @param from a checkpoint: only the rows that it does not hold are read
 */
export function loadEpoch(
  database: Database.Database,
  id: string,
  from: StoredCheckpoint | null = null,
): EpochRecord | null {
  const row = database.prepare<[string], EpochRow>('SELECT * FROM epochs WHERE id = ?').get(id);
  if (row === undefined) return null;
  const settings = readSettings(database, id);
  const books = from === null ? readBooks(database, id) : readNewestBooks(database, id, from);
  return {
    ...readEpoch(row),
    ...books,
    openOrders: books.orders.filter((order) => openOrderStates.includes(order.state)),
    ...readProfit(database, id, from),
    tradingState: (settings.get('tradingState') ?? null) as TradingState | null,
    strategyModes: readModes(settings),
    incidents: readIncidents(database, id),
    lastBlock: (settings.get('lastBlock') ?? null) as BlockReference | null,
    lastBalances: (settings.get('lastBalances') ?? null) as ChainBalances | null,
    progress: settings.get('progress') ?? null,
    inputs: countRecords(database, 'inputs', id),
  };
}

function readEpoch(row: EpochRow): EpochSummary {
  return {
    epoch: {
      id: row.id,
      mode: row.mode as RunMode,
      chain: { relays: [], lenders: [], ...(decodeCanonical(row.chain) as Partial<Chain>) } as Chain,
      wallet: parseAddress(row.wallet),
      startedAtMs: epochMs(row.started_at_ms),
    },
    closedAtMs: row.closed_at_ms === null ? null : epochMs(row.closed_at_ms),
    note: row.note,
    decisions: row.decisions,
    decisionHash: row.decision_hash,
    recordedBy: JSON.parse(row.recorded_by ?? '[]') as string[],
    recordsForgotten: row.records_forgotten ?? 0,
    ordersForgotten: row.orders_forgotten ?? 0,
  };
}

function payloads<T>(database: Database.Database, sql: string, epoch: string): readonly T[] {
  const rows = database.prepare<[string], { readonly payload: string }>(sql).all(epoch);
  return rows.map((row) => decodeCanonical(row.payload) as T);
}

type Books = Pick<EpochRecord, 'orders' | 'fills' | 'ledgerEntries'>;

/** All that was ever done, as far as it was not forgotten. */
function readBooks(database: Database.Database, epoch: string): Books {
  const stored: StoredOrder[] = [];
  for (const page of storedOrders(database, epoch)) stored.push(...page);
  const inOrder = (a: { readonly seq: number }, b: { readonly seq: number }): number => a.seq - b.seq;
  // Sealed ones are gone from the table; the others are in both.
  const entries = new Map(stored.flatMap(({ entries: of }) => of.map((each) => [each.seq, each] as const)));
  for (const { seq, payload } of database
    .prepare<[string], { seq: number; payload: string }>('SELECT seq, payload FROM ledger_entries WHERE epoch = ?')
    .all(epoch))
    if (!entries.has(seq)) entries.set(seq, { seq, entry: decodeCanonical(payload) as LedgerEntry });
  return {
    orders: stored.map(({ order }) => order),
    fills: stored
      .flatMap(({ fill }) => fill ?? [])
      .sort(inOrder)
      .map(({ fill, atMs }) => ({ fill, atMs })),
    ledgerEntries: [...entries.values()].sort(inOrder).map(({ entry }) => entry),
  };
}

/** The orders that a checkpoint holds and those after it, with their fills, and the entries after it. */
function readNewestBooks(
  database: Database.Database,
  epoch: string,
  { seq, ordersFrom, held }: StoredCheckpoint,
): Books {
  const asked = { epoch, ordersFrom, earlier: JSON.stringify(held.earlierOrders) };
  const ofHeld = '(o.created_seq >= @ordersFrom OR o.id IN (SELECT value FROM json_each(@earlier)))';
  const orders = database
    .prepare<[object], { payload: string }>(
      `SELECT payload FROM orders o WHERE epoch = @epoch AND ${ofHeld} ORDER BY created_seq`,
    )
    .all(asked);
  const fills = database
    .prepare<[object], { payload: string; at_ms: number }>(
      `SELECT f.payload, f.at_ms FROM fills f JOIN orders o ON o.epoch = f.epoch AND o.id = f.order_id
       WHERE f.epoch = @epoch AND ${ofHeld} ORDER BY f.seq`,
    )
    .all(asked);
  const entries = database
    .prepare<[string, number, string], { payload: string }>(
      `SELECT payload FROM ledger_entries WHERE epoch = ? AND (seq > ? OR id IN (SELECT value FROM json_each(?)))
       ORDER BY seq`,
    )
    .all(epoch, seq, JSON.stringify(held.ledgerEntries));
  return {
    orders: orders.map(({ payload }) => withSubmission(decodeCanonical(payload) as Order)),
    fills: fills.map(({ payload, at_ms }) => ({ fill: decodeCanonical(payload) as Fill, atMs: epochMs(at_ms) })),
    ledgerEntries: entries.map(({ payload }) => decodeCanonical(payload) as LedgerEntry),
  };
}

/** A file that is only read may be of an earlier version, which kept neither. */
function readProfit(
  database: Database.Database,
  epoch: string,
  from: StoredCheckpoint | null,
): Pick<EpochRecord, 'equity' | 'rivals'> {
  const kept = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'equity'").pluck().get() === 1;
  if (!kept) return { equity: [], rivals: [] };
  return {
    equity: payloads<EquityPoint>(
      database,
      `SELECT payload FROM equity WHERE epoch = ? AND block_number > ${from?.held.equityTo ?? -1} ORDER BY block_number`,
      epoch,
    ),
    rivals: payloads<RivalTotals>(database, 'SELECT payload FROM rivals WHERE epoch = ? ORDER BY rival', epoch),
  };
}

function readIncidents(database: Database.Database, epoch: string): readonly Incident[] {
  const rows = database
    .prepare<[string], { seq: number; kind: string; at_ms: number; payload: string }>(
      'SELECT seq, kind, at_ms, payload FROM incidents WHERE epoch = ? ORDER BY seq',
    )
    .all(epoch);
  return rows.map(({ seq, kind, at_ms, payload }) => ({
    seq,
    kind,
    atMs: epochMs(at_ms),
    detail: decodeCanonical(payload),
  }));
}

function readSettings(database: Database.Database, epoch: string): ReadonlyMap<string, unknown> {
  const rows = database
    .prepare<[string], { key: string; value: string }>('SELECT key, value FROM settings WHERE epoch = ?')
    .all(epoch);
  return new Map(rows.map(({ key, value }) => [key, decodeCanonical(value)]));
}

function readModes(settings: ReadonlyMap<string, unknown>): ReadonlyMap<StrategyId, StrategyMode> {
  const prefix = 'strategy:';
  const modes = new Map<StrategyId, StrategyMode>();
  for (const [key, value] of settings) {
    if (key.startsWith(prefix)) modes.set(key.slice(prefix.length) as StrategyId, value as StrategyMode);
  }
  return modes;
}

/** An epoch's inputs in order. A replay that waits for an hour holds no lock for that long. */
export function* readInputs(
  database: Database.Database,
  epoch: string,
  afterSeq = 0,
): IterableIterator<JournaledInput> {
  for (const { seq, payload } of storedRows(database, 'inputs', epoch, afterSeq))
    yield { seq, input: decodeCanonical(payload) as EngineInput };
}

/** An epoch's decisions in order, with the place of the input that each follows from. */
export function* readDecisions(
  database: Database.Database,
  epoch: string,
  afterSeq: number,
): IterableIterator<JournaledDecision> {
  for (const { seq, inputSeq, payload } of storedRows(database, 'decisions', epoch, afterSeq))
    yield { seq, inputSeq, decision: decodeCanonical(payload) as JournalDecision };
}

/** The first and the last block of an epoch's inputs; null where there is none. */
export function readBlockRange(
  database: Database.Database,
  epoch: string,
): { readonly first: number; readonly last: number } | null {
  const last = lastBlockNumber(database, epoch);
  if (last === null) return null;
  for (const { kind, payload } of storedRows(database, 'inputs', epoch))
    if (kind === 'block') return { first: blockNumber(payload), last };
  return null;
}

function lastBlockNumber(database: Database.Database, epoch: string): number | null {
  const open = database
    .prepare<[string], string>(
      "SELECT payload FROM inputs WHERE epoch = ? AND kind = 'block' ORDER BY seq DESC LIMIT 1",
    )
    .pluck()
    .get(epoch);
  if (open !== undefined) return blockNumber(open);
  let last: string | null = null;
  for (const { kind, payload } of storedRows(database, 'inputs', epoch)) if (kind === 'block') last = payload;
  return last === null ? null : blockNumber(last);
}

function blockNumber(payload: string): number {
  return (decodeCanonical(payload) as Extract<EngineInput, { kind: 'block' }>).head.number;
}
