import { epochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { fundingSources } from '../domain/lender.ts';
import { initialLimits } from '../domain/riskLimit.ts';
import { noTokenTrusts } from '../domain/tokenTrust.ts';
import { MarketState } from '../market/marketState.ts';
import { copyCounters, newCounters } from './counters.ts';
import { unknownDataFee } from './dataFeeState.ts';
import type { KernelState } from './kernelState.ts';
import { restartRisk } from './noteRisk.ts';
import type { Outcome } from './outcome.ts';
import { setTradingState } from './transitions.ts';

/**
 * A new engine process: the market, tickets and sightings of the one before are gone with it; orders, fills and books
 * come back from the journal. Done here, on an input, so that a replay of the whole epoch forgets what the process forgot.
 */
export function onStarted(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'started' }>,
  outcome: Outcome,
): void {
  kernel.market = new MarketState();
  kernel.detector.setPools([]);
  kernel.poolsByToken = new Map();
  for (const memory of [
    kernel.tokens,
    kernel.quarantines,
    kernel.routes,
    kernel.opportunities,
    kernel.untaken,
    kernel.tickets,
  ])
    memory.clear();
  const { tested, askedAt, urgent, mismatches } = kernel.transfers;
  for (const memory of [kernel.distrusted, tested, askedAt, urgent, mismatches]) memory.clear();
  kernel.lending.mismatches.clear();
  Object.assign(kernel.lending, { states: [], askedAt: null });
  kernel.arbitrage = {
    ...kernel.arbitrage,
    fundingSources: input.fundingSources ?? fundingSources,
    mostSplitPools: input.mostSplitPools ?? 0,
  };
  kernel.neverTrade = input.neverTrade ?? { tokens: [], pools: [] };
  kernel.tokenTrusts = input.tokenTrusts ?? noTokenTrusts;
  kernel.dataFee = unknownDataFee;
  kernel.transfers.required = input.testsTransfers === true;
  kernel.head = null;
  kernel.headAtMs = epochMs(0);
  kernel.recentBlocks = [];
  kernel.unconfirmedBlocks = [];
  kernel.resynchronisedAt = null;
  kernel.feed = 'connecting';
  kernel.relays.clear();
  kernel.paper = input.paper === undefined ? null : { terms: input.paper, held: new Set() };
  kernel.accountAt = null;
  kernel.chainNonce = null;
  kernel.nonceAt = null;
  kernel.equityStale = true;
  kernel.rivals.forgetTransactions();
  kernel.booksEqual = null;
  kernel.balances = null;
  kernel.walletNative = 0n;
  kernel.counters = kernel.progress === null ? newCounters() : copyCounters(kernel.progress);
  restartRisk(kernel, input.limits ?? initialLimits);
  kernel.strategies.clear();
  for (const { strategy, mode, grant, setBy = null } of input.strategies)
    kernel.strategies.set(strategy, { mode, grant, setBy });
  setTradingState(kernel, outcome, input.tradingState, 'as before the start');
}
