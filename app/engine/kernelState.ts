import type { Detector } from '../detect/detector.ts';
import type { BlockHead } from '../domain/block.ts';
import type { RelayFailure } from '../domain/bundle.ts';
import type { EpochMs, MonotonicNs } from '../domain/clock.ts';
import type { Grant } from '../domain/grant.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { ChainBalances } from '../domain/ledger.ts';
import type { StrategyId, StrategyMode, TradingState } from '../domain/mode.ts';
import type { NeverTrade } from '../domain/neverTrade.ts';
import type { BlockReference, Opportunity } from '../domain/opportunity.ts';
import type { Fill, Order } from '../domain/order.ts';
import type { PaperTerms } from '../domain/paper.ts';
import type { Pool } from '../domain/pool.ts';
import type { Epoch } from '../domain/run.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Token } from '../domain/token.ts';
import type { TokenTrusts } from '../domain/tokenTrust.ts';
import type { Distrust } from '../domain/transferTest.ts';
import type { SubmissionSettings } from '../execution/submissionSettings.ts';
import type { MarketState } from '../market/marketState.ts';
import type { Breakdown } from '../portfolio/breakdown.ts';
import type { EquityLine } from '../portfolio/equityLine.ts';
import type { Ledger } from '../portfolio/ledger.ts';
import type { Rivals } from '../portfolio/rivals.ts';
import type { FlashArbitrageSettings } from '../strategies/flashArbitrage/settings.ts';
import type { Counters } from './counters.ts';
import type { DataFeeState } from './dataFeeState.ts';
import type { Quarantine } from './decision.ts';
import type { StageLatencies } from './latencies.ts';
import type { LendingState } from './lendingState.ts';
import type { RealisedTotals } from './realisedTotals.ts';
import type { RiskState } from './riskState.ts';
import type { TransferTests } from './transferTestState.ts';

export interface StrategySetting {
  readonly mode: StrategyMode;
  readonly grant: Grant | null;
  /** Who set the mode and when; null where nobody has, or a journal of an earlier version does not say. */
  readonly setBy: { readonly by: string; readonly atMs: EpochMs } | null;
}

/** What is going on with one relay. Of this process alone: a restarted one asks anew. */
export interface RelayState {
  /** Failures in a row. */
  readonly failures: number;
  readonly failedAtBlock: number;
  readonly lastFailure: RelayFailure | null;
  /** What it is being asked for the next block. */
  readonly offer: {
    readonly block: BlockReference;
    readonly orderIds: readonly string[];
    readonly sent: boolean;
  } | null;
}

/** Everything the kernel knows. Only the handlers in this folder change it, and only while they apply an input. */
export interface KernelState {
  readonly epoch: Epoch;
  market: MarketState;
  readonly detector: Detector;
  readonly ledger: Ledger;
  /** What is held and at risk, and the limits in force. */
  readonly risk: RiskState;
  arbitrage: FlashArbitrageSettings;
  /** Of the settings: no route goes through these. */
  neverTrade: NeverTrade;
  /** Of the settings: how far tokens are trusted. */
  tokenTrusts: TokenTrusts;
  readonly submission: SubmissionSettings;
  counters: Counters;
  /** The counters of the last `progress` decision: where a restarted process goes on counting. */
  progress: Counters | null;
  readonly latencies: StageLatencies;
  /** Measured time for the stage clock alone; nothing decided depends on it. */
  readonly measureNs: () => MonotonicNs;

  readonly strategies: Map<StrategyId, StrategySetting>;
  tradingState: TradingState;
  /** Since when it is that; null before the first input. */
  tradingStateAtMs: EpochMs | null;
  haltReason: string;

  readonly tokens: Map<Address, Token>;
  readonly quarantines: Map<Address, Quarantine>;
  /** Pools that are out of detection because of what their tokens, or they themselves, did. */
  readonly distrusted: Map<Address, Distrust>;
  readonly transfers: TransferTests;
  readonly lending: LendingState;
  dataFee: DataFeeState;
  /** Pools by each of their tokens, for valuation. */
  poolsByToken: ReadonlyMap<Address, readonly Pool[]>;
  head: BlockHead | null;
  /** The canonical chain's newest blocks, newest last: an answer about any other block is out of date. */
  recentBlocks: readonly BlockReference[];
  headAtMs: EpochMs;
  /** Blocks that the books rest on and that a restarted feed has not met again yet. */
  unconfirmedBlocks: readonly BlockReference[];
  /** Height at which a fresh snapshot was last asked for, so that a node that keeps losing logs is not asked without end. */
  resynchronisedAt: number | null;
  feed: 'connecting' | 'connected' | 'disconnected';
  feedDetail: string;

  /** Opportunities of live routes by route key, so that one that lasts keeps its id. */
  readonly routes: Map<string, Opportunity>;
  /** Every opportunity that a live ticket or order still points at, and the newest others; bounded. */
  readonly opportunities: Map<string, Opportunity>;
  readonly tickets: Map<string, Ticket>;
  readonly orders: Map<string, Order>;
  readonly fills: Map<string, { readonly fill: Fill; readonly atMs: EpochMs }>;
  readonly totals: RealisedTotals;
  /** What orders brought and cost, by what they can be told apart by. */
  readonly breakdown: Breakdown;
  readonly equityLine: EquityLine;
  /** Whether the books changed since a point of the line was journaled. */
  equityStale: boolean;
  readonly rivals: Rivals;
  /** Opportunities that paid and whose ticket or order came to nothing since the last block. */
  readonly untaken: Map<string, Opportunity>;

  /** On paper: what fills are drawn by, and the pools whose chain lacks a trade of ours. */
  paper: { readonly terms: PaperTerms; readonly held: ReadonlySet<Address> } | null;
  /** How each relay that was asked something does, by its id. */
  readonly relays: Map<string, RelayState>;
  /** The newest block whose account was read: what is still open then is not in it. */
  accountAt: Hash | null;
  /** Transactions of the wallet as of the last account read; null until the first. */
  chainNonce: number | null;
  /** The same as of a block alone, ahead of its account. */
  nonceAt: { readonly block: Hash; readonly nonce: number } | null;
  /** Whether the last comparison of books and chain was equal; null until the first after a start. */
  booksEqual: boolean | null;
  balances: ChainBalances | null;
  walletNative: bigint;
  readonly errors: string[];
}

export const keptRecentBlocks = 64;
export const keptOpportunities = 1000;
export const keptTickets = 1000;
export const keptOrders = 5000;
