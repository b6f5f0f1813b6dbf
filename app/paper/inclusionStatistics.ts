import type { Fill, Order } from '../domain/order.ts';
import {
  cutOffSteps,
  type InclusionStatistics,
  type LeadInclusion,
  leadStepsMs,
  type RouteInclusion,
} from '../domain/paper.ts';
import type { SubmissionKind } from '../domain/submission.ts';
import { type CutOff, shareAt } from './cutOff.ts';

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
  /** A block stopped taking what waited. */
  readonly cutOff: (block: number) => CutOff | null;
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
  const leads = { public: emptySteps(leadStepsMs), relay: emptySteps(leadStepsMs) };
  const cutOffs = { public: emptySteps(cutOffSteps), relay: emptySteps(cutOffSteps) };
  const count = (
    way: SubmissionKind,
    order: Order,
    block: number,
    included: boolean,
    handedMs: number | null,
  ): void => {
    const seenMs = times.blockSeen(block);
    if (seenMs !== null && handedMs !== null && handedMs <= seenMs) {
      countAt(leads[way], stepOf(leadStepsMs, seenMs - handedMs), included);
      const cutOff = times.cutOff(block);
      if (cutOff !== null) countAt(cutOffs[way], stepOf(cutOffSteps, shareAt(cutOff, handedMs)), included);
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
    public: { ...measured.public, byLead: leads.public, byCutOff: cutOffs.public },
    relay: { ...measured.relay, byLead: leads.relay, byCutOff: cutOffs.relay },
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

interface CountedStep {
  tried: number;
  included: number;
}

function emptySteps(steps: readonly number[]): CountedStep[] {
  return steps.map(() => ({ tried: 0, included: 0 }));
}

function countAt(steps: readonly CountedStep[], step: number, included: boolean): void {
  const at = steps[step];
  if (at === undefined) return;
  at.tried += 1;
  at.included += included ? 1 : 0;
}

/** The last step that begins at or below a value; the first where none does. */
function stepOf(steps: readonly number[], value: number): number {
  return Math.max(
    0,
    steps.findLastIndex((from) => value >= from),
  );
}

/**
 * Steps of which little was measured are filled up with what other statistics say: leads to few orders, since they are of one machine and one node; ends
 * of blocks to many, since those agree from run to run, and a short run would leave out by Jeffreys' rule what never is. Where nothing reverted, what that
 * costs is as they say.
 */
export function filledUpFrom(measured: InclusionStatistics, others: InclusionStatistics): InclusionStatistics {
  const filled = (way: SubmissionKind): RouteInclusion => {
    const byLead = filledSteps(measured[way].byLead, others[way].byLead, leastAtLead);
    const byCutOff = filledSteps(measured[way].byCutOff, others[way].byCutOff, leastAtCutOff);
    const { revertedGasUsed, revertedGasLimit } = measured[way].revertedGasLimit > 0 ? measured[way] : others[way];
    return {
      ...measured[way],
      ...{ revertedGasUsed, revertedGasLimit },
      ...(byLead === undefined ? {} : { byLead }),
      ...(byCutOff === undefined ? {} : { byCutOff }),
    };
  };
  return { public: filled('public'), relay: filled('relay') };
}

type Steps = RouteInclusion['byLead'];

function filledSteps(own: Steps, others: Steps, least: number): Steps {
  if (own === undefined || others?.length !== own.length) return own;
  return own.map((at, step) => filledUp(at, others[step] ?? at, least));
}

function filledUp(own: LeadInclusion, other: LeadInclusion, least: number): LeadInclusion {
  if (own.tried === 0 || other.tried === 0) return own.tried === 0 ? other : own;
  const lacking = Math.max(0, least - own.tried);
  const included = own.included + Math.round((lacking * other.included) / other.tried);
  return { tried: own.tried + lacking, included };
}

const leastAtLead = 20;
const leastAtCutOff = 200;

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
 * block was heard of, or about as long, where that was measured; best, where the block shows its own end, by where the order stands
 * to that. Jeffreys' rule, so that what never failed is not certain.
 * @param share as `shareAt` gives it; null where the block does not show its end
 */
export function chancePpm(measured: RouteInclusion, isFirst: boolean, leadMs: number, share: number | null): number {
  const atCutOff = share === null ? undefined : nearestStep(measured.byCutOff ?? [], stepOf(cutOffSteps, share));
  const atStep = atCutOff ?? nearestStep(measured.byLead ?? [], stepOf(leadStepsMs, leadMs));
  if (atStep !== undefined) return Math.round(((atStep.included + 0.5) / (atStep.tried + 1)) * million);
  const { firstTried, firstIncluded, laterTried, laterIncluded } = measured;
  const byFirst = isFirst || laterTried === 0;
  const [included, tried] = byFirst ? [firstIncluded, firstTried] : [laterIncluded, laterTried];
  return Math.round(((included + 0.5) / (tried + 1)) * million);
}

/** The step that something was measured of; of two as near the later, which is of those that came earlier. */
function nearestStep(steps: readonly LeadInclusion[], step: number): LeadInclusion | undefined {
  const measured = steps.flatMap((at, index) => (at.tried > 0 ? [{ at, apart: Math.abs(index - step), index }] : []));
  return measured.toSorted((a, b) => a.apart - b.apart || b.index - a.index)[0]?.at;
}

/** What a refused trade costs: the measured part of its limit; where none reverted yet, all that it could. */
export function revertedGas({ revertedGasUsed, revertedGasLimit }: RouteInclusion, gasLimit: number): number {
  return revertedGasLimit === 0 ? gasLimit : Math.round((gasLimit * revertedGasUsed) / revertedGasLimit);
}
