import type { Address } from '../domain/hex.ts';
import type { BlockReference, MissedOpportunity } from '../domain/opportunity.ts';
import type { Taker } from '../domain/order.ts';
import { findTaker, readBaseFee, readBlockReceipts } from './attribute.ts';
import type { Rpc } from './rpc.ts';
import { type KnownMarket, takerFrom } from './taker.ts';
import type { ReceiptReply } from './track.ts';

/** A swap of a trader moves one pool; what moves two or more of a route's takes the route. */
const leastPools = 2;

export interface MissedTaker {
  readonly opportunity: MissedOpportunity;
  readonly taker: Taker | null;
}

/**
 * Reads from a block who took routes that we saw pay in the block before and did not take. Null where nobody moved two of
 * a route's pools, or we ourselves moved one of them first.
 * @throws ExpectedError RPC_*
 */
export async function attributeMisses(
  rpc: Rpc,
  query: {
    readonly block: BlockReference;
    readonly wallet: Address;
    readonly missed: readonly MissedOpportunity[];
    readonly market: KnownMarket;
    /** Accounts that are no rivals. */
    readonly besides?: readonly Address[];
  },
): Promise<readonly MissedTaker[]> {
  const { block, wallet, missed, market, besides = [] } = query;
  const [receipts, baseFeePerGas] = await Promise.all([readBlockReceipts(rpc, block), readBaseFee(rpc, block)]);
  return missed.map((opportunity) => {
    const transactionIndex = firstOwn(receipts, wallet, opportunity.routePools);
    const found = findTaker(receipts, { wallet, besides, routePools: opportunity.routePools, transactionIndex });
    const taken = found !== null && touched(found, opportunity.routePools) >= leastPools;
    return { opportunity, taker: taken ? takerFrom(found, baseFeePerGas, market) : null };
  });
}

function firstOwn(receipts: readonly ReceiptReply[], wallet: Address, pools: readonly Address[]): number {
  const own = receipts.find((receipt) => receipt.from === wallet && touched(receipt, pools) > 0);
  return own?.transactionIndex ?? Number.MAX_SAFE_INTEGER;
}

function touched(receipt: ReceiptReply, pools: readonly Address[]): number {
  const addresses = new Set(receipt.logs.map((log) => log.address));
  return pools.filter((pool) => addresses.has(pool)).length;
}
