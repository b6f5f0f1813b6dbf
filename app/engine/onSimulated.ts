import type { EngineInput } from '../domain/engineInput.ts';
import type { Authority, Order } from '../domain/order.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { isSplit, routeLegs } from '../domain/routeLegs.ts';
import type { Ticket } from '../domain/ticket.ts';
import { sameWay } from '../execution/chooseSubmission.ts';
import { nextNonce } from '../execution/nonce.ts';
import { limitRejection } from '../risk/checkTrade.ts';
import { assetValue } from './assetValue.ts';
import { checkLimits } from './checkLimits.ts';
import { contradicted } from './contradicted.ts';
import type { KernelState } from './kernelState.ts';
import { forgetTicketRisk, noteTicketRisk } from './noteRisk.ts';
import { askItsLenders } from './onLenders.ts';
import type { Outcome } from './outcome.ts';
import { routePools } from './routeKey.ts';
import { tradeText } from './routeText.ts';
import { simulateOnPending } from './simulateTicket.ts';
import { openSubmission } from './submissionOutlook.ts';
import { endTicket, putOrder, putTicket, stampStage } from './transitions.ts';

type Simulated = Extract<EngineInput, { kind: 'simulated' }>;

export function onSimulated(kernel: KernelState, input: Simulated, outcome: Outcome): void {
  const ticket = kernel.tickets.get(input.ticketId);
  if (ticket === undefined || ticket.state !== 'simulating') return;
  if (input.stage === 'atBlock') onAtBlock(kernel, input, ticket, outcome);
  else onPending(kernel, input, ticket, outcome);
}

/** Equal to the wei, or a lender changed, or the chain contradicts us. */
function onAtBlock(kernel: KernelState, input: Simulated, ticket: Ticket, outcome: Outcome): void {
  const { result } = input;
  const expected = ticket.opportunity.gross;
  if (result.kind === 'failed')
    return endTicket(kernel, outcome, ticket, 'rejected', rejection('SIMULATION_FAILED', { error: result.error }));
  if (result.kind === 'profit' && result.profit === expected) {
    const next = { ...ticket, simulation: { ...ticket.simulation, atBlock: result.profit } };
    putTicket(kernel, outcome, next);
    return simulateOnPending(next, outcome);
  }
  const found = result.kind === 'profit' ? result.profit.toString() : `reverted: ${result.error}`;
  const reason = `block ${ticket.opportunity.block.number}: predicted ${expected} for ${tradeText(kernel, ticket.opportunity)}, the chain said ${found}`;
  const code = result.kind === 'profit' ? 'SIMULATION_MISMATCH' : 'SIMULATION_REVERTED';
  const mismatch = { code, found, reason } as const;
  if (askItsLenders(kernel, ticket, mismatch, outcome)) return;
  contradicted(kernel, ticket, mismatch, input.atMs, outcome);
}

function onPending(kernel: KernelState, input: Simulated, ticket: Ticket, outcome: Outcome): void {
  const { result } = input;
  if (result.kind === 'failed')
    return endTicket(kernel, outcome, ticket, 'rejected', rejection('SIMULATION_FAILED', { error: result.error }));
  if (result.kind === 'reverted' || result.profit < ticket.terms.minProfit) {
    const got = result.kind === 'profit' ? result.profit.toString() : result.error;
    const movedBy = result.kind === 'reverted' && result.movedBy !== null ? { movedBy: result.movedBy } : {};
    return endTicket(
      kernel,
      outcome,
      ticket,
      'rejected',
      rejection('STATE_MOVED', { minimum: ticket.terms.minProfit, got, ...movedBy }),
    );
  }
  const simulated = { ...ticket, simulation: { ...ticket.simulation, onPending: result.profit } };
  if (ticket.authority === 'grant' || ticket.approvalId !== null) {
    stampStage(kernel, ticket.opportunity.id, 'simulated');
    return placeOrder(kernel, simulated, input.atMs, outcome);
  }
  stampStage(kernel, ticket.opportunity.id, 'simulated');
  askForApproval(kernel, simulated, outcome);
}

function askForApproval(kernel: KernelState, ticket: Ticket, outcome: Outcome): void {
  const nonce = nextNonce(kernel.chainNonce ?? 0, [...kernel.orders.values()]);
  const waiting: Ticket = { ...ticket, state: 'awaitingApproval', nonce };
  putTicket(kernel, outcome, waiting);
  outcome.effects.push({ kind: 'wantApproval', ticket: waiting, nonce });
}

/** Tickets that wait for a person were shown a nonce that an order has taken: they are shown the next one. */
export function renewWaitingNonces(kernel: KernelState, outcome: Outcome): void {
  const nonce = nextNonce(kernel.chainNonce ?? 0, [...kernel.orders.values()]);
  for (const ticket of [...kernel.tickets.values()]) {
    if (ticket.state === 'awaitingApproval' && ticket.nonce !== nonce) askForApproval(kernel, ticket, outcome);
  }
}

function placeOrder(kernel: KernelState, ticket: Ticket, atMs: Simulated['atMs'], outcome: Outcome): void {
  const authority = authorityOf(kernel, ticket);
  if (authority === null) return endTicket(kernel, outcome, ticket, 'rejected', rejection('GRANT_MISSING'));
  const open = openSubmission(kernel, ticket.id);
  if (open !== null && !sameWay(open, ticket.plan.submission)) {
    const because = `an order is open by ${open.kind} submission`;
    return endTicket(kernel, outcome, ticket, 'rejected', rejection('POLICY_ORDER_OPEN', { because }));
  }
  const crossed = crossedLimit(kernel, ticket, atMs);
  if (crossed !== null) return endTicket(kernel, outcome, ticket, 'rejected', crossed);
  const nonce = nextNonce(kernel.chainNonce ?? 0, [...kernel.orders.values()]);
  if (ticket.nonce !== null && ticket.nonce !== nonce) {
    return endTicket(
      kernel,
      outcome,
      ticket,
      'expired',
      rejection('APPROVAL_EXPIRED', { because: 'another order took its nonce' }),
    );
  }
  putTicket(kernel, outcome, { ...ticket, state: 'ordered' });
  const { hops } = ticket.opportunity;
  const order: Order = {
    id: `o-${ticket.id}`,
    ticketId: ticket.id,
    kind: 'execute',
    plan: ticket.plan,
    authority,
    nonce,
    route: tradeText(kernel, ticket.opportunity),
    routePools: routePools(hops),
    predicted: {
      gross: ticket.opportunity.gross,
      profitToken: ticket.opportunity.profitToken,
      net: (ticket.expected ?? ticket.opportunity).net,
    },
    origin: {
      strategy: ticket.opportunity.strategy,
      poolKinds: hops.map((hop) => hop.kind),
      ...(isSplit(hops) ? { legPools: routeLegs(hops).map((leg) => leg.length) } : {}),
      lenders: ticket.terms.funding.kind === 'loans' ? ticket.terms.funding.loans.map(({ kind }) => kind) : [],
      flashFee: ticket.opportunity.flashFee,
    },
    createdAtMs: atMs,
    ...(kernel.head === null ? {} : { decidedAt: { number: kernel.head.number, hash: kernel.head.hash } }),
    deadlineS: ticket.terms.deadlineS,
    state: 'intended',
    transactionHash: null,
    rawTransaction: null,
    submittedAt: null,
    resolvedAt: null,
    lostTo: null,
    reason: null,
  };
  putOrder(kernel, outcome, order);
  outcome.effects.push({ kind: 'sign', order });
  renewWaitingNonces(kernel, outcome);
}

/** Limits, prices and what else is under way may have changed since it became a ticket. It does not count beside itself. */
function crossedLimit(kernel: KernelState, ticket: Ticket, atMs: Simulated['atMs']): Rejection | null {
  const value = assetValue(kernel, ticket.opportunity.profitToken);
  if (value === null) return rejection('RISK_STALE_STATE', { because: 'its profit token has no price any more' });
  forgetTicketRisk(kernel, ticket);
  const crossed = limitRejection(checkLimits(kernel, ticket, value, atMs));
  noteTicketRisk(kernel, ticket);
  return crossed;
}

function authorityOf(kernel: KernelState, ticket: Ticket): Authority | null {
  if (ticket.approvalId !== null) return { kind: 'approval', approvalId: ticket.approvalId };
  const grant = kernel.strategies.get(ticket.opportunity.strategy)?.grant ?? null;
  return grant === null ? null : { kind: 'grant', grantId: grant.id };
}
