import type { Detector } from '../detect/detector.ts';
import { wei } from '../domain/amount.ts';
import { type EpochMs, epochMs, type MonotonicNs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Fill, Order } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Epoch } from '../domain/run.ts';
import { noTokenTrusts } from '../domain/tokenTrust.ts';
import { submissionDefaults } from '../execution/submissionSettings.ts';
import { MarketState } from '../market/marketState.ts';
import { Breakdown } from '../portfolio/breakdown.ts';
import { contributionOf } from '../portfolio/contribution.ts';
import { EquityLine } from '../portfolio/equityLine.ts';
import { Ledger } from '../portfolio/ledger.ts';
import { Rivals } from '../portfolio/rivals.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import type { Checkpoint } from './checkpoint.ts';
import { newCounters, restoredCounters } from './counters.ts';
import { unknownDataFee } from './dataFeeState.ts';
import type { KernelState } from './kernelState.ts';
import { stageLatencies } from './latencies.ts';
import { newLendingState } from './lendingState.ts';
import { addToTotals, copyTotals, emptyTotals } from './realisedTotals.ts';
import { newRiskState } from './riskState.ts';
import { newTransferTests } from './transferTestState.ts';
import { forgetOldOrders } from './transitions.ts';

/** What the journal knows of an epoch that goes on. */
export interface Resumption {
  /** What the rows below are to be added to; absent or null where they are all there is. */
  readonly checkpoint?: unknown;
  readonly orders: readonly Order[];
  readonly fills: readonly { readonly fill: Fill; readonly atMs: EpochMs }[];
  readonly ledgerEntries: readonly LedgerEntry[];
  readonly equity: readonly EquityPoint[];
  readonly rivals: readonly RivalTotals[];
  /** What the last `progress` decision holds; null before the first block. */
  readonly progress: unknown;
  readonly incidents: readonly { readonly kind: string; readonly detail: unknown }[];
}

/** A kernel at the start of an epoch, or where the journal says that the epoch stands. Its first input is `started`. */
export function newKernel(
  epoch: Epoch,
  detector: Detector,
  measureNs: () => MonotonicNs,
  resumption: Resumption | null,
): KernelState {
  const folded = (resumption?.checkpoint ?? null) as Checkpoint | null;
  const kernel: KernelState = {
    epoch,
    market: new MarketState(),
    detector,
    ledger: new Ledger(resumption?.ledgerEntries ?? [], folded?.ledger ?? null),
    risk: newRiskState(),
    arbitrage: flashArbitrage.defaults,
    neverTrade: { tokens: [], pools: [] },
    tokenTrusts: noTokenTrusts,
    submission: submissionDefaults,
    counters: newCounters(),
    progress: resumption === null || resumption.progress === null ? null : restoredCounters(resumption.progress),
    latencies: stageLatencies(),
    measureNs,
    strategies: new Map(),
    tradingState: 'halted',
    tradingStateAtMs: null,
    haltReason: '',
    tokens: new Map(),
    poolsByToken: new Map(),
    quarantines: new Map(),
    distrusted: new Map(),
    transfers: newTransferTests(),
    lending: newLendingState(),
    dataFee: unknownDataFee,
    head: null,
    recentBlocks: [],
    headAtMs: epochMs(0),
    unconfirmedBlocks: [],
    resynchronisedAt: null,
    feed: 'connecting',
    feedDetail: '',
    routes: new Map(),
    opportunities: new Map(),
    tickets: new Map(),
    orders: new Map((resumption?.orders ?? []).map((order) => [order.id, order])),
    fills: new Map((resumption?.fills ?? []).map((entry) => [entry.fill.orderId, entry])),
    totals: folded === null ? emptyTotals() : copyTotals(folded.totals),
    breakdown: new Breakdown(folded?.breakdown ?? null),
    equityLine: new EquityLine([...(folded?.equity ?? []), ...(resumption?.equity ?? [])]),
    equityStale: true,
    rivals: new Rivals(resumption?.rivals ?? []),
    untaken: new Map(),
    paper: null,
    relays: new Map(),
    accountAt: null,
    chainNonce: null,
    nonceAt: null,
    booksEqual: null,
    balances: null,
    walletNative: wei(0n),
    errors: (resumption?.incidents ?? []).flatMap(errorText),
  };
  for (const { fill, atMs } of resumption?.fills ?? []) addToTotals(kernel.totals, fill, atMs, 1n);
  const counted = new Set(folded?.counted);
  for (const order of kernel.orders.values())
    if (!counted.has(order.id))
      kernel.breakdown.set(order.id, contributionOf(order, kernel.fills.get(order.id)?.fill ?? null));
  forgetOldOrders(kernel);
  return kernel;
}

/** Errors of the epoch's earlier processes: they belong to its summary as much as those of this one. */
function errorText(incident: { readonly kind: string; readonly detail: unknown }): string[] {
  const detail = incident.detail as { readonly message?: unknown } | null;
  return incident.kind === 'error' && typeof detail?.message === 'string' ? [detail.message] : [];
}
