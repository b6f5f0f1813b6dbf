import type { Order } from '../domain/order.ts';
import type { PaperCause } from '../domain/paper.ts';
import type { Rejection, RejectionCode } from '../domain/rejection.ts';
import { copyInclusion, type Inclusion, noInclusion } from './inclusion.ts';
import { noMarks, type RiskMarks } from './riskMarks.ts';

/** By its code; what a person rejected and gave a reason for, by that too. */
export type CountedRejection = RejectionCode | `APPROVAL_REJECTED because=${string}`;

export function countedAs({ code, facts }: Rejection): CountedRejection {
  return code === 'APPROVAL_REJECTED' && facts.because !== undefined ? `${code} because=${facts.because}` : code;
}

/** Running totals of one engine process's life in an epoch, for the summary and the status row. */
export interface Counters {
  blocks: number;
  swapsSeen: number;
  opportunities: number;
  tickets: number;
  submitted: number;
  landed: number;
  reverted: number;
  notIncluded: number;
  lostToRivals: number;
  ledgerChecks: number;
  ledgerDifferences: number;
  tripwireChecks: number;
  tripwireMismatches: number;
  quarantinedPools: number;
  reorgs: number;
  pendingSeen: number;
  readonly rejections: Map<CountedRejection, number>;
  readonly inclusion: Inclusion;
  /** Peaks, the capital tier and how bets ended. Replaced, never changed. */
  risk: RiskMarks;
  /** On paper: in how many blocks orders ran or waited, by why. Replaced, never changed. */
  paper?: ReadonlyMap<PaperCause, number>;
}

export function newCounters(): Counters {
  return {
    blocks: 0,
    swapsSeen: 0,
    opportunities: 0,
    tickets: 0,
    submitted: 0,
    landed: 0,
    reverted: 0,
    notIncluded: 0,
    lostToRivals: 0,
    ledgerChecks: 0,
    ledgerDifferences: 0,
    tripwireChecks: 0,
    tripwireMismatches: 0,
    quarantinedPools: 0,
    reorgs: 0,
    pendingSeen: 0,
    rejections: new Map(),
    inclusion: noInclusion(),
    risk: noMarks,
  };
}

/** An execution was handed to a node or a relay; -1: it is to be handed out again. */
export function countSubmitted(counters: Counters, order: Order, sign: 1 | -1 = 1): void {
  counters.submitted += sign;
  counters.inclusion[order.plan.submission.kind].submitted += sign;
}

/** An execution was never included; -1: that is taken back. */
export function countMissed(counters: Counters, order: Order, sign: 1 | -1 = 1): void {
  counters.notIncluded += sign;
  counters.inclusion[order.plan.submission.kind].missed += sign;
}

/** Somebody else took what an execution went for; -1: that is taken back. */
export function countLost(counters: Counters, order: Order, sign: 1 | -1 = 1): void {
  counters.lostToRivals += sign;
  counters.inclusion[order.plan.submission.kind].lost += sign;
}

export function countRejection(counters: Counters, counted: CountedRejection): void {
  counters.rejections.set(counted, (counters.rejections.get(counted) ?? 0) + 1);
}

export function copyCounters(counters: Counters): Counters {
  return { ...counters, rejections: new Map(counters.rejections), inclusion: copyInclusion(counters.inclusion) };
}

/** The totals of a journal: those of an older version did not count all that this one counts. */
export function restoredCounters(written: unknown): Counters {
  return { ...newCounters(), ...(written as Partial<Counters>) };
}
