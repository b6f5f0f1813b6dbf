import { Interface } from 'ethers';
import { z } from 'zod';
import type { Address, Hash } from '../domain/hex.ts';
import type { Asset, ChainBalances } from '../domain/ledger.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Order, Receipt } from '../domain/order.ts';
import { aggregate, type MulticallCall, multicall, wordOf } from './multicall.ts';
import { readNonce } from './readNonce.ts';
import { hashReplySchema, parseReply, type Rpc, toQuantity } from './rpc.ts';
import { readReceipts } from './track.ts';

const erc20 = new Interface(['function balanceOf(address account) view returns (uint256)']);

export interface AccountQuery {
  readonly multicall3: Address;
  readonly wallet: Address;
  readonly executor: Address | null;
  readonly tokens: readonly Address[];
  readonly block: BlockReference;
  readonly openOrders: readonly Order[];
  /** Asked about only where the account's nonce is beyond theirs: before that they cannot be included. */
  readonly watched: readonly Order[];
  /** Blocks that our books rest on. */
  readonly bookedIn: readonly BlockReference[];
}

/**
 * Our balances and nonce at one block, and the receipts of open orders that are included by then; a later receipt waits
 * for the read of its own block, so that books and balances are of the same moment. A token that does not answer
 * is left out.
 * @throws ExpectedError RPC_*
 */
export async function readAccount(
  rpc: Rpc,
  query: AccountQuery,
): Promise<{
  readonly balances: ChainBalances;
  /** Transactions whose receipts were asked for. */
  readonly asked: readonly Hash[];
  readonly receipts: readonly Receipt[];
  /** Those of `bookedIn` that are not of the chain any more. */
  readonly replaced: readonly BlockReference[];
}> {
  const open = hashesOf(query.openOrders);
  const [wallet, executor, nonce, openReceipts, replaced] = await Promise.all([
    readHoldings(rpc, query, query.wallet),
    query.executor === null ? new Map<Asset, bigint>() : readHoldings(rpc, query, query.executor),
    readNonce(rpc, query.wallet, query.block),
    readReceipts(rpc, open, query.wallet),
    readReplaced(rpc, query.bookedIn),
  ]);
  const watched = hashesOf(query.watched.filter((order) => order.nonce < nonce));
  const receipts = [...openReceipts.values(), ...(await readReceipts(rpc, watched, query.wallet)).values()];
  return {
    balances: {
      block: query.block,
      wallet,
      executor,
      nonce,
    },
    asked: [...open, ...watched],
    receipts: receipts.filter((receipt) => receipt !== null && isBy(receipt, query.block)) as Receipt[],
    replaced,
  };
}

function hashesOf(orders: readonly Order[]): readonly Hash[] {
  return orders.flatMap(({ transactionHash }) => (transactionHash === null ? [] : [transactionHash]));
}

const blockHashSchema = z.object({ hash: hashReplySchema }).nullable();

async function readReplaced(rpc: Rpc, blocks: readonly BlockReference[]): Promise<readonly BlockReference[]> {
  const standing = await Promise.all(
    blocks.map(async ({ number, hash }) => {
      const reply = await rpc.call('eth_getBlockByNumber', [toQuantity(number), false]);
      return parseReply(blockHashSchema, reply, 'eth_getBlockByNumber')?.hash === hash;
    }),
  );
  return blocks.filter((_, index) => standing[index] !== true);
}

function isBy(receipt: Receipt, block: BlockReference): boolean {
  if (receipt.block.number === block.number) return receipt.block.hash === block.hash;
  return receipt.block.number < block.number;
}

async function readHoldings(rpc: Rpc, query: AccountQuery, account: Address): Promise<Map<Asset, bigint>> {
  const assets: readonly Asset[] = ['native', ...query.tokens];
  const calls = assets.map((asset) => balanceCall(query.multicall3, asset, account));
  const answers = await aggregate(rpc, query.multicall3, query.block, calls);
  const holdings = new Map<Asset, bigint>();
  assets.forEach((asset, index) => {
    const answer = wordOf(answers[index]);
    if (answer !== null) holdings.set(asset, answer);
  });
  return holdings;
}

function balanceCall(multicall3: Address, asset: Asset, account: Address): MulticallCall {
  return asset === 'native'
    ? [multicall3, false, multicall.encodeFunctionData('getEthBalance', [account])]
    : [asset, true, erc20.encodeFunctionData('balanceOf', [account])];
}
