import { z } from 'zod';
import { type Wei, wei } from '../domain/amount.ts';
import { effectiveTip } from '../domain/effectiveTip.ts';
import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { LostTo, Order } from '../domain/order.ts';
import { revertReason } from './revertReason.ts';
import { atBlockHash, bytesReplySchema, nodeRefusal, parseReply, quantitySchema, type Rpc, toQuantity } from './rpc.ts';
import { type KnownMarket, takerFrom } from './taker.ts';
import { type ReceiptReply, receiptReplySchema } from './track.ts';

export interface Attribution {
  /** Who moved the route's pools before us, or null where nobody did. */
  readonly lostTo: LostTo | null;
  /** Why ours reverted, or empty where it did not or nobody can say. */
  readonly revertReason: string;
}

/**
 * Reads from a block who took what an order went for: of the transactions before ours that left logs of route pools, the
 * one that touched the most of them, and of equals the first, since the later ones found it already moved.
 * @param transactionIndex our place in the block; where ours is not in it, any number above every index
 */
export async function attribute(
  rpc: Rpc,
  lost: {
    readonly order: Order;
    readonly wallet: Address;
    readonly routePools: readonly Address[];
    readonly block: BlockReference;
    readonly transactionIndex: number;
    readonly market: KnownMarket;
    /** Accounts that are no rivals. */
    readonly besides?: readonly Address[];
  },
): Promise<Attribution> {
  const [receipts, baseFeePerGas] = await Promise.all([
    readBlockReceipts(rpc, lost.block),
    readBaseFee(rpc, lost.block),
  ]);
  const own = receipts.find((receipt) => receipt.transactionHash === lost.order.transactionHash);
  const taker = findTaker(receipts, lost);
  const ownTip =
    own === undefined ? effectiveTip(lost.order.plan, baseFeePerGas) : wei(own.effectiveGasPrice - baseFeePerGas);
  return {
    lostTo: taker === null ? null : lostToFrom(taker, baseFeePerGas, ownTip, lost.market),
    revertReason: own?.status === 0 ? await readRevertReason(rpc, lost.order, lost.wallet, lost.block) : '',
  };
}

function lostToFrom(taker: ReceiptReply, baseFeePerGas: Wei, ownTip: Wei, market: KnownMarket): LostTo {
  return {
    ...takerFrom(taker, baseFeePerGas, market),
    tipAbove: wei(taker.effectiveGasPrice - baseFeePerGas - ownTip),
  };
}

/** Of the transactions of others before a place in the block, the one that touched most of the pools; of equals the first. */
export function findTaker(
  receipts: readonly ReceiptReply[],
  lost: {
    readonly wallet: Address;
    readonly routePools: readonly Address[];
    readonly transactionIndex: number;
    readonly besides?: readonly Address[];
  },
): ReceiptReply | null {
  const pools = new Set(lost.routePools);
  let taker: ReceiptReply | null = null;
  let most = 0;
  for (const receipt of receipts) {
    if (receipt.transactionIndex >= lost.transactionIndex || receipt.from === lost.wallet) continue;
    if (lost.besides?.includes(receipt.from)) continue;
    const touched = new Set(receipt.logs.map((log) => log.address).filter((address) => pools.has(address))).size;
    if (touched > most) {
      most = touched;
      taker = receipt;
    }
  }
  return taker;
}

export async function readBlockReceipts(rpc: Rpc, block: BlockReference): Promise<readonly ReceiptReply[]> {
  const reply = await rpc.call('eth_getBlockReceipts', [block.hash]);
  const receipts = parseReply(z.array(receiptReplySchema).max(100_000).nullable(), reply, 'eth_getBlockReceipts');
  return [...(receipts ?? [])].sort((a, b) => a.transactionIndex - b.transactionIndex);
}

export async function readBaseFee(rpc: Rpc, block: BlockReference): Promise<Wei> {
  const reply = await rpc.call('eth_getBlockByHash', [block.hash, false]);
  return wei(parseReply(z.object({ baseFeePerGas: quantitySchema }), reply, 'eth_getBlockByHash').baseFeePerGas);
}

const traceSchema = z.object({ output: bytesReplySchema.optional(), error: z.string().max(4096).optional() });

/** From the node's trace of the very transaction; where it keeps none, from a replay on the block's end, which is marked. */
async function readRevertReason(rpc: Rpc, order: Order, wallet: Address, block: BlockReference): Promise<string> {
  try {
    const reply = await rpc.call('debug_traceTransaction', [order.transactionHash, { tracer: 'callTracer' }]);
    const trace = parseReply(traceSchema, reply, 'debug_traceTransaction');
    if (trace.output !== undefined && trace.output.length > 2) return revertReason(trace.output);
    if (trace.error !== undefined) return trace.error.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
  } catch (thrown) {
    if (nodeRefusal(thrown) === null) throw thrown;
  }
  return replay(rpc, order, wallet, block);
}

async function replay(rpc: Rpc, order: Order, wallet: Address, block: BlockReference): Promise<string> {
  const { to, data, value, gasLimit } = order.plan;
  const request = { from: wallet, to, data, value: toQuantity(value), gas: toQuantity(gasLimit) };
  try {
    await rpc.call('eth_call', [request, atBlockHash(block)]);
    return '';
  } catch (thrown) {
    const refusal = nodeRefusal(thrown);
    if (refusal === null) throw thrown;
    return `${revertReason(refusal.data)} (replayed)`;
  }
}
