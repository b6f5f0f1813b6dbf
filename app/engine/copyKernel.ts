import type { Detector } from '../detect/detector.ts';
import { copyCounters } from './counters.ts';
import { keepOutAll } from './keepOut.ts';
import type { KernelState } from './kernelState.ts';
import { copyTotals } from './realisedTotals.ts';
import { copyRiskState } from './riskState.ts';

/**
 * The kernel as it stands, with a detector of its own: given the same inputs from here on, both decide the same, and neither
 * touches the other. What is never changed in place is shared; every field is named, so that a new one must say which it is.
 * @param detector fresh; `teachDetector` tells it what it must know before the next input
 * @param measureNs of the copy's own stage clock
 */
export function copyKernel(kernel: KernelState, detector: Detector, measureNs: KernelState['measureNs']): KernelState {
  const { transfers, lending } = kernel;
  return {
    epoch: kernel.epoch,
    market: kernel.market.copy(),
    detector,
    ledger: kernel.ledger.copy(),
    risk: copyRiskState(kernel.risk),
    arbitrage: kernel.arbitrage,
    neverTrade: kernel.neverTrade,
    tokenTrusts: kernel.tokenTrusts,
    submission: kernel.submission,
    counters: copyCounters(kernel.counters),
    progress: kernel.progress === null ? null : copyCounters(kernel.progress),
    latencies: kernel.latencies.copy(),
    measureNs,
    strategies: new Map(kernel.strategies),
    tradingState: kernel.tradingState,
    tradingStateAtMs: kernel.tradingStateAtMs,
    haltReason: kernel.haltReason,
    tokens: new Map(kernel.tokens),
    quarantines: new Map(kernel.quarantines),
    distrusted: new Map(kernel.distrusted),
    transfers: {
      required: transfers.required,
      tested: new Set(transfers.tested),
      askedAt: new Map(transfers.askedAt),
      urgent: new Set(transfers.urgent),
      mismatches: new Map(transfers.mismatches),
    },
    lending: { states: lending.states, askedAt: lending.askedAt, mismatches: new Map(lending.mismatches) },
    dataFee: kernel.dataFee,
    poolsByToken: kernel.poolsByToken,
    head: kernel.head,
    recentBlocks: kernel.recentBlocks,
    headAtMs: kernel.headAtMs,
    unconfirmedBlocks: kernel.unconfirmedBlocks,
    resynchronisedAt: kernel.resynchronisedAt,
    feed: kernel.feed,
    feedDetail: kernel.feedDetail,
    routes: new Map(kernel.routes),
    opportunities: new Map(kernel.opportunities),
    tickets: new Map(kernel.tickets),
    orders: new Map(kernel.orders),
    fills: new Map(kernel.fills),
    totals: copyTotals(kernel.totals),
    breakdown: kernel.breakdown.copy(),
    equityLine: kernel.equityLine.copy(),
    equityStale: kernel.equityStale,
    rivals: kernel.rivals.copy(),
    untaken: new Map(kernel.untaken),
    paper: kernel.paper,
    relays: new Map(kernel.relays),
    accountAt: kernel.accountAt,
    chainNonce: kernel.chainNonce,
    nonceAt: kernel.nonceAt,
    booksEqual: kernel.booksEqual,
    balances: kernel.balances,
    walletNative: kernel.walletNative,
    errors: [...kernel.errors],
  };
}

/** Tells a kernel's fresh detector what the one before knew. */
export function teachDetector(kernel: KernelState): void {
  const { detector, market } = kernel;
  detector.setPools([...market.pools.values()]);
  detector.applyStates(market.allStates());
  keepOutAll(kernel);
}
