import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkLosses, type Loss, readTruth } from '../../app/devnet/testing/checkLosses.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { currentEpoch } from './testing/journalView.ts';

const wanted = 24;
let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  run = null;
});

/** Orders of ours that somebody else took, with the receipts of those that a block held. */
function losses(data: string): readonly Loss[] {
  const epoch = currentEpoch(data);
  const fills = new Map((epoch?.fills ?? []).map(({ fill }) => [fill.orderId, fill]));
  return (epoch?.orders ?? []).flatMap((order) => {
    return order.lostTo === null ? [] : [{ order, fill: fills.get(order.id) ?? null }];
  });
}

it('a busy crowd full of harm is survived, and who took what is reported as it truly was', async () => {
  run = await HeadlessRun.start({ seed: 7, blockTimeMs: 250, intensity: 2.5 });
  const { data } = run;
  await run.until(() => losses(data).length >= wanted, `${wanted} losses`, 150_000);
  const devnet = join(data, 'devnet');
  // The devnet's folder stays until the next start; the last outcome is written a head after its block.
  expect(await run.end()).toBe(0);
  const summary = run.summary();
  expect(summary.errors).toEqual([]);
  expect(summary.landed).toBeGreaterThan(0);
  expect(summary.quarantinedPools).toBe(0);
  expect(summary.distrustedPools).toBeGreaterThan(0);
  const { checked, byActor, misattributed } = checkLosses(readTruth(devnet), losses(data));
  expect(misattributed).toEqual([]);
  expect(checked).toBeGreaterThanOrEqual(wanted - 2);
  expect([...byActor.keys()].some((name) => name.startsWith('rival'))).toBe(true);
}, 240_000);
