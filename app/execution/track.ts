import { z } from 'zod';
import { tokenAmount, wei } from '../domain/amount.ts';
import { type Address, type Hash, parseHash } from '../domain/hex.ts';
import type { Receipt, TokenDelta } from '../domain/order.ts';
import {
  addressReplySchema,
  bytesReplySchema,
  hashReplySchema,
  integerSchema,
  parseReply,
  quantitySchema,
  type Rpc,
} from './rpc.ts';

/** keccak256("Transfer(address,address,uint256)"). */
const transferTopic = parseHash('0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef');

export const receiptLogSchema = z.object({
  address: addressReplySchema,
  topics: z.array(hashReplySchema).max(4),
  data: bytesReplySchema,
});

export const receiptReplySchema = z.object({
  transactionHash: hashReplySchema,
  blockHash: hashReplySchema,
  blockNumber: integerSchema,
  transactionIndex: integerSchema,
  from: addressReplySchema,
  to: addressReplySchema.nullish(),
  status: integerSchema,
  gasUsed: integerSchema,
  effectiveGasPrice: quantitySchema.transform(wei),
  /** OP Stack: what the data cost, beside the gas. */
  l1Fee: quantitySchema.transform(wei).nullish(),
  logs: z.array(receiptLogSchema).max(10_000),
});
export type ReceiptReply = z.infer<typeof receiptReplySchema>;

/** The receipt of each transaction that is included, by hash; null where it is not (any more). */
export async function readReceipts(
  rpc: Rpc,
  hashes: readonly Hash[],
  wallet: Address,
): Promise<ReadonlyMap<Hash, Receipt | null>> {
  const receipts = await Promise.all(
    hashes.map(async (hash): Promise<[Hash, Receipt | null]> => {
      const reply = await rpc.call('eth_getTransactionReceipt', [hash]);
      const raw = parseReply(receiptReplySchema.nullable(), reply, 'eth_getTransactionReceipt');
      return [hash, raw === null || raw.transactionHash !== hash ? null : toReceipt(raw, wallet)];
    }),
  );
  return new Map(receipts);
}

export function toReceipt(raw: ReceiptReply, wallet: Address): Receipt {
  return {
    transactionHash: raw.transactionHash,
    block: { number: raw.blockNumber, hash: raw.blockHash },
    transactionIndex: raw.transactionIndex,
    succeeded: raw.status === 1,
    gasUsed: raw.gasUsed,
    effectiveGasPrice: raw.effectiveGasPrice,
    ...(raw.l1Fee === null || raw.l1Fee === undefined || raw.l1Fee === 0n ? {} : { dataFee: raw.l1Fee }),
    tokenDeltas: tokenDeltas(raw.logs, wallet),
  };
}

/** Sums of ERC-20 transfers to (positive) and from the wallet, per token in order of first sight; NFT transfers have four topics and are left out. */
export function tokenDeltas(logs: readonly z.infer<typeof receiptLogSchema>[], wallet: Address): readonly TokenDelta[] {
  const deltas = new Map<Address, bigint>();
  for (const { address, topics, data } of logs) {
    const [topic, from, to] = topics;
    if (topic !== transferTopic || topics.length !== 3 || data.length !== 66) continue;
    const amount = BigInt(data);
    const change = (to === padded(wallet) ? amount : 0n) - (from === padded(wallet) ? amount : 0n);
    if (change !== 0n) deltas.set(address, (deltas.get(address) ?? 0n) + change);
  }
  return [...deltas]
    .filter(([, amount]) => amount !== 0n)
    .map(([token, amount]) => ({ token, amount: tokenAmount(amount) }));
}

function padded(address: Address): Hash {
  return parseHash(`0x${address.slice(2).padStart(64, '0')}`);
}
