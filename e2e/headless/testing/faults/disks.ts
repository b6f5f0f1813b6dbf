import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { present } from '../../../../app/domain/errors.ts';
import { audit } from '../audit.ts';
import type { HeadlessRun } from '../headlessRun.ts';
import { countersOf, currentEpoch } from '../journalView.ts';
import { sleep } from '../waiting.ts';
import type { Fault, Stage } from './fault.ts';
import { startAgain } from './kills.ts';
import { waitForMoment } from './moment.ts';

/**
 * Nothing can be written for some seconds. Trading halts and says why, reading goes on; once it can be written again
 * nothing is missing, and a person resumes.
 */
function unwritable(
  means: Pick<Fault, 'name' | 'kit' | 'whyNot'> & {
    readonly said: RegExp;
    readonly begin: (stage: Stage) => void;
    readonly end: (stage: Stage) => void;
  },
): Fault {
  const { name, kit, whyNot, said, begin, end } = means;
  return {
    name,
    kit,
    times: 3,
    ...(whyNot === undefined ? {} : { whyNot }),
    inject: async (stage, random) => {
      const { run } = stage;
      const before = currentEpoch(run.data)?.epoch.id ?? '';
      const what = await waitForMoment(run, random);
      begin(stage);
      try {
        await run.until(() => said.test(run.output), 'a halt that says why');
        const shown = run.output.length;
        await run.until(() => /block \d+/.test(run.output.slice(shown)), 'blocks still being followed');
      } finally {
        end(stage);
      }
      const overAtMs = performance.now();
      await staysHalted(stage, said);
      await audit(run);
      expect(await run.end()).toBe(1);
      expect(run.summary().errors).toEqual([expect.stringMatching(said)]);
      await startAgain(stage, before, ['--resume']);
      return { overAtMs, epoch: 'another', what };
    },
  };
}

const fullDisk = unwritable({
  name: 'disk is full',
  kit: 'equipped',
  said: /The journal cannot grow\. Make room on the disk, then resume/,
  whyNot: ({ disk }) => (disk === null ? 'no disk of its own for the data folder' : null),
  begin: ({ disk }) => present(disk, 'a disk that can be filled').fill(),
  end: ({ disk }) => present(disk, 'a disk that can be filled').free(),
});

/** The flag holds for files that are open already, and for root. */
const readOnlyJournal = unwritable({
  name: 'journal is read-only',
  kit: 'plain',
  said: /The journal cannot be read or written\. Check that the data folder exists, that you may write in it/,
  whyNot: ({ run }) => {
    // Not the journal itself: that would already be the fault.
    const trial = join(run.data, 'trial');
    writeFileSync(trial, '');
    const refusal = setImmutable([trial], true);
    setImmutable([trial], false);
    rmSync(trial);
    return refusal === null ? null : `no file can be made read-only for those who have it open: ${refusal}`;
  },
  begin: ({ run }) => {
    expect(setImmutable(journalFiles(run), true)).toBeNull();
  },
  end: ({ run }) => {
    expect(setImmutable(journalFiles(run), false)).toBeNull();
  },
});

/** The journal and its write-ahead log. */
function journalFiles({ data }: HeadlessRun): readonly string[] {
  return ['journal.sqlite', 'journal.sqlite-wal'].map((name) => join(data, name));
}

/** Why it cannot be done, or null. */
function setImmutable(files: readonly string[], immutable: boolean): string | null {
  const changed = spawnSync('chattr', [immutable ? '+i' : '-i', ...files], { encoding: 'utf8' });
  return changed.status === 0 ? null : (changed.stderr ?? String(changed.error)).trim().slice(0, 100);
}

export const diskFaults: readonly Fault[] = [fullDisk, readOnlyJournal];

/** What was found out without a person is not undone without one: the halt is kept, and nothing is signed under it. */
async function staysHalted({ run }: Stage, said: RegExp): Promise<void> {
  const read = (): { tradingState: string; tradingStateReason: string } =>
    JSON.parse(readFileSync(join(run.data, 'settings.json'), 'utf8'));
  await run.until(() => read().tradingState === 'halted', 'the halt kept on disk');
  expect(read().tradingStateReason).toMatch(said);
  const blocks = countersOf(run.data)?.blocks ?? 0;
  await run.until(() => (countersOf(run.data)?.blocks ?? 0) > blocks + 2, 'blocks journaled again');
  const orders = (): number => currentEpoch(run.data)?.orders.length ?? 0;
  const ordersBefore = orders();
  await sleep(1_000);
  expect(orders()).toBe(ordersBefore);
}
