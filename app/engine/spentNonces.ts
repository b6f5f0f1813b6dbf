import type { BlockReference } from '../domain/opportunity.ts';
import type { Order } from '../domain/order.ts';
import { advanceOrder } from '../execution/orderMachine.ts';
import { countMissed, countRejection, countSubmitted } from './counters.ts';
import type { KernelState } from './kernelState.ts';
import { opportunityIdOf } from './opportunityIdOf.ts';
import type { Outcome } from './outcome.ts';
import { openOrders, putOrder, releaseOpportunity } from './transitions.ts';

/** The chain has used nonces of ours: whatever else stood at them can never be included. */
export function resolveSpentNonces(
  kernel: KernelState,
  outcome: Outcome,
  account: { readonly block: BlockReference; readonly nonce: number },
): void {
  for (const order of openOrders(kernel))
    if (order.nonce < account.nonce && order.state !== 'intended') endIfTaken(kernel, outcome, order, account.block);
}

/** Ends an order at whose nonce another of ours was included. Answers whether it was so. */
export function endIfTaken(kernel: KernelState, outcome: Outcome, order: Order, at: BlockReference): boolean {
  const winner = [...kernel.orders.values()].find(
    (other) =>
      other.id !== order.id && other.nonce === order.nonce && (other.state === 'landed' || other.state === 'reverted'),
  );
  if (winner === undefined) return false;
  const block = winner.resolvedAt ?? at;
  const ended =
    winner.kind === 'cancel' && order.kind === 'execute'
      ? { ...advanceOrder(order, { kind: 'dropped', at: block, why: 'cancelled' }), reason: order.reason }
      : advanceOrder(order, { kind: 'replaced', at: block, by: winner.transactionHash });
  putOrder(kernel, outcome, ended);
  if (order.kind !== 'execute') return true;
  if (order.submittedAt === null) countSubmitted(kernel.counters, order);
  countMissed(kernel.counters, order);
  countRejection(kernel.counters, ended.reason?.code ?? 'LANDING_DROPPED');
  releaseOpportunity(kernel, outcome, opportunityIdOf(kernel, order), ended.reason);
  return true;
}
