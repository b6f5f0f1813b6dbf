import type { TokenAmount, Wei } from './amount.ts';
import type { EpochMs } from './clock.ts';
import type { Opportunity } from './opportunity.ts';
import type { Plan, PlanTerms } from './plan.ts';
import type { Rejection } from './rejection.ts';
import type { TicketChoice } from './ticketChoice.ts';

/**
 * - simulating: waiting for the chain's answer at the prediction's own block, then on pending state
 * - awaitingApproval: a person has to say yes or no
 * - ordered: it became an order
 * - rejected, expired: ended; `reason` says why
 */
export type TicketState = 'simulating' | 'awaitingApproval' | 'ordered' | 'rejected' | 'expired';

export interface SimulationOutcome {
  /** Profit the chain reports at the prediction's own block; must equal `opportunity.gross`. */
  readonly atBlock: bigint | null;
  /** Profit on pending state; must be at least the plan's minimum. */
  readonly onPending: bigint | null;
}

/** An opportunity that passed every check and has a plan. */
export interface Ticket {
  readonly id: string;
  readonly opportunity: Opportunity;
  readonly plan: Plan;
  readonly terms: PlanTerms;
  /** What gas costs at the tip bid, and what is left then; the opportunity's own are at the tip floor. Absent in journals of earlier versions. */
  readonly expected?: { readonly gasCost: Wei; readonly net: Wei };
  /** How it may be signed: by a person's approval or under a grant. */
  readonly authority: 'approval' | 'grant';
  /** Set once a person has approved it. */
  readonly approvalId: string | null;
  /** The nonce that the approve view shows and the approval is bound to; null while it is not waiting for a person. */
  readonly nonce: number | null;
  readonly createdAtMs: EpochMs;
  readonly expiresAtMs: EpochMs;
  readonly state: TicketState;
  readonly simulation: SimulationOutcome;
  /** Each pre-trade check that was made, with what it compared, for the breakdown. */
  readonly checks: readonly {
    readonly name: string;
    readonly value: string;
    readonly limit: string;
    /** What is left until the limit; absent where there is no such thing, and in journals of earlier versions. */
    readonly headroom?: string;
  }[];
  readonly reason: Rejection | null;
  /** Once a person chose otherwise than the engine. */
  readonly revised?: TicketRevision;
}

export interface TicketRevision {
  readonly choice: TicketChoice;
  /** The best input, as it was found: what sizes are shares of. */
  readonly bestAmountIn: TokenAmount;
  /** Why the last choice could not be had; the ticket is as it was before it then. */
  readonly refused: { readonly choice: TicketChoice; readonly reason: Rejection } | null;
}
