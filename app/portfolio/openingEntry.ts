import type { EpochMs } from '../domain/clock.ts';
import type { ChainBalances, LedgerEntry, Posting } from '../domain/ledger.ts';

/** Opens the books with what the chain shows at the epoch's first block. Assets of which there is nothing are left out. */
export function openingEntry(balances: ChainBalances, atMs: EpochMs): LedgerEntry {
  const postings: Posting[] = [];
  for (const account of ['wallet', 'executor'] as const) {
    for (const [asset, amount] of balances[account]) {
      if (amount === 0n) continue;
      postings.push({ account, asset, amount }, { account: 'opening', asset, amount: -amount });
    }
  }
  return {
    id: 'opening',
    kind: 'opening',
    block: balances.block,
    atMs,
    memo: `balances at block ${balances.block.number}`,
    postings,
  };
}
