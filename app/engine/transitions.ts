import type { TradingState } from '../domain/mode.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { type Order, openOrderStates } from '../domain/order.ts';
import { type Rejection, rejection, rejectionText } from '../domain/rejection.ts';
import { type Stage, stamp } from '../domain/stageClock.ts';
import type { Ticket } from '../domain/ticket.ts';
import { contributionOf } from '../portfolio/contribution.ts';
import { countedAs, countRejection } from './counters.ts';
import { type KernelState, keptOpportunities, keptOrders, keptTickets } from './kernelState.ts';
import { noteOrderRisk, noteTicketRisk } from './noteRisk.ts';
import type { Outcome } from './outcome.ts';

/** The only ways in which an opportunity, ticket or order changes: each is remembered and becomes a decision. */

function forgetOldest<T>(
  map: Map<string, T>,
  keep: number,
  mayGo: (value: T) => boolean,
  onGone: (key: string) => void = () => undefined,
): void {
  if (map.size <= keep) return;
  for (const [key, value] of map) {
    if (map.size <= keep) return;
    if (!mayGo(value)) continue;
    map.delete(key);
    onGone(key);
  }
}

export function putOpportunity(kernel: KernelState, outcome: Outcome, opportunity: Opportunity): void {
  const before = kernel.opportunities.get(opportunity.id);
  kernel.opportunities.set(opportunity.id, opportunity);
  outcome.sightings.push(opportunity);
  if (isNews(before, opportunity)) outcome.decisions.push({ kind: 'opportunity', opportunity });
  forgetOldest(kernel.opportunities, keptOpportunities, (value) => value.state !== 'ticketed');
}

/** A route that would cost more than it brings is no decision, and neither is the same verdict at the next block's price. */
function isNews(before: Opportunity | undefined, after: Opportunity): boolean {
  const belowCost = (opportunity: Opportunity): boolean => opportunity.reason?.code === 'DETECT_BELOW_COST';
  if (belowCost(after) || (after.state === 'gone' && (before === undefined || belowCost(before)))) return false;
  return before === undefined || before.state !== after.state || before.reason?.code !== after.reason?.code;
}

export function putTicket(kernel: KernelState, outcome: Outcome, ticket: Ticket): void {
  kernel.tickets.set(ticket.id, ticket);
  noteTicketRisk(kernel, ticket);
  outcome.decisions.push({ kind: 'ticket', ticket });
  forgetOldest(
    kernel.tickets,
    keptTickets,
    (value) => value.state === 'rejected' || value.state === 'expired' || value.state === 'ordered',
  );
}

export function putOrder(kernel: KernelState, outcome: Outcome, order: Order): void {
  kernel.orders.set(order.id, order);
  noteOrderRisk(kernel, order);
  outcome.decisions.push({ kind: 'order', order });
  breakDown(kernel, order.id);
  forgetOldOrders(kernel);
}

/** What they brought stays in the sums. */
export function forgetOldOrders(kernel: KernelState): void {
  forgetOldest(
    kernel.orders,
    keptOrders,
    (value) => !openOrderStates.includes(value.state),
    (id) => {
      kernel.breakdown.forget(id);
      kernel.fills.delete(id);
    },
  );
}

/** Counts an order anew in the breakdowns, as it and its fill stand now. */
export function breakDown(kernel: KernelState, orderId: string): void {
  const order = kernel.orders.get(orderId);
  if (order !== undefined)
    kernel.breakdown.set(orderId, contributionOf(order, kernel.fills.get(orderId)?.fill ?? null));
}

export function openOrders(kernel: KernelState): Order[] {
  return [...kernel.orders.values()].filter((order) => openOrderStates.includes(order.state));
}

/** Ends a ticket that had not become an order. */
export function endTicket(
  kernel: KernelState,
  outcome: Outcome,
  ticket: Ticket,
  state: 'rejected' | 'expired',
  reason: Rejection,
): void {
  if (ticket.state !== 'simulating' && ticket.state !== 'awaitingApproval') return;
  if (ticket.state === 'awaitingApproval')
    outcome.effects.push({ kind: 'withdrawApproval', ticketId: ticket.id, reason: rejectionText(reason) });
  putTicket(kernel, outcome, { ...ticket, state, reason });
  countRejection(kernel.counters, countedAs(reason));
  releaseOpportunity(kernel, outcome, ticket.opportunity.id, reason);
}

/** The opportunity of an ended ticket is no longer held by it: the next block may find the route again. */
export function releaseOpportunity(
  kernel: KernelState,
  outcome: Outcome,
  opportunityId: string,
  reason: Rejection | null,
): void {
  const opportunity = kernel.opportunities.get(opportunityId);
  if (opportunity === undefined || opportunity.state !== 'ticketed') return;
  putOpportunity(kernel, outcome, { ...opportunity, state: reason === null ? 'gone' : 'rejected', reason });
  noteUntaken(kernel, opportunity, reason);
  for (const [key, value] of kernel.routes) if (value.id === opportunityId) kernel.routes.delete(key);
}

/** An order that reverted tells by itself who took its route, and one that landed took it. */
function noteUntaken(kernel: KernelState, opportunity: Opportunity, reason: Rejection | null): void {
  if (reason === null || reason.code === 'LANDING_REVERTED' || opportunity.net <= 0n) return;
  kernel.untaken.set(opportunity.id, { ...opportunity, reason });
}

/** Records a stage of an opportunity, wherever its clock is kept. */
export function stampStage(kernel: KernelState, opportunityId: string, stage: Stage): Opportunity | null {
  const opportunity = kernel.opportunities.get(opportunityId);
  if (opportunity === undefined) return null;
  const clock = stamp(opportunity.clock, stage, kernel.measureNs());
  kernel.latencies.record(opportunity.clock, clock);
  const stamped = { ...opportunity, clock };
  kernel.opportunities.set(opportunityId, stamped);
  return stamped;
}

export function setTradingState(kernel: KernelState, outcome: Outcome, state: TradingState, reason: string): void {
  kernel.tradingState = state;
  kernel.haltReason = state === 'active' ? '' : reason;
  outcome.decisions.push({ kind: 'tradingState', state, reason });
  if (state === 'active') return;
  if (state === 'halted') withdrawBundles(kernel, outcome);
  const code = state === 'halted' ? 'RISK_HALTED' : 'RISK_REDUCE_ONLY';
  for (const ticket of [...kernel.tickets.values()])
    endTicket(kernel, outcome, ticket, 'rejected', rejection(code, { reason }));
}

/** What a relay was asked for a block that is still to come is taken back; it may be too late, and then it is included. */
function withdrawBundles(kernel: KernelState, outcome: Outcome): void {
  for (const relay of kernel.epoch.chain.relays) {
    const offer = kernel.relays.get(relay.id)?.offer ?? null;
    if (offer === null || !offer.sent || offer.block.hash !== kernel.head?.hash) continue;
    outcome.effects.push({ kind: 'cancelBundle', relay, targetBlock: offer.block.number + 1 });
  }
}

/** Something is wrong that trading must not go on with: stop by ourselves, and tell main so that the signer stops too. */
export function haltOnError(kernel: KernelState, outcome: Outcome, message: string): void {
  noteError(kernel, outcome, message);
  setTradingState(kernel, outcome, 'halted', message);
  outcome.effects.push({ kind: 'halted', reason: message });
}

const keptErrors = 1000;

export function noteError(kernel: KernelState, outcome: Outcome, message: string): void {
  if (kernel.errors.length < keptErrors) kernel.errors.push(message);
  outcome.decisions.push({ kind: 'error', message });
}
