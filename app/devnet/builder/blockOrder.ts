import type { Wei } from '../../domain/amount.ts';
import { effectiveTip } from '../../domain/effectiveTip.ts';
import type { PooledTransaction } from './pooledTransaction.ts';

export interface OrderLimits {
  readonly transactions: number;
  /** Sum of gas limits. A block holds what gas is used, so this lies above a block's own limit. */
  readonly gas: number;
}

/**
 * The order in which a block takes waiting transactions: highest effective tip first, each sender's by nonce, earlier
 * arrival first at equal tips. A transaction whose fee cap is below the base fee waits, and its sender's later ones with it.
 * @param queues a sender's executable transactions each, in order of their nonces
 */
export function orderByEffectiveTip(
  queues: readonly (readonly PooledTransaction[])[],
  baseFeePerGas: Wei,
  limits: OrderLimits,
): readonly PooledTransaction[] {
  const heads = new Heap();
  const waiting = new Map<PooledTransaction, { readonly queue: readonly PooledTransaction[]; readonly at: number }>();
  const offer = (queue: readonly PooledTransaction[], at: number): void => {
    const transaction = queue[at];
    if (transaction === undefined) return;
    const tip = effectiveTip(transaction, baseFeePerGas);
    if (tip < 0n) return;
    waiting.set(transaction, { queue, at });
    heads.push({ transaction, tip });
  };
  for (const queue of queues) offer(queue, 0);
  const order: PooledTransaction[] = [];
  let room = limits.gas;
  while (order.length < limits.transactions) {
    const best = heads.pop();
    if (best === null) break;
    const { transaction } = best;
    // What does not fit keeps its sender's later ones out too.
    if (transaction.gasLimit > room) continue;
    room -= transaction.gasLimit;
    order.push(transaction);
    const { queue, at } = waiting.get(transaction) ?? { queue: [], at: 0 };
    offer(queue, at + 1);
  }
  return order;
}

interface Bid {
  readonly transaction: PooledTransaction;
  readonly tip: bigint;
}

function before(a: Bid, b: Bid): boolean {
  return a.tip === b.tip ? a.transaction.arrival < b.transaction.arrival : a.tip > b.tip;
}

/** A binary heap with the best bid on top. */
class Heap {
  readonly #bids: Bid[] = [];

  push(bid: Bid): void {
    const bids = this.#bids;
    let at = bids.push(bid) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  pop(): Bid | null {
    const bids = this.#bids;
    const best = bids[0];
    const last = bids.pop();
    if (best === undefined || last === undefined) return null;
    if (bids.length === 0) return best;
    bids[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, at)) return best;
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#bids[a], this.#bids[b]];
    return first !== undefined && second !== undefined && before(first, second);
  }

  #swapIfBefore(a: number, b: number): boolean {
    const [first, second] = [this.#bids[a], this.#bids[b]];
    if (first === undefined || second === undefined || !before(first, second)) return false;
    this.#bids[a] = second;
    this.#bids[b] = first;
    return true;
  }
}
