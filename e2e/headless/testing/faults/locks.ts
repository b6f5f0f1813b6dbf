import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { HeadlessRun } from '../headlessRun.ts';
import { sleep } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { someSeconds } from './freezes.ts';
import { waitForMoment } from './moment.ts';

const longerThanAnyWaitMs = 3_000;

const lockedJournal: Fault = {
  name: 'journal locked by another for 1-20 s',
  kit: 'plain',
  times: 6,
  inject: async ({ run }, random) => {
    const forMs = someSeconds(random);
    const what = `${await waitForMoment(run, random)}, for ${forMs} ms`;
    const other = new Database(join(run.data, 'journal.sqlite'), { timeout: 5_000 });
    try {
      other.exec('BEGIN EXCLUSIVE');
      await sleep(forMs);
      if (forMs > longerThanAnyWaitMs)
        expect(run.log('engine')).toContain('The journal is in use. Nothing is sent meanwhile.');
      other.exec('ROLLBACK');
    } finally {
      other.close();
    }
    return { overAtMs: performance.now(), epoch: 'same', what };
  },
};

const secondInstance: Fault = {
  name: 'second instance on the same folder',
  kit: 'plain',
  times: 3,
  inject: async ({ run }, random) => {
    const what = await waitForMoment(run, random);
    const other = await HeadlessRun.start({ data: run.data });
    const status = await other.exit();
    other.leaveBehind();
    expect(status).toBe(3);
    expect(other.output).toContain(`another instance (process ${run.mainPid}) is using the data folder`);
    expect(other.output).toContain('name another folder with --data DIR');
    return { overAtMs: performance.now(), epoch: 'same', what };
  },
};

export const locks: readonly Fault[] = [lockedJournal, secondInstance];
