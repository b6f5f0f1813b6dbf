import type { Ticket } from '../domain/ticket.ts';
import type { Outcome } from './outcome.ts';
import { routePools } from './routeKey.ts';

/** Stage one: at the prediction's own block the chain must agree to the wei. */
export function simulateAtBlock(ticket: Ticket, outcome: Outcome): void {
  outcome.effects.push({
    kind: 'simulate',
    ticketId: ticket.id,
    stage: 'atBlock',
    plan: ticket.plan,
    at: ticket.opportunity.block,
  });
}

/** Stage two: on top of what is pending it must still pay the minimum. */
export function simulateOnPending(ticket: Ticket, outcome: Outcome): void {
  outcome.effects.push({
    kind: 'simulate',
    ticketId: ticket.id,
    stage: 'onPending',
    plan: ticket.plan,
    routePools: routePools(ticket.opportunity.hops),
  });
}
