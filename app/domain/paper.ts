import type { Wei } from './amount.ts';
import type { Address, Hash } from './hex.ts';
import type { SubmissionKind } from './submission.ts';

/**
 * How surely one way leads into a block, as measured from orders that were really sent and that nobody took away: of the first
 * block that could take each, and of those after it.
 */
export interface RouteInclusion {
  readonly firstTried: number;
  readonly firstIncluded: number;
  readonly laterTried: number;
  readonly laterIncluded: number;
  /** Gas that reverted ones used, and the limit that they had, summed: a refused trade stops before its end. */
  readonly revertedGasUsed: number;
  readonly revertedGasLimit: number;
  /**
   * The same by how long an order had been handed over when the block was heard of, in the steps of `leadStepsMs`. Absent where that was
   * not measured, and in journals of earlier versions.
   */
  readonly byLead?: readonly LeadInclusion[];
  /**
   * The same by where it was handed over between what the block itself shows of its end: in the steps of `cutOffSteps`. Absent where nobody
   * else's transactions were seen to wait, and in journals of earlier versions.
   */
  readonly byCutOff?: readonly LeadInclusion[];
}

export interface LeadInclusion {
  readonly tried: number;
  readonly included: number;
}

/** Where each step of `RouteInclusion.byLead` begins, in milliseconds; the last one has no end. */
export const leadStepsMs = [0, 100, 200, 300, 400, 500] as const;

/**
 * Where each step of `RouteInclusion.byCutOff` begins, as the part of the way from the first transaction that a block passed over (0) back to the
 * last one that it took (1): the first step is behind both, the last before both.
 */
export const cutOffSteps = [Number.NEGATIVE_INFINITY, 0, 0.25, 0.5, 0.75, 1] as const;

export type InclusionStatistics = Readonly<Record<SubmissionKind, RouteInclusion>>;

/** What an engine on paper is told at its start. */
export interface PaperTerms {
  /** Of the draws: equal seeds draw alike. */
  readonly seed: number;
  readonly statistics: InclusionStatistics;
  /** Where the statistics come from, in words. */
  readonly source: string;
  /** How long an order took from its decision to its signature, by the same orders; absent where that was not measured: no time. */
  readonly signingMs?: number;
  /** Accounts whose transactions are taken out of a block before ours are judged in it: a twin that trades the same for real. */
  readonly twins: readonly Address[];
}

/**
 * Why an order on paper ran or did not in a block:
 * - LANDED: its guard held
 * - TOO_LATE: the block was heard of before it was handed over
 * - NOT_DRAWN: the way did not bring it into this block
 * - NONCE_GAP, FEE_TOO_LOW, BLOCK_FULL: no block takes such a transaction
 * - GUARD_MIN_PROFIT, GUARD_EXPIRED: the executor would have refused
 * - POOL_REFUSED: a pool of the route could not have done the swap
 * - BUNDLE_SPOILT: another transaction of its bundle failed
 * - STATE_UNKNOWN: what the block did to a pool of the route is not known
 */
export const paperCauses = [
  'LANDED',
  'TOO_LATE',
  'NOT_DRAWN',
  'NONCE_GAP',
  'FEE_TOO_LOW',
  'BLOCK_FULL',
  'GUARD_MIN_PROFIT',
  'GUARD_EXPIRED',
  'POOL_REFUSED',
  'BUNDLE_SPOILT',
  'STATE_UNKNOWN',
] as const;
export type PaperCause = (typeof paperCauses)[number];

/** What became of an order on paper in one block. */
export interface PaperVerdict {
  readonly orderId: string;
  readonly outcome: 'landed' | 'reverted' | 'waits';
  readonly cause: PaperCause;
  /** How many transactions of the block stand before it. */
  readonly place: number;
  /** What was drawn, and below what it had to be; parts per million. */
  readonly drawnPpm: number;
  readonly chancePpm: number;
  /** What the route would have brought there; null where it was not run or a pool refused. */
  readonly profit: bigint | null;
}

/** A transaction of a block, as its place and a trade's chances depend on it. */
export interface PlacedTransaction {
  readonly hash: Hash;
  /** Its place in the whole block. */
  readonly index: number;
  readonly from: Address;
  /** Effective tip per gas. */
  readonly tip: Wei;
  readonly gasUsed: number;
  /** Whether it waited in the public pool before. */
  readonly wasPublic: boolean;
}
