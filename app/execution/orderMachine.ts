import { BugError } from '../domain/errors.ts';
import type { Bytes, Hash } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { LostTo, Order, OrderState, Receipt } from '../domain/order.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';

/**
 * What can happen to an order:
 * - signed, signerRefused: the signer's answer
 * - accepted: a node has it in its pool, or had it already; at `head`
 * - nodeRefused: a node refused it for good (see submit.ts; a lost connection is no refusal)
 * - cancelSent: a cancellation at the same nonce is under way
 * - included: its receipt
 * - replaced: another transaction of ours took the nonce
 * - dropped: it can no longer be included: abandoned before it was sent, or its cancellation was included
 * - missed: a relay did not get it into the block it was for; another may stand at its nonce from here on
 * - reorged: the block that decided it is gone
 * - attributed: who took what it went for, or why it reverted
 */
export type OrderEvent =
  | { readonly kind: 'signed'; readonly rawTransaction: Bytes; readonly transactionHash: Hash }
  | { readonly kind: 'signerRefused'; readonly code: string; readonly message: string }
  | { readonly kind: 'accepted'; readonly head: BlockReference }
  | { readonly kind: 'nodeRefused'; readonly error: string; readonly head: BlockReference }
  | { readonly kind: 'cancelSent' }
  | { readonly kind: 'included'; readonly receipt: Receipt }
  | { readonly kind: 'replaced'; readonly at: BlockReference; readonly by: Hash | null }
  | { readonly kind: 'dropped'; readonly at: BlockReference; readonly why: string }
  | { readonly kind: 'missed'; readonly at: BlockReference; readonly reason: Rejection }
  | { readonly kind: 'reorged'; readonly orphaned: BlockReference }
  | { readonly kind: 'attributed'; readonly lostTo: LostTo | null; readonly revertReason: string };

export type OrderEventKind = OrderEvent['kind'];

/** 'same': legal and keeps the state. 'illegal': a bug of ours. 'byReceipt': landed or reverted. 'backToOpen': see `reopened`. */
type Outcome = OrderState | 'same' | 'illegal' | 'byReceipt' | 'backToOpen';

const never = {
  signed: 'illegal',
  signerRefused: 'illegal',
  accepted: 'illegal',
  nodeRefused: 'illegal',
  cancelSent: 'illegal',
  included: 'illegal',
  replaced: 'illegal',
  dropped: 'illegal',
  missed: 'illegal',
  reorged: 'illegal',
  attributed: 'illegal',
} as const satisfies Record<OrderEventKind, Outcome>;

/** Every state with every event. A late or repeated answer that a restart or a race can bring is legal and changes nothing. */
export const orderTransitions: Readonly<Record<OrderState, Readonly<Record<OrderEventKind, Outcome>>>> = {
  intended: { ...never, signed: 'signed', signerRefused: 'refused', dropped: 'dropped' },
  signed: {
    ...never,
    signed: 'same',
    accepted: 'submitted',
    nodeRefused: 'dropped',
    cancelSent: 'cancelling',
    included: 'byReceipt',
    replaced: 'replaced',
    dropped: 'dropped',
    missed: 'dropped',
  },
  submitted: {
    ...never,
    accepted: 'same',
    nodeRefused: 'same',
    cancelSent: 'cancelling',
    included: 'byReceipt',
    replaced: 'replaced',
    dropped: 'dropped',
    missed: 'dropped',
    attributed: 'same',
  },
  cancelling: {
    ...never,
    accepted: 'same',
    nodeRefused: 'same',
    cancelSent: 'same',
    included: 'byReceipt',
    replaced: 'replaced',
    dropped: 'dropped',
    attributed: 'same',
  },
  landed: { ...never, accepted: 'same', nodeRefused: 'same', reorged: 'backToOpen', attributed: 'same' },
  reverted: { ...never, accepted: 'same', nodeRefused: 'same', reorged: 'backToOpen', attributed: 'same' },
  replaced: { ...never, accepted: 'same', nodeRefused: 'same', reorged: 'backToOpen', attributed: 'same' },
  // A relay may break its word and include what it was to forget.
  dropped: {
    ...never,
    accepted: 'same',
    nodeRefused: 'same',
    included: 'byReceipt',
    reorged: 'backToOpen',
    attributed: 'same',
  },
  refused: { ...never },
};

/** The order after an event. Pure. @throws BugError on a transition that the table calls illegal */
export function advanceOrder(order: Order, event: OrderEvent): Order {
  const outcome = orderTransitions[order.state][event.kind];
  if (outcome === 'illegal') {
    throw new BugError('an order cannot take this event', { order: order.id, state: order.state, event: event.kind });
  }
  if (outcome === 'same') return event.kind === 'attributed' ? attributed(order, event) : order;
  if (outcome === 'byReceipt') return included(order, event);
  if (outcome === 'backToOpen') return reopened(order, event);
  return { ...order, ...consequences(order, event), state: outcome };
}

/** What an event brings besides the state. */
function consequences(order: Order, event: OrderEvent): Partial<Order> {
  switch (event.kind) {
    case 'signed':
      return { rawTransaction: event.rawTransaction, transactionHash: event.transactionHash };
    case 'signerRefused':
      return { reason: rejection('SIGNER_REFUSED', { code: event.code, message: event.message }) };
    case 'accepted':
      return { submittedAt: order.submittedAt ?? event.head };
    case 'nodeRefused':
      return { resolvedAt: event.head, reason: rejection('SUBMIT_REJECTED', { error: event.error }) };
    case 'replaced':
      return { resolvedAt: event.at, reason: rejection('LANDING_REPLACED', event.by === null ? {} : { by: event.by }) };
    case 'missed':
      return { resolvedAt: event.at, reason: event.reason };
    case 'dropped':
      return { resolvedAt: event.at, reason: rejection('LANDING_DROPPED', { why: event.why }) };
    default:
      return {};
  }
}

function included(order: Order, event: OrderEvent): Order {
  if (event.kind !== 'included') throw new BugError('only a receipt includes an order', { event: event.kind });
  const { receipt } = event;
  if (receipt.transactionHash !== order.transactionHash) {
    throw new BugError('the receipt is of another transaction', { order: order.id, receipt: receipt.transactionHash });
  }
  const common = { resolvedAt: receipt.block, submittedAt: order.submittedAt ?? receipt.block, lostTo: null };
  if (receipt.succeeded) return { ...order, ...common, state: 'landed', reason: null };
  return { ...order, ...common, state: 'reverted', reason: rejection('LANDING_REVERTED') };
}

/** A signed order whose deciding block is gone is pending again; one that was never sent stays as it is. */
function reopened(order: Order, event: OrderEvent): Order {
  if (event.kind !== 'reorged') throw new BugError('only a reorg reopens an order', { event: event.kind });
  if (order.resolvedAt?.hash !== event.orphaned.hash || order.rawTransaction === null) return order;
  return {
    ...order,
    state: order.submittedAt === null ? 'signed' : 'submitted',
    resolvedAt: null,
    lostTo: null,
    reason: rejection('LANDING_REORGED', { block: event.orphaned.number }),
  };
}

function attributed(order: Order, event: Extract<OrderEvent, { kind: 'attributed' }>): Order {
  if (order.state === 'landed') return order;
  const { lostTo, revertReason } = event;
  const why: Record<string, string> = revertReason === '' ? {} : { revert: revertReason };
  if (lostTo === null) return { ...order, reason: withFacts(order.reason, why) };
  const facts = { ...why, by: lostTo.sender, transaction: lostTo.transactionHash, tipAbove: lostTo.tipAbove };
  return { ...order, lostTo, reason: rejection('LANDING_LOST', facts) };
}

function withFacts(reason: Rejection | null, facts: Readonly<Record<string, string>>): Rejection | null {
  return reason === null ? null : { code: reason.code, facts: { ...reason.facts, ...facts } };
}
