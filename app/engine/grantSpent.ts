import { type Wei, wei } from '../domain/amount.ts';
import { worstCaseCost } from '../domain/plan.ts';
import type { KernelState } from './kernelState.ts';

/** What the orders under a grant have put at risk, counted as the signer counts it: at worst case, and for good once signed. */
export function grantSpent(kernel: KernelState, grantId: string): Wei {
  let spent = 0n;
  for (const order of kernel.orders.values()) {
    if (order.authority.kind === 'grant' && order.authority.grantId === grantId && order.state !== 'refused')
      spent += worstCaseCost(order.plan);
  }
  // Tickets that are still being simulated are about to become orders under the strategy's one grant.
  for (const ticket of kernel.tickets.values()) {
    if (ticket.state === 'simulating' && ticket.authority === 'grant') spent += worstCaseCost(ticket.plan);
  }
  return wei(spent);
}
