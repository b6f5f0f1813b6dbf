import { nextBaseFee } from '../domain/baseFee.ts';
import type { EpochMs } from '../domain/clock.ts';
import { openOrderStates } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import type { KernelState } from './kernelState.ts';
import { cancellationsOf, cancelOrder } from './onOrder.ts';
import type { Outcome } from './outcome.ts';
import { sendOrder } from './sendOrder.ts';
import { openOrders } from './transitions.ts';

const longestWaitBlocks = 64;

/**
 * A nonce that is not taken holds up every later one, and with them all trading. So a cancellation that the chain has not
 * included is seen to, block by block: a node may have forgotten it, and gets the same bytes again after 2, 4, 8 … blocks;
 * where the base fee has outgrown it, or the signer or a node refused it, another one is made, each time later.
 */
export function tendCancellations(kernel: KernelState, outcome: Outcome, atMs: EpochMs): void {
  const { head, chainNonce } = kernel;
  if (head === null) return;
  for (const order of openOrders(kernel)) {
    if (order.state !== 'cancelling' || (chainNonce !== null && order.nonce < chainNonce)) continue;
    const attempts = cancellationsOf(kernel, order);
    const open = attempts.filter(({ state }) => openOrderStates.includes(state));
    // On its way through the signer or to the node, both of which are asked until they answer.
    if (open.some(({ state }) => state !== 'submitted')) continue;
    const newest = open.at(-1);
    if (newest === undefined || newest.plan.maxFeePerGas < nextBaseFee(head)) {
      if (head.number % Math.min(longestWaitBlocks, 2 ** attempts.length) === 0)
        cancelOrder(kernel, outcome, order, atMs, order.reason ?? rejection('LANDING_DROPPED', {}));
    } else if (isDueAfter(head.number - (newest.submittedAt?.number ?? head.number))) {
      sendOrder(kernel, outcome, newest);
    }
  }
}

function isDueAfter(blocks: number): boolean {
  return blocks >= 2 && (Number.isInteger(Math.log2(blocks)) || blocks % longestWaitBlocks === 0);
}
