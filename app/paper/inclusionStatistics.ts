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

/** A relay's yes to a bundle. */
export interface TakenBundle {
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
 * What orders that were really sent tell about the ways to a block. Of bundles, those of one order alone: what keeps a larger one
 * out is mostly one of its own. What somebody else took says nothing about the way; what reverted was included.
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
  for (const { targetBlock, orderIds, atMs } of bundles) {
    const order = orders.get(orderIds[0] ?? '');
    if (orderIds.length !== 1 || order === undefined || order.lostTo !== null || isOpen(order)) continue;
    count('relay', order, targetBlock, isIncluded(order) && order.resolvedAt?.number === targetBlock, atMs);
  }
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
    for (let block = order.submittedAt.number + 1; block <= last; block += 1)
      count('public', order, block, isIncluded(order) && block === last, times.submitted(order.id));
  }
  return {
    public: { ...measured.public, byLead: leads.public },
    relay: { ...measured.relay, byLead: leads.relay },
  };
}

function emptySteps(): { tried: number; included: number }[] {
  return leadStepsMs.map(() => ({ tried: 0, included: 0 }));
}

/** null: the block was heard of before. */
function stepOf(leadMs: number): number | null {
  const step = leadStepsMs.findLastIndex((fromMs) => leadMs >= fromMs);
  return step < 0 ? null : step;
}

/** Steps of which too little was measured say what those of other statistics say. */
export function withLeadsOf(measured: InclusionStatistics, others: InclusionStatistics): InclusionStatistics {
  const filled = (way: SubmissionKind): RouteInclusion => {
    const byLead = leadStepsMs.flatMap((_, step): LeadInclusion[] => {
      const [own, other] = [measured[way].byLead?.[step], others[way].byLead?.[step]];
      const told = own !== undefined && own.tried >= leastInStep ? own : (other ?? own);
      return told === undefined ? [] : [told];
    });
    return byLead.length === leadStepsMs.length ? { ...measured[way], byLead } : measured[way];
  };
  return { public: filled('public'), relay: filled('relay') };
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
 * block was heard of, where that was measured. Jeffreys' rule, so that what never failed is not certain.
 */
export function chancePpm(measured: RouteInclusion, isFirst: boolean, leadMs: number): number {
  const step = stepOf(leadMs);
  const atLead = step === null ? undefined : measured.byLead?.[step];
  if (atLead !== undefined && atLead.tried > 0)
    return Math.round(((atLead.included + 0.5) / (atLead.tried + 1)) * million);
  const { firstTried, firstIncluded, laterTried, laterIncluded } = measured;
  const byFirst = isFirst || laterTried === 0;
  const [included, tried] = byFirst ? [firstIncluded, firstTried] : [laterIncluded, laterTried];
  return Math.round(((included + 0.5) / (tried + 1)) * million);
}

/** What a refused trade costs: the measured part of its limit; where none reverted yet, all that it could. */
export function revertedGas({ revertedGasUsed, revertedGasLimit }: RouteInclusion, gasLimit: number): number {
  return revertedGasLimit === 0 ? gasLimit : Math.round((gasLimit * revertedGasUsed) / revertedGasLimit);
}
