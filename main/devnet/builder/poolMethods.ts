import type { PooledTransaction } from '../../../app/devnet/builder/pooledTransaction.ts';
import { quantity, transactionView } from '../../../app/devnet/builder/transactionView.ts';
import { type Address, zeroAddress, zeroHash } from '../../../app/domain/hex.ts';
import type { BlockBuilder } from './blockBuilder.ts';

/** The block that would come next, with the public transactions in the builder's order: what eth_getBlockByNumber gives at "pending". */
export async function pendingBlock(builder: BlockBuilder, full: boolean): Promise<Readonly<Record<string, unknown>>> {
  const order = await builder.gate.read(() => builder.pendingOrder());
  const { header } = builder.head;
  const { number, timestampS, baseFeePerGas, producer } = builder.setting();
  return {
    ...header,
    hash: null,
    nonce: null,
    logsBloom: null,
    mixHash: zeroHash,
    parentHash: builder.head.hash,
    number: quantity(number),
    timestamp: quantity(timestampS),
    baseFeePerGas: quantity(baseFeePerGas),
    miner: producer,
    gasUsed: quantity(
      Math.min(
        builder.head.gasLimit,
        order.reduce((sum, { gasLimit }) => sum + gasLimit, 0),
      ),
    ),
    size: '0x0',
    uncles: [],
    withdrawals: [],
    transactions: order.map((transaction) => (full ? transactionView(transaction) : transaction.hash)),
  };
}

type ByNonce<T> = Readonly<Record<string, T>>;

/** A sender's waiting transactions, those that can be executed now apart from those behind a gap. */
async function split(
  builder: BlockBuilder,
  sender: Address,
): Promise<{ readonly pending: readonly PooledTransaction[]; readonly queued: readonly PooledTransaction[] }> {
  const { nonce } = await builder.accounts.of(sender);
  const pending = builder.mempool.executable(sender, nonce);
  return { pending, queued: builder.mempool.queueOf(sender).filter((one) => !pending.includes(one)) };
}

function byNonce<T>(
  transactions: readonly PooledTransaction[],
  view: (transaction: PooledTransaction) => T,
): ByNonce<T> {
  return Object.fromEntries(transactions.map((transaction) => [String(transaction.nonce), view(transaction)]));
}

/** txpool_content and txpool_inspect, with what they show of a transaction. */
export async function poolContent<T>(
  builder: BlockBuilder,
  view: (transaction: PooledTransaction) => T,
): Promise<{ readonly pending: ByNonce<ByNonce<T>>; readonly queued: ByNonce<ByNonce<T>> }> {
  const content = { pending: {} as Record<string, ByNonce<T>>, queued: {} as Record<string, ByNonce<T>> };
  for (const sender of builder.mempool.senders()) {
    const { pending, queued } = await split(builder, sender);
    if (pending.length > 0) content.pending[sender] = byNonce(pending, view);
    if (queued.length > 0) content.queued[sender] = byNonce(queued, view);
  }
  return content;
}

export async function poolContentFrom(builder: BlockBuilder, sender: Address): Promise<unknown> {
  const { pending, queued } = await split(builder, sender);
  return { pending: byNonce(pending, transactionView), queued: byNonce(queued, transactionView) };
}

export async function poolStatus(
  builder: BlockBuilder,
): Promise<{ readonly pending: string; readonly queued: string }> {
  let pending = 0;
  for (const sender of builder.mempool.senders()) pending += (await split(builder, sender)).pending.length;
  return { pending: quantity(pending), queued: quantity(builder.mempool.size - pending) };
}

/** One line, as geth writes it. */
export function inspected({ to, value, gasLimit, maxFeePerGas }: PooledTransaction): string {
  return `${to ?? zeroAddress}: ${value} wei + ${gasLimit} gas × ${maxFeePerGas} wei`;
}
