import type { EpochMs } from '../domain/clock.ts';
import type { KernelState } from './kernelState.ts';
import { submitOrCancel } from './onOrder.ts';
import type { Outcome } from './outcome.ts';
import { sendOrder } from './sendOrder.ts';
import { openOrders } from './transitions.ts';

/** What open orders need after a start or a gap: the same signature again, or the same bytes again. */
export function resumeOrders(kernel: KernelState, outcome: Outcome, atMs: EpochMs): void {
  for (const order of openOrders(kernel)) {
    if (order.state === 'intended') outcome.effects.push({ kind: 'sign', order });
    else if (order.state === 'signed') submitOrCancel(kernel, outcome, order, atMs);
    else if (order.state === 'submitted') sendOrder(kernel, outcome, order);
  }
}
