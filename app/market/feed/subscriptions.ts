import type { ExpectedError } from '../../domain/errors.ts';
import { allLogTopics } from '../decode/logTopics.ts';
import type { PushListener } from '../rpc/connection.ts';
import { decodeBlockHead } from '../rpc/decodeBlockHead.ts';
import { decodeLog } from '../rpc/decodeLog.ts';
import { decodeHash } from '../rpc/quantity.ts';
import type { FeedContext } from './feedContext.ts';
import type { ArrivedHead } from './headArrivals.ts';
import { PendingGate } from './pendingGate.ts';

const defaultPendingPerSecond = 200;

/** Subscribes to heads, logs and pending transactions, and gives out only what could be read. @returns the disposal */
export function subscribeAll(context: FeedContext, onHead: (arrived: ArrivedHead) => void): () => void {
  const { rpc, clock, pendingPerSecond } = context.options;
  const gate = new PendingGate(clock, pendingPerSecond ?? defaultPendingPerSecond);
  const checked =
    (listener: PushListener): PushListener =>
    (result, seenNs) => {
      if (context.stopped) return;
      try {
        listener(result, seenNs);
      } catch (error) {
        context.counters.malformedHeads += 1;
        rpc.reconnect(`unreadable push: ${(error as ExpectedError).message}`);
      }
    };
  const subscriptions = [
    rpc.subscribe(
      'logs',
      { topics: [allLogTopics] },
      checked((result) => context.check.pushed(decodeLog(result))),
    ),
    rpc.subscribe(
      'newHeads',
      null,
      checked((result, seenNs) => onHead({ head: decodeBlockHead(result), seenNs })),
    ),
    rpc.subscribe(
      'newPendingTransactions',
      null,
      checked((result) => {
        const hash = decodeHash(result, 'pending transaction');
        context.counters.pendingSeen += 1;
        if (context.chain.tip === null || !gate.admits()) context.counters.pendingDropped += 1;
        else context.emit({ kind: 'pendingTransaction', hash });
      }),
    ),
  ];
  return () => {
    for (const subscription of subscriptions) subscription.dispose();
  };
}
