import type { EquityPoint } from '../domain/equity.ts';
import type { FoldedBreakdown } from '../portfolio/breakdown.ts';
import type { FoldedLedger } from '../portfolio/ledger.ts';
import type { Checkpointed } from '../store/checkpoints.ts';
import { type KernelState, keptOrders, keptRecentBlocks } from './kernelState.ts';
import { addToTotals, copyTotals, type RealisedTotals } from './realisedTotals.ts';

/** Another number, and the checkpoints of before are not read: the whole epoch is. */
export const checkpointVersion = 3;

/**
 * What a restarted engine cannot know from the orders, fills and entries that are still held: the sums of all that is not. Follows from
 * the journal like every projection, so it is no decision and no hash holds it.
 */
export interface Checkpoint {
  readonly totals: RealisedTotals;
  readonly breakdown: FoldedBreakdown;
  readonly ledger: FoldedLedger;
  /** Orders that are held and whose fill is not: what they brought is in the sums. */
  readonly counted: readonly string[];
  readonly equity: readonly EquityPoint[];
}

/** Of the newest orders none is ever forgotten before an older one, so they are told by the first of them. */
const newestOrders = keptOrders - 500;

export function checkpointOf(kernel: KernelState): Checkpointed & { readonly payload: Checkpoint } {
  const orders = [...kernel.orders.keys()];
  const first = Math.max(0, orders.length - newestOrders);
  const counted = [...kernel.orders.values()]
    .filter(({ id, state }) => (state === 'landed' || state === 'reverted') && !kernel.fills.has(id))
    .map(({ id }) => id);
  for (const id of counted) kernel.breakdown.forget(id);
  const totals = copyTotals(kernel.totals);
  for (const { fill, atMs } of kernel.fills.values()) addToTotals(totals, fill, atMs, -1n);
  // Newer points may still be replaced by those of another branch.
  const equityTo = Math.max(0, (kernel.head?.number ?? 0) - keptRecentBlocks);
  const equity = kernel.equityLine.points.filter(({ blockNumber }) => blockNumber <= equityTo);
  return {
    version: checkpointVersion,
    payload: {
      totals,
      breakdown: kernel.breakdown.folded(),
      ledger: kernel.ledger.folded(),
      counted,
      equity,
    },
    held: {
      oldestOrder: first === 0 ? null : (orders[first] ?? null),
      earlierOrders: orders.slice(0, first),
      ledgerEntries: kernel.ledger.standingIds(),
      equityTo,
      equityBlocks: equity.map(({ blockNumber }) => blockNumber),
    },
  };
}
