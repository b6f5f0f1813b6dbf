import { type Order, openOrderStates } from '../domain/order.ts';

/**
 * The nonce for a new order: the lowest at or above the chain's count that no order of ours holds. An open order holds
 * its nonce, and so does one whose inclusion we know of while the count is still from an earlier block; a dropped or
 * refused order gives its nonce back. Orders come from the store, so this holds across restarts.
 */
export function nextNonce(chainNonce: number, orders: readonly Pick<Order, 'nonce' | 'state'>[]): number {
  const held = new Set(orders.filter((order) => holdsNonce(order.state)).map((order) => order.nonce));
  let nonce = chainNonce;
  while (held.has(nonce)) nonce += 1;
  return nonce;
}

function holdsNonce(state: Order['state']): boolean {
  return openOrderStates.includes(state) || state === 'landed' || state === 'reverted' || state === 'replaced';
}
