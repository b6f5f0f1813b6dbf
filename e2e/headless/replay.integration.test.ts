import { afterEach, expect, it } from 'vitest';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { monotonicNs } from '../../app/domain/clock.ts';
import { applyInput } from '../../app/engine/kernel.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { summaryOf } from '../../app/engine/summary.ts';
import { emptyDecisionHash, rollDecisionHash } from '../../app/store/decisionHash.ts';
import { openJournal } from '../../app/store/journal.ts';
import { audit } from './testing/audit.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { countersOf, currentEpoch, inputsOf } from './testing/journalView.ts';
import { reorgAndSeen } from './testing/reorg.ts';

let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  run = null;
});

async function killEngine(on: HeadlessRun): Promise<void> {
  const epoch = currentEpoch(on.data)?.epoch.id ?? '';
  const lives = inputsOf(on.data, epoch, 'started').length;
  kill(on.pidOf('main/engine') ?? 0);
  await on.until(() => inputsOf(on.data, epoch, 'started').length > lives, 'the engine again');
}

it('decides the same again from the journaled inputs of a run with reorgs and a killed engine', async () => {
  const started = await HeadlessRun.start({ seed: 31 });
  run = started;
  await started.until(() => (countersOf(started.data)?.blocks ?? 0) > 8, '8 blocks');
  await reorgAndSeen(started, 3);
  await started.landMore();
  await killEngine(started);
  await started.landMore();
  await reorgAndSeen(started, 2);
  await started.landMore();
  const summary = await endWell(started);
  const epoch = currentEpoch(started.data);
  if (epoch === null) throw new Error('no epoch in the journal');
  expect(summary.decisionHash).toBe(epoch.decisionHash);

  const journal = openJournal(started.data);
  const kernel = newKernel(epoch.epoch, createNativeDetector(), () => monotonicNs(0), null);
  let hash = emptyDecisionHash;
  let inputs = 0;
  for (const { input } of journal.inputs(epoch.epoch.id)) {
    for (const decision of applyInput(kernel, input).decisions) hash = rollDecisionHash(hash, decision);
    inputs += 1;
  }
  journal.close();
  expect(inputs).toBeGreaterThan(100);
  expect(hash).toBe(epoch.decisionHash);
  // Measured times aside, the replay has the same totals to show.
  const again = summaryOf(kernel, { durationS: 0, restarts: 0, decisionHash: hash });
  for (const field of ['blocks', 'swapsSeen', 'submitted', 'landed', 'reverted', 'gas', 'netInEth', 'reorgs'] as const)
    expect(again[field]).toEqual(summary[field]);
});

it('finds out after a kill that the chain has another branch than the journal', async () => {
  const started = await HeadlessRun.start({ seed: 32 });
  run = started;
  await started.until(() => (countersOf(started.data)?.blocks ?? 0) > 12, '12 blocks');
  await started.landMore();
  const engine = started.pidOf('main/engine') ?? 0;
  process.kill(engine, 'SIGSTOP');
  await started.builder.reorg(8);
  await killEngine(started);
  await started.landMore();
  await audit(started);
  await endWell(started);
});
