import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { ChainBalances, LedgerEntry } from '../domain/ledger.ts';
import type { StrategyId, StrategyMode, TradingState } from '../domain/mode.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Fill, Order } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Epoch } from '../domain/run.ts';

/** A conclusion of the kernel. Every kind is journaled; the kinds of `ProjectedDecision` also change a projection. */
export type JournalDecision = { readonly kind: string; readonly [field: string]: unknown };

export type ProjectedDecision =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'fillReversed'; readonly orderId: string; readonly blockNumber: number }
  | { readonly kind: 'ledger'; readonly entry: LedgerEntry }
  | { readonly kind: 'equity'; readonly point: EquityPoint }
  | { readonly kind: 'rival'; readonly rival: RivalTotals; readonly removed: string | null }
  | { readonly kind: 'progress'; readonly counters: unknown }
  | { readonly kind: 'tradingState'; readonly state: TradingState; readonly reason: string }
  | { readonly kind: 'quarantine' | 'released' | 'error'; readonly [field: string]: unknown };

/** An input or decision as it waits for its commit. */
export type JournalRecord = InputRecord | DecisionRecord;

interface RecordCommon {
  readonly seq: number;
  readonly epoch: string;
  readonly kind: string;
  readonly atMs: number;
  /** Canonical text of `value`. */
  readonly payload: string;
}

export interface InputRecord extends RecordCommon {
  readonly table: 'inputs';
  readonly value: EngineInput;
}

export interface DecisionRecord extends RecordCommon {
  readonly table: 'decisions';
  readonly inputSeq: number;
  readonly value: JournalDecision;
}

/** Something kept for a person to look at: a quarantine report or an error. */
export interface Incident {
  readonly seq: number;
  readonly kind: string;
  readonly atMs: EpochMs;
  readonly detail: unknown;
}

/** An epoch as the journal knows it. */
export interface EpochSummary {
  readonly epoch: Epoch;
  readonly closedAtMs: EpochMs | null;
  readonly note: string;
  readonly decisions: number;
  readonly decisionHash: string;
  /** Versions of the program that wrote it, the first one first; empty where that was not noted yet. */
  readonly recordedBy: readonly string[];
  /** Inputs and decisions, and orders, that were forgotten because of their age. */
  readonly recordsForgotten: number;
  readonly ordersForgotten: number;
}

/** Where an epoch stands: what a restarted engine goes on from. */
export interface EpochRecord extends EpochSummary {
  readonly orders: readonly Order[];
  readonly openOrders: readonly Order[];
  /** Fills that stand, with the time of the input that brought them. */
  readonly fills: readonly { readonly fill: Fill; readonly atMs: EpochMs }[];
  readonly ledgerEntries: readonly LedgerEntry[];
  /** Points of the equity line that were journaled, in order of blocks. */
  readonly equity: readonly EquityPoint[];
  readonly rivals: readonly RivalTotals[];
  readonly tradingState: TradingState | null;
  readonly strategyModes: ReadonlyMap<StrategyId, StrategyMode>;
  readonly incidents: readonly Incident[];
  /** The head as of the last block, snapshot or rollback. */
  readonly lastBlock: BlockReference | null;
  /** Our balances as the chain had them at the last account read. */
  readonly lastBalances: ChainBalances | null;
  /** The running totals of the last `progress` decision, as they were written. */
  readonly progress: unknown;
  readonly inputs: number;
}

export interface JournaledInput {
  readonly seq: number;
  readonly input: EngineInput;
}

export interface JournaledDecision {
  readonly seq: number;
  readonly inputSeq: number;
  readonly decision: JournalDecision;
}
