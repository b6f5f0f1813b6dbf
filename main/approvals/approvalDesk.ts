import { randomBytes } from 'node:crypto';
import type { Approval } from '../../app/contract/orderSchemas.ts';
import { type ApprovalCard, approveInertMs } from '../../app/contract/windowCommands.ts';
import type { Wei } from '../../app/domain/amount.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { StrategyId } from '../../app/domain/mode.ts';
import type { RejectReason } from '../../app/domain/rejectReason.ts';
import type { LimitValues } from '../../app/domain/riskLimit.ts';
import type { Epoch } from '../../app/domain/run.ts';
import { submissionKinds } from '../../app/domain/submission.ts';
import type { LimitEdit } from '../../app/risk/changeLimits.ts';
import type { Timers } from '../process/timers.ts';
import {
  type ApprovalRequest,
  approvalTerms,
  type GrantProposal,
  grantCard,
  type LimitsProposal,
  limitsCard,
  planCard,
  type ResumeProposal,
  resumeCard,
  stepKey,
} from './approvalCards.ts';

/** What a confirmed card leads to. */
export interface ApprovalActions {
  approve(ticketId: string, approval: Approval): Promise<void>;
  reject(ticketId: string, because: RejectReason | null): Promise<void>;
  grant(strategy: StrategyId, budget: Wei, durationMs: number): Promise<void>;
  resume(): void;
  changeLimits(edits: readonly LimitEdit[]): Promise<void>;
}

export interface ApprovalDeskOptions {
  readonly actions: ApprovalActions;
  readonly timers: Timers;
  /** Wall-clock time, for expiries. */
  readonly nowMs: () => number;
  readonly epoch: () => Epoch | null;
  /** The input from which on a plan is approved in two steps; null never. */
  readonly secondStepAbove: () => Wei | null;
  readonly onCard: (card: ApprovalCard | null) => void;
  /** A ticket was not what it said it was. */
  readonly onRefused: (ticketId: string, error: unknown) => void;
}

type Proposal = GrantProposal | LimitsProposal | ResumeProposal;
const proposalLifeMs = 60_000;
const mostTickets = 256;

/**
 * What waits for a person, and which card is on show: a proposal first, then the ticket that the panels have selected.
 * Nothing is confirmed but the card on show, by its digest, once it has been there for `approveInertMs`.
 */
export class ApprovalDesk {
  readonly #options: ApprovalDeskOptions;
  readonly #tickets = new Map<string, ApprovalRequest>();
  #proposal: Proposal | null = null;
  #selectedTicketId: string | null = null;
  #card: ApprovalCard | null = null;
  #shownSinceMs = 0;
  /** What was said yes to once, where one yes is not enough: stepKey. */
  #firstYes: string | null = null;
  #callOffExpiry: () => void = () => undefined;

  constructor(options: ApprovalDeskOptions) {
    this.#options = options;
  }

  get card(): ApprovalCard | null {
    return this.#card;
  }

  wanted(request: ApprovalRequest): void {
    const oldest = this.#tickets.keys().next();
    if (this.#tickets.size >= mostTickets && oldest.done !== true) this.#tickets.delete(oldest.value);
    this.#tickets.set(request.ticketId, request);
    this.#refresh();
  }

  withdrawn(ticketId: string): void {
    this.#tickets.delete(ticketId);
    this.#refresh();
  }

  /** The engine or its epoch is gone: its tickets mean nothing any more. */
  withdrawAll(): void {
    this.#tickets.clear();
    this.#refresh();
  }

  select(ticketId: string | null): void {
    this.#selectedTicketId = ticketId;
    this.#refresh();
  }

  proposeGrant(strategy: StrategyId, budget: Wei, minutes: number): void {
    if (budget <= 0n)
      throw new ExpectedError('GRANT_WITHOUT_BUDGET', 'a grant needs a budget above zero', {
        advice: 'Give a budget such as 0.5.',
      });
    this.#propose({ kind: 'grant', ...this.#proposalFrame(), strategy, budget, submissions: submissionKinds, minutes });
  }

  proposeLimits(edits: readonly LimitEdit[], values: LimitValues): void {
    this.#propose({ kind: 'limits', ...this.#proposalFrame(), edits, values });
  }

  proposeResume(reason: string): void {
    this.#propose({ kind: 'resume', ...this.#proposalFrame(), reason });
  }

  /** The view was moved, or came into sight: the person's next click may have been meant for something else. */
  moved(): void {
    this.#shownSinceMs = this.#options.timers.nowMs();
  }

  /** @throws ExpectedError APPROVAL_CHANGED, APPROVAL_TOO_SOON, APPROVAL_EXPIRED, or what the signer or the engine answered */
  async approve(digest: string): Promise<void> {
    const card = this.#cardOnShow(digest);
    if (this.#options.timers.nowMs() - this.#shownSinceMs < approveInertMs) {
      throw new ExpectedError('APPROVAL_TOO_SOON', 'what is shown has only just changed', {
        advice: 'Read it, then press again.',
      });
    }
    if (card.kind === 'plan' && card.secondStep === 'asked') {
      this.#firstYes = stepKey(card.ticketId, digest);
      return this.#refresh();
    }
    await this.#close(card, true);
  }

  /** Saying no needs no wait. @throws ExpectedError APPROVAL_CHANGED, APPROVAL_EXPIRED */
  async reject(digest: string, because: RejectReason | null = null): Promise<void> {
    await this.#close(this.#cardOnShow(digest), false, because);
  }

  dispose(): void {
    this.#callOffExpiry();
  }

  #cardOnShow(digest: string): ApprovalCard {
    const card = this.#card;
    if (card === null || card.digest !== digest) {
      throw new ExpectedError('APPROVAL_CHANGED', 'what was shown has changed meanwhile', {
        advice: 'Read what is shown now.',
      });
    }
    if (card.expiresAtMs <= this.#options.nowMs()) {
      throw new ExpectedError('APPROVAL_EXPIRED', 'it expired before it was approved', {
        advice: 'Wait for the next one.',
      });
    }
    return card;
  }

  /** Each card is answered once: it leaves the desk before its consequences begin. */
  async #close(card: ApprovalCard, approved: boolean, because: RejectReason | null = null): Promise<void> {
    const { actions } = this.#options;
    if (card.kind === 'plan') {
      const request = this.#tickets.get(card.ticketId);
      this.withdrawn(card.ticketId);
      if (request === undefined) return;
      if (!approved) return actions.reject(card.ticketId, because);
      const { nonce, expiresAtMs } = request;
      return actions.approve(card.ticketId, { id: newId('approval'), ...approvalTerms(request), nonce, expiresAtMs });
    }
    const proposal = this.#proposal;
    this.#proposal = null;
    this.#refresh();
    if (!approved || proposal === null) return;
    if (proposal.kind === 'resume') actions.resume();
    else if (proposal.kind === 'limits') await actions.changeLimits(proposal.edits);
    else await actions.grant(proposal.strategy, proposal.budget, proposal.minutes * 60_000);
  }

  #proposalFrame(): Pick<Proposal, 'proposalId' | 'expiresAtMs'> {
    return { proposalId: newId('proposal'), expiresAtMs: this.#options.nowMs() + proposalLifeMs };
  }

  #propose(proposal: Proposal): void {
    this.#proposal = proposal;
    this.#refresh();
  }

  #refresh(): void {
    const card = this.#next();
    if (
      card?.digest === this.#card?.digest &&
      card?.kind === this.#card?.kind &&
      ticketOf(card) === ticketOf(this.#card) &&
      stepOf(card) === stepOf(this.#card)
    )
      return;
    // What was said yes to once is another thing once something else was on show.
    if (card?.kind !== 'plan' || stepKey(card.ticketId, card.digest) !== this.#firstYes) this.#firstYes = null;
    this.#card = card;
    this.#shownSinceMs = this.#options.timers.nowMs();
    this.#callOffExpiry();
    if (card !== null) {
      this.#callOffExpiry = this.#options.timers.after(Math.max(0, card.expiresAtMs - this.#options.nowMs()), () =>
        this.#refresh(),
      );
    }
    this.#options.onCard(card);
  }

  #next(): ApprovalCard | null {
    const nowMs = this.#options.nowMs();
    const epoch = this.#options.epoch();
    if (this.#proposal !== null && this.#proposal.expiresAtMs <= nowMs) this.#proposal = null;
    if (this.#proposal?.kind === 'limits') return limitsCard(this.#proposal);
    if (this.#proposal !== null)
      return this.#proposal.kind === 'grant' ? grantCard(this.#proposal, epoch) : resumeCard(this.#proposal);
    for (const [id, request] of this.#tickets) if (request.expiresAtMs <= nowMs) this.#tickets.delete(id);
    const request =
      this.#selectedTicketId === null ? this.#tickets.values().next().value : this.#tickets.get(this.#selectedTicketId);
    if (request === undefined || epoch === null) return null;
    try {
      return planCard(request, epoch, { above: this.#options.secondStepAbove(), firstYes: this.#firstYes });
    } catch (error) {
      this.#tickets.delete(request.ticketId);
      this.#options.onRefused(request.ticketId, error);
      return this.#next();
    }
  }
}

function ticketOf(card: ApprovalCard | null): string {
  return card?.kind === 'plan' ? card.ticketId : '';
}

function stepOf(card: ApprovalCard | null): string {
  return card?.kind === 'plan' ? card.secondStep : '';
}

function newId(kind: string): string {
  return `${kind}-${randomBytes(8).toString('hex')}`;
}
