import type { EpochMs } from '../domain/clock.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { type Order, openOrderStates } from '../domain/order.ts';
import { advanceOrder } from '../execution/orderMachine.ts';
import { reverseBlocks } from './books.ts';
import { countLost, countMissed, countSubmitted } from './counters.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { takePeaksBack } from './peakHistory.ts';
import { sendOrder } from './sendOrder.ts';
import { putOrder } from './transitions.ts';

/** These blocks are not part of the chain any more: books go back, and the orders that they decided are pending again. */
export function orphanBlocks(
  kernel: KernelState,
  outcome: Outcome,
  blocks: readonly BlockReference[],
  atMs: EpochMs,
): void {
  if (blocks.length === 0) return;
  takePeaksBack(kernel, Math.min(...blocks.map((block) => block.number)));
  reverseBlocks(kernel, outcome, blocks, atMs);
  const orphaned = new Set(blocks.map((block) => block.hash));
  for (const order of [...kernel.orders.values()]) {
    if (openOrderStates.includes(order.state) || order.resolvedAt === null || !orphaned.has(order.resolvedAt.hash))
      continue;
    const reopened = advanceOrder(order, { kind: 'reorged', orphaned: order.resolvedAt });
    putOrder(kernel, outcome, reopened);
    if (order.kind === 'execute' && openOrderStates.includes(reopened.state)) uncount(kernel, order, reopened);
    if (reopened.rawTransaction !== null && openOrderStates.includes(reopened.state))
      sendOrder(kernel, outcome, reopened);
  }
}

/** What became of it is open again; landings and reverts were taken back with their fills. */
function uncount({ counters }: KernelState, order: Order, reopened: Order): void {
  if (order.state === 'dropped' || order.state === 'replaced') countMissed(counters, order, -1);
  if (order.lostTo !== null) countLost(counters, order, -1);
  if (reopened.state === 'signed') countSubmitted(counters, order, -1);
}

/** Blocks above a height that the books or an order's outcome rest on. */
export function decidingBlocksAbove(kernel: KernelState, blockNumber: number): readonly BlockReference[] {
  const blocks = new Map(kernel.ledger.standingBlocksAbove(blockNumber).map((block) => [block.hash, block]));
  for (const { resolvedAt } of kernel.orders.values()) {
    if (resolvedAt !== null && resolvedAt.number > blockNumber) blocks.set(resolvedAt.hash, resolvedAt);
  }
  return [...blocks.values()];
}
