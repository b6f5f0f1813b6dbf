import type { EngineHealth } from '../contract/health.ts';
import type { FeedStatus } from '../market/feed/feedOptions.ts';
import type { KernelState } from './kernelState.ts';
import { openOrders } from './transitions.ts';

/** What is behind and what is waiting. `feed` is null in a replay, which has none. */
export function engineHealth(kernel: KernelState, feed: FeedStatus | null): EngineHealth {
  const { head, headAtMs, tickets, unconfirmedBlocks, latencies } = kernel;
  const counters = feed?.counters;
  return {
    feed: {
      phase: feed?.phase ?? 'stopped',
      lagMs: head === null ? null : headAtMs - head.timestampS * 1000,
      snapshots: counters?.snapshots ?? 0,
      backfilled: counters?.backfilled ?? 0,
      deepestReorg: counters?.deepestReorg ?? 0,
      logsDisagreed: counters?.logsDisagreed ?? 0,
      logsNotPushed: counters?.logsNotPushed ?? 0,
      malformed: (counters?.malformedHeads ?? 0) + (counters?.malformedLogs ?? 0),
      pendingDropped: counters?.pendingDropped ?? 0,
      retries: counters?.retries ?? 0,
    },
    queues: {
      openTickets: [...tickets.values()].filter(({ state }) => state === 'simulating' || state === 'awaitingApproval')
        .length,
      openOrders: openOrders(kernel).length,
      unconfirmedBlocks: unconfirmedBlocks.length,
    },
    histogram: latencies.histogram(),
  };
}
