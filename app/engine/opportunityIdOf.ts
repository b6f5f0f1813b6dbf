import type { Order } from '../domain/order.ts';
import type { KernelState } from './kernelState.ts';

/** The opportunity that an order went for, or empty where its ticket is forgotten. */
export function opportunityIdOf(kernel: KernelState, order: Order): string {
  return kernel.tickets.get(order.ticketId)?.opportunity.id ?? '';
}
