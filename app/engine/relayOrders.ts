import type { Relay } from '../domain/chain.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { type Order, openOrderStates } from '../domain/order.ts';
import { relayBytes } from '../domain/signedBytes.ts';
import { leaveToRevert } from '../execution/composeBundle.ts';
import { bundleCandidates } from './bundleCandidates.ts';
import type { RelayMember } from './effect.ts';
import type { KernelState, RelayState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { openOrders } from './transitions.ts';

export const idleRelay: RelayState = { failures: 0, failedAtBlock: 0, lastFailure: null, offer: null };

export function isForRelay(order: Order): boolean {
  return order.plan.submission.kind === 'relay';
}

/**
 * Offers each relay what could be in the next block by it; a person's own the same bytes, block after block, until their deadline. Each
 * set of orders once per block. Called whenever a signature, a nonce or an account came. Only once the nonce at the head is
 * known, so that what has just been included is not asked for again; where all that is open was begun at this head,
 * none of it can have been included, and nothing is waited for.
 */
export function offerBundles(kernel: KernelState, outcome: Outcome): void {
  const { head } = kernel;
  if (head === null || kernel.tradingState === 'halted') return;
  const block = { number: head.number, hash: head.hash };
  const nonce = nonceAt(kernel, block);
  if (nonce === null) return;
  for (const relay of kernel.epoch.chain.relays) offer(kernel, outcome, relay, block, nonce);
}

/** The first nonce that the next block can have; null while that is not known. */
function nonceAt(kernel: KernelState, block: BlockReference): number | null {
  if (kernel.accountAt === block.hash) return kernel.chainNonce;
  if (kernel.nonceAt?.block === block.hash) return kernel.nonceAt.nonce;
  return openOrders(kernel).every((order) => isOf(kernel, order, block)) ? kernel.chainNonce : null;
}

/** Whether it was decided at this very block; not known of what was begun before a restart. */
function isOf(kernel: KernelState, { ticketId }: Order, block: BlockReference): boolean {
  return kernel.tickets.get(ticketId)?.opportunity.block.hash === block.hash;
}

/**
 * The relay runs several first, to see which of them go together; but for those of this very block, each of which we have
 * just run ourselves over pools that no other touches. One alone needs no run: a builder leaves out a bundle that fails.
 */
function offer(kernel: KernelState, outcome: Outcome, relay: Relay, block: BlockReference, nonce: number): void {
  const members = bundleMembers(kernel, relay.id, nonce);
  if (members.length === 0) return;
  const orders = members.flatMap(({ orderId }) => kernel.orders.get(orderId) ?? []);
  const orderIds = orders.map(({ id }) => id);
  const state = kernel.relays.get(relay.id) ?? idleRelay;
  const { offer: before } = state;
  if (before !== null && before.block.hash === block.hash && sameIds(before.orderIds, orderIds)) return;
  const sentBefore = before !== null && before.block.hash === block.hash && before.sent;
  const sendsAtOnce = orders.length === 1 || orders.every((order) => isOf(kernel, order, block));
  kernel.relays.set(relay.id, { ...state, offer: { block, orderIds, sent: sentBefore || sendsAtOnce } });
  if (!sendsAtOnce) return void outcome.effects.push({ kind: 'simulateBundle', relay, block, members });
  const maxTimestampS = Math.min(...orders.map(({ deadlineS }) => deadlineS));
  const reverting = leaveToRevert(bundleCandidates(kernel, orders));
  outcome.effects.push({ kind: 'sendBundle', relay, block, members, reverting, maxTimestampS });
}

/** Signed orders for a relay whose nonces follow one another from the chain's own, and that may still run. */
function bundleMembers(kernel: KernelState, relayId: string, first: number): readonly RelayMember[] {
  const byNonce = new Map<number, RelayMember>();
  for (const order of kernel.orders.values()) {
    if (order.kind !== 'execute' || (order.state !== 'signed' && order.state !== 'submitted')) continue;
    const rawTransaction = relayBytes(order, relayId);
    if (rawTransaction === null || order.deadlineS < (kernel.head?.timestampS ?? 0)) continue;
    // Two can stand at one nonce only after a reorg brought the older one back: the newer knows more.
    byNonce.set(order.nonce, { orderId: order.id, rawTransaction });
  }
  const members: RelayMember[] = [];
  for (let nonce = first; ; nonce += 1) {
    const member = byNonce.get(nonce);
    if (member === undefined) return members;
    members.push(member);
  }
}

export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

const mostBlocksOff = 16;

/** Relays that may be given a new order: one that failed is left alone for 2, 4, 8 … blocks, then tried again. */
export function usableRelays(kernel: KernelState): readonly string[] {
  const height = kernel.head?.number ?? 0;
  return kernel.epoch.chain.relays
    .map(({ id }) => id)
    .filter((id) => {
      const { failures, failedAtBlock } = kernel.relays.get(id) ?? idleRelay;
      return failures === 0 || height >= failedAtBlock + Math.min(mostBlocksOff, 2 ** failures);
    });
}

/** Orders that a relay was to forget but could still include: asked about once their nonce is used by none that we know. */
export function ordersToWatch(kernel: KernelState): readonly Order[] {
  const settled = new Set<number>();
  const missed: Order[] = [];
  for (const order of kernel.orders.values()) {
    if (order.state === 'landed' || order.state === 'reverted') settled.add(order.nonce);
    else if (order.state === 'dropped' && isForRelay(order) && order.rawTransaction !== null) missed.push(order);
  }
  return missed.filter((order) => !settled.has(order.nonce));
}

/** Whether a receipt of it is still news. */
export function awaitsReceipt(order: Order): boolean {
  return openOrderStates.includes(order.state) || (order.state === 'dropped' && isForRelay(order));
}
