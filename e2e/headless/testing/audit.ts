import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Asset } from '../../../app/domain/ledger.ts';
import { type Order, openOrderStates } from '../../../app/domain/order.ts';
import { parseSpendLog } from '../../../app/signing/spendLogText.ts';
import type { SpendRecord } from '../../../app/signing/spendRecord.ts';
import type { EpochRecord } from '../../../app/store/records.ts';
import type { HeadlessRun } from './headlessRun.ts';
import { currentEpoch } from './journalView.ts';
import { type NodeRpc, quantity } from './nodeRpc.ts';
import { sleep } from './waiting.ts';

interface ChainTransaction {
  readonly hash: string;
  readonly nonce: number;
  readonly block: string;
  readonly succeeded: boolean;
  readonly fee: bigint;
}

interface ChainBlock {
  readonly hash: string;
  readonly transactions: readonly { readonly hash: string; readonly from: string; readonly nonce: string }[];
}

export interface Audit {
  readonly epoch: EpochRecord;
  readonly transactions: readonly ChainTransaction[];
  readonly signatures: readonly SpendRecord[];
}

/**
 * Holds journal, spend log and chain of a running application against each other, each read by a way of its own, while
 * the chain stands still.
 * @throws AssertionError naming what is lost, doubled or different
 */
export async function audit(run: HeadlessRun): Promise<Audit> {
  const thaw = run.freezeChain();
  try {
    const node = run.node;
    const epoch = await atChainHead(run, node);
    const transactions = await transactionsOf(node, epoch.epoch.wallet);
    const path = join(run.data, 'signer', `${epoch.epoch.id}.spend.jsonl`);
    const signatures = parseSpendLog(readFileSync(path, 'utf8')).records;
    nothingLost(epoch, transactions, signatures);
    nothingTwice(epoch, transactions, signatures);
    await booksEqual(node, epoch, transactions);
    return { epoch, transactions, signatures };
  } finally {
    thaw();
  }
}

/** Waits until the engine has read its account at the newest block and has nothing under way that the chain has decided. */
export async function atChainHead(run: HeadlessRun, node: NodeRpc): Promise<EpochRecord> {
  await sleep(300);
  return run.until(async () => {
    const { hash } = (await node.call('eth_getBlockByNumber', 'latest', false)) as { hash: string };
    const epoch = currentEpoch(run.data);
    const settled = epoch?.lastBlock?.hash === hash && epoch.lastBalances?.block.hash === hash;
    return settled ? epoch : null;
  }, 'the engine at the head of a chain that stands still');
}

/** The wallet's transactions in every block that the node still has: a wallet is younger than the run it belongs to. */
async function transactionsOf(node: NodeRpc, wallet: string): Promise<readonly ChainTransaction[]> {
  const latest = Number(await node.call('eth_blockNumber'));
  const found: ChainTransaction[] = [];
  for (let number = latest; ; number -= 1) {
    const block = (await node.call('eth_getBlockByNumber', quantity(number), true)) as ChainBlock | null;
    if (block === null) return found;
    for (const { hash, from, nonce } of block.transactions) {
      if (from.toLowerCase() !== wallet) continue;
      const receipt = (await node.call('eth_getTransactionReceipt', hash)) as Record<string, string>;
      const fee = BigInt(receipt.gasUsed ?? 0) * BigInt(receipt.effectiveGasPrice ?? 0);
      const succeeded = receipt.status === '0x1';
      found.push({ hash, nonce: Number(nonce), block: block.hash, succeeded, fee });
    }
  }
}

/** Every transaction of ours has its order, its signature and its fill, and the other way round. */
function nothingLost(
  { orders, fills }: EpochRecord,
  transactions: readonly ChainTransaction[],
  signatures: readonly SpendRecord[],
): void {
  const signed = new Map(signatures.map((record) => [record.orderId, record]));
  const included = orders.filter(({ state }) => state === 'landed' || state === 'reverted');
  const asBooked = included.map((order) => ({
    hash: order.transactionHash,
    nonce: order.nonce,
    block: order.resolvedAt?.hash,
    succeeded: order.state === 'landed',
    fee: fills.find(({ fill }) => fill.orderId === order.id)?.fill.gasPaid,
  }));
  expect(byNonce(asBooked)).toEqual(byNonce(transactions));
  expect(fills).toHaveLength(included.length);
  for (const order of orders) {
    if (order.transactionHash !== null) expect(signed.get(order.id)?.transactionHash).toBe(order.transactionHash);
  }
  const known = new Set(orders.map(({ id }) => id));
  expect(signatures.filter(({ orderId }) => !known.has(orderId))).toEqual([]);
}

function nothingTwice(
  { orders }: EpochRecord,
  transactions: readonly ChainTransaction[],
  signatures: readonly SpendRecord[],
): void {
  expect(repeated(transactions.map(({ nonce }) => nonce))).toEqual([]);
  expect(repeated(signatures.map(({ orderId }) => orderId))).toEqual([]);
  const executes = signatures.filter(({ kind }) => kind === 'execute');
  expect(repeated(executes.map(({ nonce }) => nonce))).toEqual([]);
  const landed = orders.filter(({ kind, state }) => kind === 'execute' && state === 'landed');
  expect(repeated(landed.map(({ ticketId }) => ticketId))).toEqual([]);
  expect(stillOpen(orders, transactions)).toEqual([]);
}

/** Open orders at a nonce that the chain has used. */
function stillOpen(orders: readonly Order[], transactions: readonly ChainTransaction[]): readonly string[] {
  const used = new Set(transactions.map(({ nonce }) => nonce));
  return orders.filter(({ state, nonce }) => openOrderStates.includes(state) && used.has(nonce)).map(({ id }) => id);
}

/** The books' balances of our accounts, asset by asset, are what the node says. */
async function booksEqual(
  node: NodeRpc,
  { epoch, ledgerEntries }: EpochRecord,
  transactions: readonly ChainTransaction[],
): Promise<void> {
  const books = new Map<Asset, bigint>();
  for (const { postings } of ledgerEntries)
    for (const { account, asset, amount } of postings)
      if (account === 'wallet') books.set(asset, (books.get(asset) ?? 0n) + amount);
  const chain = new Map<Asset, bigint>();
  for (const asset of books.keys()) chain.set(asset, await balanceOf(node, asset, epoch.wallet));
  expect(books).toEqual(chain);
  const count = Number(await node.call('eth_getTransactionCount', epoch.wallet, 'latest'));
  expect(transactions).toHaveLength(count);
}

export async function balanceOf(node: NodeRpc, asset: Asset, owner: string): Promise<bigint> {
  if (asset === 'native') return BigInt(String(await node.call('eth_getBalance', owner, 'latest')));
  const data = `0x70a08231${owner.slice(2).padStart(64, '0')}`;
  return BigInt(String(await node.call('eth_call', { to: asset, data }, 'latest')));
}

function byNonce<T extends { readonly nonce: number }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => a.nonce - b.nonce);
}

function repeated<T>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
