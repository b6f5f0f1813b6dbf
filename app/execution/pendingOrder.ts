import { z } from 'zod';
import { type Wei, wei } from '../domain/amount.ts';
import { effectiveTip } from '../domain/effectiveTip.ts';
import type { Address } from '../domain/hex.ts';
import { addressReplySchema, bytesReplySchema, hashReplySchema, integerSchema, quantitySchema } from './rpc.ts';

/** A transaction of the pending block, as far as running it needs. Legacy ones have one gas price for both fees. */
export const pendingTransactionSchema = z
  .object({
    hash: hashReplySchema,
    from: addressReplySchema,
    to: addressReplySchema.nullish(),
    value: quantitySchema,
    input: bytesReplySchema,
    gas: integerSchema,
    nonce: integerSchema,
    gasPrice: quantitySchema.nullish(),
    maxFeePerGas: quantitySchema.nullish(),
    maxPriorityFeePerGas: quantitySchema.nullish(),
  })
  .transform((raw) => ({
    ...raw,
    maxFeePerGas: wei(raw.maxFeePerGas ?? raw.gasPrice ?? 0n),
    maxPriorityFeePerGas: wei(raw.maxPriorityFeePerGas ?? raw.gasPrice ?? 0n),
  }));
export type PendingTransaction = z.infer<typeof pendingTransactionSchema>;

/** What decides the place of our own transaction. */
export interface OwnBid {
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  readonly gasLimit: number;
}

/**
 * The pending transactions that a fee-ordered block runs before ours: highest effective tip first, each sender's in
 * nonce order, at equal tips the others first (they were there first), as many as leave room for ours in the block.
 */
export function pendingBefore(
  pending: readonly PendingTransaction[],
  own: OwnBid,
  block: { readonly baseFeePerGas: Wei; readonly gasLimit: number },
): readonly PendingTransaction[] {
  const queues = queuesBySender(pending);
  const ownTip = effectiveTip(own, block.baseFeePerGas);
  const before: PendingTransaction[] = [];
  let room = block.gasLimit - own.gasLimit;
  for (;;) {
    const next = bestHead(queues, block.baseFeePerGas);
    if (next === null || next.tip < ownTip) return before;
    const transaction = next.queue.shift();
    if (transaction === undefined) return before;
    if (transaction.gas > room) {
      next.queue.length = 0;
      continue;
    }
    room -= transaction.gas;
    before.push(transaction);
  }
}

function queuesBySender(pending: readonly PendingTransaction[]): PendingTransaction[][] {
  const queues = new Map<Address, PendingTransaction[]>();
  for (const transaction of pending) {
    const queue = queues.get(transaction.from) ?? [];
    queue.push(transaction);
    queues.set(transaction.from, queue);
  }
  return [...queues.values()].map((queue) => queue.sort((a, b) => a.nonce - b.nonce));
}

function bestHead(
  queues: readonly PendingTransaction[][],
  baseFeePerGas: Wei,
): { readonly queue: PendingTransaction[]; readonly tip: Wei } | null {
  let best: { queue: PendingTransaction[]; tip: Wei } | null = null;
  for (const queue of queues) {
    const head = queue[0];
    if (head === undefined) continue;
    const tip = effectiveTip(head, baseFeePerGas);
    if (tip >= 0n && (best === null || tip > best.tip)) best = { queue, tip };
  }
  return best;
}
