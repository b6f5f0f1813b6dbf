import { gasPaidBy } from '../domain/gasPaid.ts';
import type { Asset } from '../domain/ledger.ts';
import type { Receipt } from '../domain/order.ts';
import type { KernelState } from './kernelState.ts';

/**
 * What an account on paper had brought and spent before this process, as its books and orders say: the receipts that are still
 * held, which a reorg may take back, and the sums of all before them.
 */
export function paperPast({ ledger, orders, fills }: Pick<KernelState, 'ledger' | 'orders' | 'fills'>): {
  readonly changes: ReadonlyMap<Asset, bigint>;
  readonly transactions: number;
  readonly receipts: readonly Receipt[];
} {
  const changes = new Map<Asset, bigint>();
  const add = (asset: Asset, amount: bigint): void => void changes.set(asset, (changes.get(asset) ?? 0n) + amount);
  for (const account of ['trading', 'gas'] as const)
    for (const [asset, amount] of ledger.holdings(account)) add(asset, -amount);
  const receipts = [...fills.values()]
    .map(({ fill }) => fill.receipt)
    .toSorted((a, b) => a.block.number - b.block.number || a.transactionIndex - b.transactionIndex);
  for (const receipt of receipts) {
    add('native', gasPaidBy(receipt));
    for (const { token, amount } of receipt.tokenDeltas) add(token, -amount);
  }
  let nonce = 0;
  for (const order of orders.values())
    if (order.state === 'landed' || order.state === 'reverted') nonce = Math.max(nonce, order.nonce + 1);
  return { changes, transactions: nonce - receipts.length, receipts };
}
