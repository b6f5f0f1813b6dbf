import { nextBaseFee } from '../domain/baseFee.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { Order } from '../domain/order.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { makeCancellation } from '../execution/makeCancellation.ts';
import { advanceOrder } from '../execution/orderMachine.ts';
import { countLost, countRejection, countSubmitted } from './counters.ts';
import type { KernelState } from './kernelState.ts';
import { noteTaken } from './onMissed.ts';
import { opportunityIdOf } from './opportunityIdOf.ts';
import type { Outcome } from './outcome.ts';
import { isForRelay } from './relayOrders.ts';
import { sendOrder } from './sendOrder.ts';
import { endIfTaken } from './spentNonces.ts';
import { putOrder, releaseOpportunity, stampStage } from './transitions.ts';

export function onSigned(kernel: KernelState, input: Extract<EngineInput, { kind: 'signed' }>, outcome: Outcome): void {
  const order = kernel.orders.get(input.orderId);
  if (order === undefined || order.state !== 'intended') return;
  const { result } = input;
  if (result.kind === 'refused') {
    const refused = advanceOrder(order, { kind: 'signerRefused', code: result.code, message: result.message });
    putOrder(kernel, outcome, refused);
    countRejection(kernel.counters, 'SIGNER_REFUSED');
    return releaseOpportunity(kernel, outcome, opportunityIdOf(kernel, order), refused.reason);
  }
  const signed = advanceOrder(order, {
    kind: 'signed',
    rawTransaction: result.rawTransaction,
    transactionHash: result.transactionHash,
  });
  putOrder(kernel, outcome, signed);
  submitOrCancel(kernel, outcome, signed, input.atMs);
}

/**
 * A signed order goes out unless trading was halted or its deadline has passed meanwhile. Reduce-only keeps what was begun. One for a
 * relay that is not sent needs no cancellation: nobody else has it, and it runs out.
 */
export function submitOrCancel(kernel: KernelState, outcome: Outcome, order: Order, atMs: EpochMs): void {
  if (order.rawTransaction === null) return;
  const inTime = (kernel.head?.timestampS ?? 0) <= order.deadlineS;
  if (isForRelay(order) || order.kind === 'cancel' || (kernel.tradingState !== 'halted' && inTime)) {
    return sendOrder(kernel, outcome, order);
  }
  cancelOrder(
    kernel,
    outcome,
    order,
    atMs,
    inTime ? rejection('RISK_HALTED') : rejection('LANDING_DROPPED', { because: 'past its deadline' }),
  );
}

export function onSubmitted(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'submitted' }>,
  outcome: Outcome,
): void {
  const order = kernel.orders.get(input.orderId);
  const head = kernel.head;
  if (order === undefined || order.state !== 'signed' || head === null) return;
  if (input.result.kind === 'accepted') {
    putOrder(
      kernel,
      outcome,
      advanceOrder(order, { kind: 'accepted', head: { number: head.number, hash: head.hash } }),
    );
    if (order.kind === 'execute') {
      countSubmitted(kernel.counters, order);
      stampStage(kernel, opportunityIdOf(kernel, order), 'submitted');
    }
    return;
  }
  const block = { number: head.number, hash: head.hash };
  if (order.kind === 'execute') {
    if (endIfTaken(kernel, outcome, order, block)) return;
    const reason = rejection('SUBMIT_REJECTED', { error: input.result.error });
    return cancelOrder(kernel, outcome, order, input.atMs, reason);
  }
  putOrder(
    kernel,
    outcome,
    advanceOrder(order, {
      kind: 'nodeRefused',
      error: input.result.error,
      head: block,
    }),
  );
}

/** A signed transaction may still surface: only another one at its nonce, mined, makes sure that it never runs. */
export function cancelOrder(
  kernel: KernelState,
  outcome: Outcome,
  order: Order,
  atMs: EpochMs,
  reason: Rejection,
): void {
  if (order.kind === 'cancel' || kernel.head === null) return;
  putOrder(kernel, outcome, { ...advanceOrder(order, { kind: 'cancelSent' }), reason });
  const attempts = cancellationsOf(kernel, order);
  const replaced = attempts.findLast(({ state }) => state !== 'refused')?.plan ?? order.plan;
  const cancellation: Order = {
    ...order,
    id: `c${attempts.length + 1}-${order.id}`,
    kind: 'cancel',
    plan: makeCancellation(replaced, {
      wallet: kernel.epoch.wallet,
      baseFeePerGas: nextBaseFee(kernel.head),
      mostCost: worstCaseCost(order.plan),
    }),
    route: 'cancel',
    routePools: [],
    createdAtMs: atMs,
    state: 'intended',
    transactionHash: null,
    rawTransaction: null,
    submittedAt: null,
    resolvedAt: null,
    reason: null,
  };
  putOrder(kernel, outcome, cancellation);
  outcome.effects.push({ kind: 'sign', order: cancellation });
}

/** Every transaction that was to take its nonce away from an order, oldest first. */
export function cancellationsOf(kernel: KernelState, { ticketId }: Order): readonly Order[] {
  return [...kernel.orders.values()].filter((other) => other.kind === 'cancel' && other.ticketId === ticketId);
}

export function onAttributed(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'attributed' }>,
  outcome: Outcome,
): void {
  const order = kernel.orders.get(input.orderId);
  if (order === undefined || order.kind !== 'execute' || order.lostTo !== null || order.state === 'landed') return;
  if (input.lostTo !== null) {
    countLost(kernel.counters, order);
    noteTaken(kernel, outcome, {
      how: 'lost',
      taker: input.lostTo,
      route: order.route,
      blockNumber: order.resolvedAt?.number ?? 0,
      predictedNet: order.predicted.net,
    });
  }
  const attributed = advanceOrder(order, {
    kind: 'attributed',
    lostTo: input.lostTo,
    revertReason: input.revertReason,
  });
  putOrder(kernel, outcome, attributed);
}
