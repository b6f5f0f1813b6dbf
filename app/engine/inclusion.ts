import type { Fill, Order } from '../domain/order.ts';
import type { SubmissionKind } from '../domain/submission.ts';

/** What became of our executions by one way to a block. Amounts in wei. */
export interface InclusionCounts {
  /** Taken by a node, or by a relay for at least one block. */
  submitted: number;
  landed: number;
  reverted: number;
  /** Never included; taken back or run out. */
  missed: number;
  /** Of the reverted and missed, those that somebody else took. */
  lost: number;
  /** Sum over the included of blocks from submission to inclusion; 1 is the next block. */
  blocksToInclusion: number;
  /** Sum over the included of gas used at the tip bid. */
  tipPaid: bigint;
  /** Gas paid for what reverted. */
  failureCost: bigint;
}

export type Inclusion = Readonly<Record<SubmissionKind, InclusionCounts>>;

function noCounts(): InclusionCounts {
  return {
    submitted: 0,
    landed: 0,
    reverted: 0,
    missed: 0,
    lost: 0,
    blocksToInclusion: 0,
    tipPaid: 0n,
    failureCost: 0n,
  };
}

export function noInclusion(): Inclusion {
  return { public: noCounts(), relay: noCounts() };
}

export function copyInclusion(inclusion: Inclusion): Inclusion {
  return { public: { ...inclusion.public }, relay: { ...inclusion.relay } };
}

/** Counts an inclusion (1) or takes it back (-1) after a reorg. */
export function countInclusion(inclusion: Inclusion, order: Order, fill: Fill, sign: 1 | -1): void {
  const counts = inclusion[order.plan.submission.kind];
  const { receipt } = fill;
  if (receipt.succeeded) counts.landed += sign;
  else counts.reverted += sign;
  const waited = order.submittedAt === null ? 0 : receipt.block.number - order.submittedAt.number;
  counts.blocksToInclusion += sign * Math.max(0, waited);
  const factor = BigInt(sign);
  counts.tipPaid += factor * BigInt(receipt.gasUsed) * order.plan.maxPriorityFeePerGas;
  if (!receipt.succeeded) counts.failureCost += factor * fill.gasPaid;
}
