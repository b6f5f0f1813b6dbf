import { type Wei, wei } from '../domain/amount.ts';
import type { Grant } from '../domain/grant.ts';
import type { Address } from '../domain/hex.ts';
import type { Order } from '../domain/order.ts';
import type { Submission, SubmissionKind } from '../domain/submission.ts';
import { type InclusionRecord, noRecord, type SubmissionOutlook } from '../execution/chooseSubmission.ts';
import type { KernelState, StrategySetting } from './kernelState.ts';
import { usableRelays } from './relayOrders.ts';
import { openOrders } from './transitions.ts';

/** What our orders of late tell about the ways to a block and about pools that others want too. */
export interface Evidence {
  readonly byKind: Readonly<Record<SubmissionKind, InclusionRecord>>;
  readonly withBid: Readonly<Record<SubmissionKind, InclusionRecord>>;
  readonly ended: readonly EndedOrder[];
}

interface EndedOrder {
  readonly pools: ReadonlySet<Address>;
  readonly record: InclusionRecord;
}

/** Executions that were sent and ended within the memory, from the orders alone, so a restart knows as much. */
export function gatherEvidence(kernel: KernelState): Evidence {
  const since = (kernel.head?.number ?? 0) - kernel.submission.memoryBlocks;
  const byKind: Record<SubmissionKind, InclusionRecord> = { public: noRecord, relay: noRecord };
  const withBid: Record<SubmissionKind, InclusionRecord> = { public: noRecord, relay: noRecord };
  const ended: EndedOrder[] = [];
  for (const order of kernel.orders.values()) {
    const record = recordOf(kernel, order, since);
    if (record === null) continue;
    const { kind } = order.plan.submission;
    byKind[kind] = sum(byKind[kind], record);
    if (order.plan.maxPriorityFeePerGas > kernel.submission.leastTip) withBid[kind] = sum(withBid[kind], record);
    ended.push({ pools: new Set(order.routePools), record });
  }
  return { byKind, withBid, ended };
}

function recordOf(kernel: KernelState, order: Order, since: number): InclusionRecord | null {
  const { state, resolvedAt } = order;
  if (order.kind !== 'execute' || order.submittedAt === null || resolvedAt === null || resolvedAt.number < since)
    return null;
  if (state !== 'landed' && state !== 'reverted' && state !== 'dropped' && state !== 'replaced') return null;
  return {
    tried: 1,
    landed: state === 'landed' ? 1 : 0,
    lost: order.lostTo === null ? 0 : 1,
    failureCost: state === 'reverted' ? (kernel.fills.get(order.id)?.fill.gasPaid ?? wei(0n)) : wei(0n),
  };
}

function sum(a: InclusionRecord, b: InclusionRecord): InclusionRecord {
  return {
    tried: a.tried + b.tried,
    landed: a.landed + b.landed,
    lost: a.lost + b.lost,
    failureCost: wei(a.failureCost + b.failureCost),
  };
}

/** The way that open orders, and tickets on their way to one, go; null where there is none. */
export function openSubmission(kernel: KernelState, besides: string | null = null): Submission | null {
  const order = openOrders(kernel)[0];
  if (order !== undefined) return order.plan.submission;
  for (const ticket of kernel.tickets.values())
    if (ticket.state === 'simulating' && ticket.id !== besides) return ticket.plan.submission;
  return null;
}

/** What the choice for one opportunity depends on. */
export function submissionOutlook(
  kernel: KernelState,
  evidence: Evidence,
  setting: StrategySetting,
  trade: { readonly pools: readonly Address[]; readonly net: Wei; readonly gasCost: Wei; readonly alone: boolean },
): SubmissionOutlook {
  const { head } = kernel;
  const shared = evidence.ended.filter(({ pools }) => trade.pools.some((pool) => pools.has(pool)));
  return {
    allowed: allowedWays(setting),
    relays: usableRelays(kernel),
    hasRelays: kernel.epoch.chain.relays.length > 0,
    open: openSubmission(kernel),
    byKind: evidence.byKind,
    withBid: evidence.withBid,
    samePools: shared.reduce((total, { record }) => sum(total, record), noRecord),
    blockFullPpm: head === null || head.gasLimit === 0 ? 0 : Math.floor((head.gasUsed * 1_000_000) / head.gasLimit),
    net: trade.net,
    gasCost: trade.gasCost,
    alone: trade.alone,
    bidSharePpm: kernel.arbitrage.bidSharePpm,
  };
}

const everyWay: readonly SubmissionKind[] = ['relay', 'public'];

/** In approve mode a person says yes to the very way, which the plan names; grants of older journals knew one way only. */
function allowedWays({ mode, grant }: StrategySetting): readonly SubmissionKind[] {
  if (mode === 'approve' || grant === null) return everyWay;
  const named: Grant['submissions'] | undefined = grant.submissions;
  return named ?? ['public'];
}
