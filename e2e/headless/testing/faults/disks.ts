import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { present } from '../../../../app/domain/errors.ts';
import { audit } from '../audit.ts';
import { countersOf, currentEpoch } from '../journalView.ts';
import { sleep } from '../waiting.ts';
import type { Fault, Stage } from './fault.ts';
import { startAgain } from './kills.ts';
import { waitForMoment } from './moment.ts';

const full = /The journal cannot grow\. Make room on the disk, then resume/;

/**
 * Nothing can be written for some seconds. Trading halts and says why, reading goes on; with room again nothing is
 * missing, and a person resumes.
 */
export const fullDisk: Fault = {
  name: 'disk is full',
  kit: 'equipped',
  times: 3,
  whyNot: ({ disk }) => (disk === null ? 'no disk of its own for the data folder' : null),
  inject: async (stage, random) => {
    const { run } = stage;
    const disk = present(stage.disk, 'a disk that can be filled');
    const before = currentEpoch(run.data)?.epoch.id ?? '';
    const what = await waitForMoment(run, random);
    disk.fill();
    try {
      await run.until(() => full.test(run.output), 'a halt that says why');
      const shown = run.output.length;
      await run.until(() => /block \d+/.test(run.output.slice(shown)), 'blocks still being followed');
    } finally {
      disk.free();
    }
    const overAtMs = performance.now();
    await staysHalted(stage);
    await audit(run);
    expect(await run.end()).toBe(1);
    expect(run.summary().errors).toEqual([expect.stringMatching(full)]);
    await startAgain(stage, before, ['--resume']);
    return { overAtMs, epoch: 'another', what };
  },
};

/** What was found out without a person is not undone without one: the halt is kept, and nothing is signed under it. */
async function staysHalted({ run }: Stage): Promise<void> {
  const read = (): { tradingState: string; tradingStateReason: string } =>
    JSON.parse(readFileSync(join(run.data, 'settings.json'), 'utf8'));
  await run.until(() => read().tradingState === 'halted', 'the halt kept on disk');
  expect(read().tradingStateReason).toMatch(full);
  const blocks = countersOf(run.data)?.blocks ?? 0;
  await run.until(() => (countersOf(run.data)?.blocks ?? 0) > blocks + 2, 'blocks journaled again');
  const orders = (): number => currentEpoch(run.data)?.orders.length ?? 0;
  const ordersBefore = orders();
  await sleep(1_000);
  expect(orders()).toBe(ordersBefore);
}
