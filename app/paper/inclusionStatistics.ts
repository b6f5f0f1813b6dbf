import type { Fill, Order } from '../domain/order.ts';
import { type InclusionStatistics, type LeadInclusion, leadStepsMs, type RouteInclusion } from '../domain/paper.ts';
import type { SubmissionKind } from '../domain/submission.ts';

export const noInclusionMeasured: RouteInclusion = {
  firstTried: 0,
  firstIncluded: 0,
  laterTried: 0,
  laterIncluded: 0,
  revertedGasUsed: 0,
  revertedGasLimit: 0,
};

/** A relay's yes to a bundle; the newest for a block takes the place of those before it. */
export interface TakenBundle {
  readonly relayId: string;
  readonly targetBlock: number;
  readonly orderIds: readonly string[];
  /** When it said so, in milliseconds since 1970. */
  readonly atMs: number;
}

/** When things happened, in milliseconds since 1970; null where that is not known. */
export interface MeasuredTimes {
  /** A block was heard of. */
  readonly blockSeen: (block: number) => number | null;
  /** The node took an order into its pool. */
  readonly submitted: (orderId: string) => number | null;
}

/**
 * What orders that were really sent tell about the ways to a block. Of bundles, those of one order alone that nothing replaced:
 * what keeps a larger one out is mostly one of its own. What somebody else took says nothing about the way; what reverted was included. A
 * public one could not run before that of ours at the nonce before it.
 */
export function measureInclusion(
  orders: ReadonlyMap<string, Order>,
  fillOf: (orderId: string) => Fill | undefined,
  bundles: readonly TakenBundle[],
  times: MeasuredTimes,
): InclusionStatistics {
  const measured = { public: { ...noInclusionMeasured }, relay: { ...noInclusionMeasured } };
  const leads = { public: emptySteps(), relay: emptySteps() };
  const count = (
    way: SubmissionKind,
    order: Order,
    block: number,
    included: boolean,
    handedMs: number | null,
  ): void => {
    const seenMs = times.blockSeen(block);
    const step = seenMs === null || handedMs === null ? null : stepOf(seenMs - handedMs);
    const atLead = step === null ? undefined : leads[way][step];
    if (atLead !== undefined) {
      atLead.tried += 1;
      atLead.included += included ? 1 : 0;
    }
    const isFirst = order.submittedAt !== null && block <= order.submittedAt.number + 1;
    const so = measured[way];
    measured[way] = isFirst
      ? { ...so, firstTried: so.firstTried + 1, firstIncluded: so.firstIncluded + (included ? 1 : 0) }
      : { ...so, laterTried: so.laterTried + 1, laterIncluded: so.laterIncluded + (included ? 1 : 0) };
  };
  const newest = new Map(bundles.map((bundle) => [`${bundle.relayId} ${bundle.targetBlock}`, bundle]));
  for (const { targetBlock, orderIds, atMs } of newest.values()) {
    const order = orders.get(orderIds[0] ?? '');
    if (orderIds.length !== 1 || order === undefined || order.lostTo !== null || isOpen(order)) continue;
    count('relay', order, targetBlock, isIncluded(order) && order.resolvedAt?.number === targetBlock, atMs);
  }
  const own = includedByNonce(orders.values());
  for (const order of orders.values()) {
    if (order.kind !== 'execute') continue;
    const way = order.plan.submission.kind;
    if (order.state === 'reverted') {
      const used = fillOf(order.id)?.receipt.gasUsed ?? order.plan.gasLimit;
      const { revertedGasUsed, revertedGasLimit } = measured[way];
      measured[way] = {
        ...measured[way],
        revertedGasUsed: revertedGasUsed + used,
        revertedGasLimit: revertedGasLimit + order.plan.gasLimit,
      };
    }
    if (way !== 'public' || order.submittedAt === null || order.resolvedAt === null) continue;
    const last = order.resolvedAt.number;
    const from = Math.max(order.submittedAt.number + 1, own.get(order.nonce - 1) ?? 0);
    for (let block = from; block <= last; block += 1)
      count('public', order, block, isIncluded(order) && block === last, times.submitted(order.id));
  }
  return {
    public: { ...measured.public, byLead: leads.public },
    relay: { ...measured.relay, byLead: leads.relay },
  };
}

/** The block that each of our nonces was used in; endless where it is not yet. */
function includedByNonce(orders: Iterable<Order>): ReadonlyMap<number, number> {
  const blocks = new Map<number, number>();
  for (const order of orders) {
    const block = isIncluded(order) ? (order.resolvedAt?.number ?? 0) : Number.POSITIVE_INFINITY;
    blocks.set(order.nonce, Math.min(block, blocks.get(order.nonce) ?? Number.POSITIVE_INFINITY));
  }
  return blocks;
}

function emptySteps(): { tried: number; included: number }[] {
  return leadStepsMs.map(() => ({ tried: 0, included: 0 }));
}

/** null: the block was heard of before. */
function stepOf(leadMs: number): number | null {
  const step = leadStepsMs.findLastIndex((fromMs) => leadMs >= fromMs);
  return step < 0 ? null : step;
}

/** Steps of which little was measured are filled up to `leastInStep` orders with what other statistics say. */
export function withLeadsOf(measured: InclusionStatistics, others: InclusionStatistics): InclusionStatistics {
  const filled = (way: SubmissionKind): RouteInclusion => {
    const byLead = leadStepsMs.flatMap((_, step): LeadInclusion[] => {
      const [own, other] = [measured[way].byLead?.[step], others[way].byLead?.[step]];
      return own === undefined || other === undefined ? [] : [filledUp(own, other)];
    });
    return byLead.length === leadStepsMs.length ? { ...measured[way], byLead } : measured[way];
  };
  return { public: filled('public'), relay: filled('relay') };
}

function filledUp(own: LeadInclusion, other: LeadInclusion): LeadInclusion {
  if (own.tried === 0 || other.tried === 0) return own.tried === 0 ? other : own;
  const lacking = Math.max(0, leastInStep - own.tried);
  const included = own.included + Math.round((lacking * other.included) / other.tried);
  return { tried: own.tried + lacking, included };
}

const leastInStep = 20;

function isIncluded({ state }: Order): boolean {
  return state === 'landed' || state === 'reverted';
}

function isOpen({ resolvedAt }: Order): boolean {
  return resolvedAt === null;
}

const million = 1_000_000;

/**
 * The chance that a block takes an order that came by this way, in parts per million: of the first block after it, or of each
 * later one, which is as good as the first where none was measured; better, by how long the order had been handed over when the
 * block was heard of, or about as long, where that was measured. Jeffreys' rule, so that what never failed is not certain.
 */
export function chancePpm(measured: RouteInclusion, isFirst: boolean, leadMs: number): number {
  const atLead = nearestStep(measured.byLead ?? [], stepOf(leadMs) ?? 0);
  if (atLead !== undefined) return Math.round(((atLead.included + 0.5) / (atLead.tried + 1)) * million);
  const { firstTried, firstIncluded, laterTried, laterIncluded } = measured;
  const byFirst = isFirst || laterTried === 0;
  const [included, tried] = byFirst ? [firstIncluded, firstTried] : [laterIncluded, laterTried];
  return Math.round(((included + 0.5) / (tried + 1)) * million);
}

/** The step that something was measured of; of two as near the longer lead. */
function nearestStep(byLead: readonly LeadInclusion[], step: number): LeadInclusion | undefined {
  const measured = byLead.flatMap((at, index) => (at.tried > 0 ? [{ at, apart: Math.abs(index - step), index }] : []));
  return measured.toSorted((a, b) => a.apart - b.apart || b.index - a.index)[0]?.at;
}

/** What a refused trade costs: the measured part of its limit; where none reverted yet, all that it could. */
export function revertedGas({ revertedGasUsed, revertedGasLimit }: RouteInclusion, gasLimit: number): number {
  return revertedGasLimit === 0 ? gasLimit : Math.round((gasLimit * revertedGasUsed) / revertedGasLimit);
}
