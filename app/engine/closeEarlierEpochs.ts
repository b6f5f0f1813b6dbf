import type { EpochMs } from '../domain/clock.ts';
import type { Epoch } from '../domain/run.ts';
import { compareWithChain } from '../portfolio/compareWithChain.ts';
import { Ledger } from '../portfolio/ledger.ts';
import type { Journal } from '../store/journal.ts';
import { type Checkpoint, checkpointVersion } from './checkpoint.ts';

/**
 * Closes the books of epochs on a devnet, for real or on paper, whose node is gone: held against the last balances that were read while it lived.
 * Nothing is carried across. Returns each difference in words; it belongs into the new run's errors.
 */
export function closeEarlierEpochs(journal: Journal, current: Epoch, atMs: EpochMs): readonly string[] {
  const problems: string[] = [];
  for (const { epoch, closedAtMs } of journal.epochs()) {
    if (epoch.id === current.id || closedAtMs !== null || epoch.chain.mode !== 'DEVNET') continue;
    const stored = journal.resumeEpoch(epoch.id, checkpointVersion);
    if (stored === null) continue;
    const { record } = stored;
    const folded = (stored.checkpoint as Checkpoint | null)?.ledger ?? null;
    const open = record.openOrders.map((order) => order.id);
    const left = open.length === 0 ? '' : `; orders still open when its node ended: ${open.join(' ')}`;
    const comparison =
      record.lastBalances === null
        ? null
        : compareWithChain(new Ledger(record.ledgerEntries, folded), record.lastBalances, atMs);
    if (comparison === null || comparison.kind === 'equal') {
      journal.closeEpoch(epoch.id, `books closed at block ${record.lastBlock?.number ?? 0}${left}`, atMs);
      continue;
    }
    const difference =
      comparison.kind === 'unexplained'
        ? comparison.message
        : `the chain had more than the books: ${comparison.entry.memo}`;
    journal.closeEpoch(epoch.id, `books closed with a difference: ${difference}${left}`, atMs);
    problems.push(`epoch ${epoch.id}: ${difference}`);
  }
  return problems;
}
