import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import type { LedgerAccount, LedgerEntry, Posting } from '../domain/ledger.ts';
import type { Fill } from '../domain/order.ts';
import type { Ledger } from './ledger.ts';

/**
 * Books a fill: the profit token against trading, gas against gas, any other token that the same receipt moved against
 * external. Tokens that are not in `tracked` are left out: nobody compares them with the chain, and a hostile contract
 * can claim any transfer.
 */
export function fillEntry(
  ledger: Ledger,
  fill: Fill,
  tracked: { has(token: Address): boolean },
  atMs: EpochMs,
): LedgerEntry {
  const postings: Posting[] = [];
  const move = (asset: Posting['asset'], amount: bigint, against: LedgerAccount): void => {
    if (amount !== 0n)
      postings.push({ account: 'wallet', asset, amount }, { account: against, asset, amount: -amount });
  };
  for (const { token, amount } of fill.receipt.tokenDeltas) {
    if (tracked.has(token)) move(token, amount, token === fill.realised.token ? 'trading' : 'external');
  }
  move('native', -fill.gasPaid, 'gas');
  return {
    id: ledger.freshId(`fill:${fill.orderId}:${fill.block.hash}`),
    kind: 'fill',
    block: fill.block,
    atMs,
    memo: `order ${fill.orderId} ${fill.receipt.succeeded ? 'landed' : 'reverted'} in block ${fill.block.number}`,
    postings,
  };
}
