import type { EpochMs } from '../domain/clock.ts';
import type { Hash } from '../domain/hex.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { type Ledger, reversalId } from './ledger.ts';

/**
 * The entries that take back what was booked in blocks that a reorg orphaned, newest first. The opening balances stay:
 * where they were read in an orphaned block, the next comparison with the chain decides.
 */
export function reversals(ledger: Ledger, orphaned: readonly Hash[], atMs: EpochMs): readonly LedgerEntry[] {
  return orphaned
    .flatMap((block) => ledger.standingAt(block))
    .reverse()
    .map((entry) => ({
      id: reversalId(entry.id),
      kind: 'reversal' as const,
      block: entry.block,
      atMs,
      memo: `block ${entry.block.number} was replaced: takes back ${entry.id}`,
      postings: entry.postings.map((posting) => ({ ...posting, amount: -posting.amount })),
    }));
}
