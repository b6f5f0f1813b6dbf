import { randomBytes } from 'node:crypto';
import type { SubscriptionKind } from '../../../app/contract/devnetControl.ts';
import { logFilter, type WireLog } from '../../../app/devnet/builder/logFilter.ts';
import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { invalidParams, RpcRefusal, rpcCodes } from '../../../app/devnet/builder/rpcRefusal.ts';
import { transactionView } from '../../../app/devnet/builder/transactionView.ts';
import type { BlockBuilder, SealedBlock } from './blockBuilder.ts';

/** Somebody who can be told things without asking. */
export interface Subscriber {
  /** @param text the whole frame */
  push(kind: SubscriptionKind, text: string): void;
}

interface Subscription {
  readonly id: string;
  readonly subscriber: Subscriber;
  readonly kind: SubscriptionKind;
  readonly wants: (log: WireLog) => boolean;
  readonly fullTransactions: boolean;
}

const mostPerSubscriber = 64;

/**
 * eth_subscribe over what the builder makes. On a reorg the abandoned blocks' logs come again, newest first, with
 * `removed: true`; then each new block's logs and its head. A transaction of a bundle is seen in its block at the earliest.
 */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();

  constructor(builder: BlockBuilder) {
    builder.listen({
      abandoned: (blocks) => {
        for (const block of blocks) this.#tellLogs(block.logs.toReversed(), true);
      },
      sealed: (block) => {
        this.#tellLogs(block.logs, false);
        this.#tellHead(block);
      },
      pending: (transaction) => this.#tellPending(transaction),
    });
  }

  /** @throws RpcRefusal for a kind or filter that is none */
  add(subscriber: Subscriber, [name, detail]: readonly unknown[]): string {
    const own = [...this.#all.values()].filter((one) => one.subscriber === subscriber).length;
    if (own >= mostPerSubscriber) throw new RpcRefusal(rpcCodes.limitExceeded, 'too many subscriptions');
    const id = `0x${randomBytes(16).toString('hex')}`;
    const kinds: Readonly<Record<string, SubscriptionKind>> = {
      newHeads: 'heads',
      logs: 'logs',
      newPendingTransactions: 'pending',
    };
    const kind = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw invalidParams('there is no such subscription');
    const wants = kind === 'logs' ? logFilter(detail) : () => false;
    this.#all.set(id, { id, subscriber, kind, wants, fullTransactions: detail === true });
    return id;
  }

  remove(subscriber: Subscriber, id: unknown): boolean {
    const found = this.#all.get(String(id));
    return found?.subscriber === subscriber && this.#all.delete(found.id);
  }

  /** The subscriber has gone. */
  forget(subscriber: Subscriber): void {
    for (const [id, subscription] of this.#all) if (subscription.subscriber === subscriber) this.#all.delete(id);
  }

  get size(): number {
    return this.#all.size;
  }

  #of(kind: SubscriptionKind): readonly Subscription[] {
    return [...this.#all.values()].filter((subscription) => subscription.kind === kind);
  }

  #tellLogs(logs: readonly WireLog[], removed: boolean): void {
    const subscriptions = this.#of('logs');
    if (subscriptions.length === 0) return;
    for (const log of logs) {
      const text = JSON.stringify({ ...log, removed });
      for (const one of subscriptions) if (one.wants(log)) one.subscriber.push('logs', frame(one.id, text));
    }
  }

  #tellHead({ header }: SealedBlock): void {
    const text = JSON.stringify(header);
    for (const { id, subscriber } of this.#of('heads')) subscriber.push('heads', frame(id, text));
  }

  #tellPending(transaction: PooledTransaction): void {
    for (const { id, subscriber, fullTransactions } of this.#of('pending')) {
      const text = JSON.stringify(fullTransactions ? transactionView(transaction) : transaction.hash);
      subscriber.push('pending', frame(id, text));
    }
  }
}

function frame(id: string, result: string): string {
  return `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"${id}","result":${result}}}`;
}
