import type { BlockHead } from '../domain/block.ts';
import type { RelayFailure } from '../domain/bundle.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Order } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import { relayBytes } from '../domain/signedBytes.ts';
import { composeBundle, leaveToRevert } from '../execution/composeBundle.ts';
import { advanceOrder } from '../execution/orderMachine.ts';
import { bundleCandidates } from './bundleCandidates.ts';
import { countMissed, countRejection, countSubmitted } from './counters.ts';
import type { RelayMember } from './effect.ts';
import type { KernelState, RelayState } from './kernelState.ts';
import { opportunityIdOf } from './opportunityIdOf.ts';
import type { Outcome } from './outcome.ts';
import { idleRelay, isForRelay, sameIds } from './relayOrders.ts';
import { openOrders, putOrder, releaseOpportunity, stampStage } from './transitions.ts';

type Simulated = Extract<EngineInput, { kind: 'bundleSimulated' }>;
type Sent = Extract<EngineInput, { kind: 'bundleSent' }>;

/** The relay ran our transactions: those that still pay go to it as one bundle; where none does, nothing is sent. */
export function onBundleSimulated(kernel: KernelState, input: Simulated, outcome: Outcome): void {
  const state = kernel.relays.get(input.relayId);
  const offer = state?.offer ?? null;
  if (state === undefined || offer === null || !isCurrent(kernel, offer, input)) return;
  const relay = kernel.epoch.chain.relays.find(({ id }) => id === input.relayId);
  const { result } = input;
  if (relay === undefined || kernel.tradingState === 'halted') return;
  if (result.kind === 'failed' && result.code !== 'RELAY_NO_METHOD') return noteFailure(kernel, input.relayId, result);
  const orders = offer.orderIds.flatMap((id) => kernel.orders.get(id) ?? []);
  const candidates = bundleCandidates(kernel, orders);
  const composed =
    result.kind === 'failed' ? { length: orders.length, reverting: [] } : composeBundle(candidates, result.members);
  const chosen = orders.slice(0, composed.length);
  const reverting = leaveToRevert(candidates.slice(0, composed.length), composed.reverting);
  const members = chosen.flatMap((order) => memberOf(order, input.relayId));
  if (members.length === 0 || members.length !== chosen.length) return;
  kernel.relays.set(input.relayId, { ...state, offer: { ...offer, sent: true } });
  const maxTimestampS = Math.min(...chosen.map(({ deadlineS }) => deadlineS));
  outcome.effects.push({ kind: 'sendBundle', relay, block: offer.block, members, reverting, maxTimestampS });
}

/** An answer about another set of orders, or another block than the next, came too late to act on. */
function isCurrent(kernel: KernelState, offer: NonNullable<RelayState['offer']>, input: Simulated): boolean {
  return (
    offer.block.hash === kernel.head?.hash &&
    input.targetBlock === offer.block.number + 1 &&
    sameIds(offer.orderIds, input.orderIds)
  );
}

function memberOf(order: Order, relayId: string): RelayMember[] {
  const rawTransaction = relayBytes(order, relayId);
  const open = order.state === 'signed' || order.state === 'submitted';
  return open && rawTransaction !== null ? [{ orderId: order.id, rawTransaction }] : [];
}

/** A relay that took a bundle is sound again; what it did not take stays as it is. */
export function onBundleSent(kernel: KernelState, input: Sent, outcome: Outcome): void {
  const { head } = kernel;
  if (input.result.kind === 'failed') return noteFailure(kernel, input.relayId, input.result);
  const state = kernel.relays.get(input.relayId) ?? idleRelay;
  kernel.relays.set(input.relayId, { ...state, failures: 0, lastFailure: null });
  if (head === null) return;
  for (const id of input.orderIds) {
    const order = kernel.orders.get(id);
    if (order?.state !== 'signed') continue;
    putOrder(
      kernel,
      outcome,
      advanceOrder(order, { kind: 'accepted', head: { number: head.number, hash: head.hash } }),
    );
    countSubmitted(kernel.counters, order);
    stampStage(kernel, opportunityIdOf(kernel, order), 'submitted');
  }
}

/** Counted once a block, however often it was asked there: what is open is offered block after block. */
function noteFailure(kernel: KernelState, relayId: string, failure: RelayFailure): void {
  const state = kernel.relays.get(relayId) ?? idleRelay;
  const height = kernel.head?.number ?? 0;
  const isCounted = state.failures > 0 && state.failedAtBlock === height;
  kernel.relays.set(relayId, {
    ...state,
    failures: state.failures + (isCounted ? 0 : 1),
    failedAtBlock: height,
    lastFailure: failure,
  });
}

/**
 * Ends what no relay got into its block and gives its nonce to the next, without a cancellation, which would cost gas and show itself
 * to everybody. Only where the wallet's nonce at the head is not beyond the order's: then it is in none of the blocks so far. A relay
 * that kept it and includes it yet makes the next one at its nonce void instead: the chain takes one of the two, and the account tells which.
 */
export function endMissedOrders(
  kernel: KernelState,
  outcome: Outcome,
  account: { readonly block: BlockReference; readonly nonce: number },
): void {
  const { head } = kernel;
  if (head === null || account.block.hash !== head.hash) return;
  for (const order of openOrders(kernel)) {
    if (!isForRelay(order) || (order.state !== 'signed' && order.state !== 'submitted')) continue;
    if (order.nonce < account.nonce || !isOver(order, head)) continue;
    const missed = advanceOrder(order, { kind: 'missed', at: account.block, reason: missedReason(kernel, order) });
    putOrder(kernel, outcome, missed);
    // The relay's answer never came in time, or never well: it was handed out all the same.
    if (order.state === 'signed') countSubmitted(kernel.counters, order);
    countMissed(kernel.counters, order);
    countRejection(kernel.counters, missed.reason?.code ?? 'LANDING_MISSED');
    releaseOpportunity(kernel, outcome, opportunityIdOf(kernel, order), missed.reason);
    askWhoTookIt(kernel, outcome, missed);
  }
}

/**
 * An order under a grant was for the block after its decision: what is still there then is found anew, with amounts of the new state.
 * A person's own is offered until its deadline, after which its calldata refuses every block.
 */
function isOver(order: Order, head: BlockHead): boolean {
  if (head.timestampS > order.deadlineS) return true;
  return order.authority.kind === 'grant' && order.decidedAt !== undefined && order.decidedAt.number < head.number;
}

function missedReason(kernel: KernelState, order: Order): ReturnType<typeof rejection> {
  const { submission } = order.plan;
  const relay = submission.kind === 'relay' ? submission.relayId : '';
  const failure = kernel.relays.get(relay)?.lastFailure ?? null;
  if (order.submittedAt === null && failure !== null)
    return rejection('SUBMIT_RELAY_FAILED', { relay, code: failure.code, error: failure.error });
  return rejection('LANDING_MISSED', { relay, deadline: order.deadlineS });
}

/** In the first block that it was meant for. */
function askWhoTookIt(kernel: KernelState, outcome: Outcome, order: Order): void {
  const target = order.submittedAt === null ? null : order.submittedAt.number + 1;
  const block = kernel.recentBlocks.find(({ number }) => number === target);
  if (block === undefined) return;
  outcome.effects.push({ kind: 'attribute', order, block, transactionIndex: Number.MAX_SAFE_INTEGER });
}
