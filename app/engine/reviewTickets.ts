import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import { rejection } from '../domain/rejection.ts';
import { routeLegs } from '../domain/routeLegs.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { endTicket } from './transitions.ts';

/** Tickets that wait for a person: expired ones end, and those whose pools moved must still pay their minimum. */
export function reviewWaitingTickets(
  kernel: KernelState,
  outcome: Outcome,
  touched: readonly Address[],
  atMs: EpochMs,
): void {
  const moved = new Set(touched);
  for (const ticket of [...kernel.tickets.values()]) {
    if (ticket.state !== 'awaitingApproval') continue;
    if (atMs >= ticket.expiresAtMs || (kernel.head?.timestampS ?? 0) > ticket.terms.deadlineS) {
      endTicket(kernel, outcome, ticket, 'expired', rejection('APPROVAL_EXPIRED'));
    } else if (ticket.opportunity.hops.some((hop) => moved.has(hop.pool))) {
      const profit = profitNow(kernel, ticket);
      if (profit === null || profit < ticket.terms.minProfit) {
        endTicket(
          kernel,
          outcome,
          ticket,
          'expired',
          rejection('STATE_MOVED', {
            block: kernel.head?.number ?? 0,
            minimum: ticket.terms.minProfit,
            now: profit ?? 'reverts',
          }),
        );
      }
    }
  }
}

/** What the ticket's own route and input bring at the current state, after its lenders' fee; null where it would revert. Pools of a route are distinct. */
function profitNow(kernel: KernelState, ticket: Ticket): bigint | null {
  let amount: bigint = ticket.terms.amountIn;
  for (const leg of routeLegs(ticket.opportunity.hops)) {
    let paid = 0n;
    for (const [place, hop] of leg.entries()) {
      // As the contract does it: parts are fixed, and the last takes what they leave.
      const part: bigint = place === leg.length - 1 ? amount : hop.amountIn;
      if (part <= 0n || part > amount) return null;
      const quote = kernel.detector.quoteExactIn(hop.pool, hop.zeroForOne, part);
      if (!quote.ok) return null;
      paid += quote.amountOut;
      amount -= part;
    }
    amount = paid;
  }
  return amount - ticket.terms.amountIn - ticket.opportunity.flashFee;
}
