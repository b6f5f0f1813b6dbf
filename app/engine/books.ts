import { type Wei, wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import { utcDay } from '../portfolio/figures.ts';
import { reversals } from '../portfolio/reversals.ts';
import { countInclusion } from './inclusion.ts';
import type { KernelState } from './kernelState.ts';
import { noteBet } from './noteRisk.ts';
import type { Outcome } from './outcome.ts';
import { addToTotals } from './realisedTotals.ts';
import { breakDown, haltOnError } from './transitions.ts';

export function dayNet(kernel: KernelState, atMs: EpochMs): Wei {
  return wei(kernel.totals.days.get(utcDay(atMs))?.net ?? 0n);
}

export function dayGas(kernel: KernelState, atMs: EpochMs): Wei {
  return wei(kernel.totals.days.get(utcDay(atMs))?.gas ?? 0n);
}

/** Books an entry and remembers it; an id that is booked already is a bug of ours that stops trading. */
export function book(kernel: KernelState, outcome: Outcome, entry: LedgerEntry): boolean {
  const refusal = kernel.ledger.book(entry);
  if (refusal !== null) {
    kernel.counters.ledgerDifferences += 1;
    haltOnError(kernel, outcome, `ledger: ${refusal.message}`);
    return false;
  }
  kernel.equityStale = true;
  outcome.decisions.push({ kind: 'ledger', entry });
  return true;
}

/** Takes back everything booked in these blocks, which are not part of the chain any more. */
export function reverseBlocks(
  kernel: KernelState,
  outcome: Outcome,
  blocks: readonly BlockReference[],
  atMs: EpochMs,
): void {
  const orphaned = new Set(blocks.map((block) => block.hash));
  for (const entry of reversals(kernel.ledger, [...orphaned], atMs)) book(kernel, outcome, entry);
  for (const [orderId, { fill, atMs: filledAtMs }] of kernel.fills) {
    if (!orphaned.has(fill.block.hash)) continue;
    kernel.fills.delete(orderId);
    breakDown(kernel, orderId);
    addToTotals(kernel.totals, fill, filledAtMs, -1n);
    const order = kernel.orders.get(orderId);
    if (order?.kind === 'execute') {
      noteBet(kernel, order, fill, -1);
      countInclusion(kernel.counters.inclusion, order, fill, -1);
      if (fill.receipt.succeeded) kernel.counters.landed -= 1;
      else kernel.counters.reverted -= 1;
    }
    outcome.decisions.push({ kind: 'fillReversed', orderId, blockNumber: fill.block.number });
  }
}
