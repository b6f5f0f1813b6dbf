import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { breakdownDimensions } from '../domain/breakdown.ts';
import { monotonicNs } from '../domain/clock.ts';
import { type Journal, openJournal } from '../store/journal.ts';
import { sampleBlock, sampleEpoch, sampleOrder } from '../store/testing/sampleRecords.ts';
import { checkpointOf, checkpointVersion } from './checkpoint.ts';
import { type KernelState, keptOrders } from './kernelState.ts';
import { newKernel } from './newKernel.ts';
import { addToTotals } from './realisedTotals.ts';

import { landOrder } from './testing/landOrder.ts';
import { breakDown } from './transitions.ts';

let folder: string;
let journal: Journal;
const epoch = sampleEpoch('e1');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  journal = openJournal(folder);
  journal.beginEpoch(epoch);
});

afterEach(() => {
  journal.abandon();
  rmSync(folder, { recursive: true, force: true });
});

const kernelFrom = (resumption: Parameters<typeof newKernel>[3]): KernelState =>
  newKernel(epoch, createNativeDetector(), () => monotonicNs(0), resumption);

/** A reorg takes the fill of an order back. */
function takeBack(kernel: KernelState, i: number): void {
  const id = sampleOrder(i).id;
  const held = kernel.fills.get(id);
  if (held === undefined) throw new Error('the fill is not held');
  kernel.fills.delete(id);
  breakDown(kernel, id);
  addToTotals(kernel.totals, held.fill, held.atMs, -1n);
  const seq = journal.appendInput(sampleBlock(i));
  journal.appendDecisions(seq, [{ kind: 'fillReversed', orderId: id, blockNumber: held.fill.block.number }]);
}

function figures(kernel: KernelState): unknown {
  const accounts = ['wallet', 'executor', 'gas', 'trading', 'opening', 'external'] as const;
  return {
    totals: kernel.totals,
    total: kernel.breakdown.total,
    rows: breakdownDimensions.map((dimension) => kernel.breakdown.rows(dimension)),
    holdings: accounts.map((account) =>
      kernel.ledger.holdings(account as Parameters<typeof kernel.ledger.holdings>[0]),
    ),
    open: [...kernel.orders.values()].filter(({ state }) => state === 'submitted').map(({ id }) => id),
    opened: kernel.ledger.opened,
  };
}

function resumed(): { kernel: KernelState; orders: number; entries: number } {
  journal.close();
  journal = openJournal(folder);
  journal.beginEpoch(epoch);
  const stored = journal.resumeEpoch('e1', checkpointVersion);
  if (stored === null) throw new Error('no epoch');
  const { record, checkpoint } = stored;
  return {
    kernel: kernelFrom({ ...record, checkpoint }),
    orders: record.orders.length,
    entries: record.ledgerEntries.length,
  };
}

it('gives a restart the same sums as the whole epoch, from the newest rows alone', { timeout: 60_000 }, () => {
  const count = keptOrders + 2_000;
  const kernel = kernelFrom(null);
  for (let i = 1; i <= count; i += 1) landOrder(kernel, journal, i);
  journal.saveCheckpoint(checkpointOf(kernel));
  const first = resumed();
  expect(first.orders).toBeLessThanOrEqual(keptOrders + 10);
  expect(first.entries).toBeLessThan(100);
  expect(figures(first.kernel)).toEqual(figures(kernel));
  // And goes on from there: what came after the checkpoint, a fill of before that a reorg took back, and another checkpoint.
  for (let i = count + 1; i <= count + 700; i += 1) landOrder(first.kernel, journal, i);
  takeBack(first.kernel, count - 5);
  const second = resumed();
  expect(figures(second.kernel)).toEqual(figures(first.kernel));
  journal.saveCheckpoint(checkpointOf(second.kernel));
  expect(figures(resumed().kernel)).toEqual(figures(first.kernel));
  const whole = journal.loadEpoch('e1');
  expect(whole?.orders.length).toBe(count + 700);
  expect(figures(kernelFrom(whole))).toEqual(figures(first.kernel));
});

it('reads the whole epoch where the checkpoint is of another version, or the projections were made again', () => {
  const kernel = kernelFrom(null);
  for (let i = 1; i <= 50; i += 1) landOrder(kernel, journal, i);
  journal.saveCheckpoint(checkpointOf(kernel));
  expect(journal.resumeEpoch('e1', checkpointVersion + 1)).toMatchObject({ checkpoint: null });
  journal.rebuildProjections();
  const again = resumed();
  expect(again.orders).toBe(50);
  expect(figures(again.kernel)).toEqual(figures(kernel));
});
