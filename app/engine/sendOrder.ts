import type { Order } from '../domain/order.ts';
import { publicBytes } from '../domain/signedBytes.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { offerBundles } from './relayOrders.ts';

/** The only way out of a signed order: to the public pool or to its relay, as its plan says, never the other. */
export function sendOrder(kernel: KernelState, outcome: Outcome, order: Order): void {
  const forEverybody = publicBytes(order);
  if (forEverybody === null) return offerBundles(kernel, outcome);
  outcome.effects.push({ kind: 'submit', orderId: order.id, rawTransaction: forEverybody });
}
