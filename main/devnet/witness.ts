import { z } from 'zod';
import type { ActorTruth } from '../../app/devnet/truth.ts';
import { type Hash, parseHash } from '../../app/domain/hex.ts';
import type { Head, Rpc } from './rpc.ts';

/** Blocks after which what is in none of them counts as dropped, and for which outcomes may still change by a reorg. */
const patience = 64;

const quantity = z.string().transform(BigInt);
const receiptsSchema = z
  .array(
    z.object({
      transactionHash: z.string(),
      transactionIndex: quantity.transform(Number),
      status: z.string(),
      effectiveGasPrice: quantity,
    }),
  )
  .nullable();

/** Sees what became of every transaction that an actor sent, and says it after the action itself. */
export interface Witness {
  /** Passes truth on; an action is awaited from then on. */
  readonly record: (truth: ActorTruth) => void;
  onHead(head: Head): Promise<void>;
}

export function witnessFor(rpc: Rpc, record: (truth: ActorTruth) => void): Witness {
  /** Since when a transaction is awaited, and where it is, if anywhere. */
  const awaited = new Map<Hash, { readonly since: number; foundIn: number | null }>();
  const judge = async (head: Head): Promise<void> => {
    // Of a reorg's new branch: what was found at these heights may be elsewhere now.
    for (const entry of awaited.values()) if ((entry.foundIn ?? 0) >= head.number) entry.foundIn = null;
    const receipts = receiptsSchema.parse(await rpc.call('eth_getBlockReceipts', head.hash)) ?? [];
    for (const { transactionHash, transactionIndex, status, effectiveGasPrice } of receipts) {
      const hash = parseHash(transactionHash);
      const entry = awaited.get(hash);
      if (entry === undefined) continue;
      entry.foundIn = head.number;
      record({
        kind: 'outcome',
        atMs: Date.now(),
        transactionHash: hash,
        outcome: status === '0x1' ? 'included' : 'reverted',
        place: {
          block: head.number,
          blockHash: parseHash(head.hash),
          index: transactionIndex,
          tipWei: (effectiveGasPrice - head.baseFeePerGas).toString(),
          baseFeeWei: head.baseFeePerGas.toString(),
        },
      });
    }
    for (const [hash, { since, foundIn }] of awaited) {
      if (head.number - (foundIn ?? since) <= patience) continue;
      awaited.delete(hash);
      if (foundIn === null)
        record({ kind: 'outcome', atMs: Date.now(), transactionHash: hash, outcome: 'dropped', place: null });
    }
  };
  let queue: Promise<void> = Promise.resolve();
  return {
    record: (truth) => {
      record(truth);
      if (truth.kind === 'action') awaited.set(truth.transactionHash, { since: truth.block, foundIn: null });
    },
    onHead: (head) => {
      queue = queue.then(() => judge(head));
      return queue;
    },
  };
}
