import type { Journal } from '../../store/journal.ts';
import { sampleBlock, sampleEntry, sampleFill, sampleOrder } from '../../store/testing/sampleRecords.ts';
import type { Decision } from '../decision.ts';
import type { KernelState } from '../kernelState.ts';
import { addToTotals } from '../realisedTotals.ts';
import { putOrder } from '../transitions.ts';

/** Every so many orders one stays open. */
const openEvery = 977;

/** Lands an order as an account read does, in the kernel and in the journal; now and then one stays open. */
export function landOrder(
  kernel: KernelState,
  journal: Pick<Journal, 'appendInput' | 'appendDecisions'>,
  i: number,
  earlier: readonly Decision[] = [],
): void {
  const block = sampleBlock(i);
  const seq = journal.appendInput(block);
  const open = i % openEvery === 0;
  const order = { ...sampleOrder(i), state: open ? ('submitted' as const) : ('landed' as const) };
  const decisions: Decision[] = [...earlier];
  if (!open) {
    const [fill, entry] = [sampleFill(i), sampleEntry(i)];
    kernel.ledger.book(entry);
    kernel.fills.set(order.id, { fill, atMs: block.atMs });
    addToTotals(kernel.totals, fill, block.atMs, 1n);
    decisions.push({ kind: 'ledger', entry }, { kind: 'fill', fill });
  }
  putOrder(kernel, { decisions, effects: [], sightings: [] }, order);
  kernel.ledger.forgetBelow(i - 64);
  journal.appendDecisions(seq, decisions);
}
