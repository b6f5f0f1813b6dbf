import type { Random } from '../../../../app/domain/random.ts';
import type { HeadlessRun, Part } from '../headlessRun.ts';
import { currentEpoch } from '../journalView.ts';
import { sleep } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { waitForMoment } from './moment.ts';

const timesEach = 6;

/** One to twenty seconds, mostly few. */
export function someSeconds(random: Random): number {
  return Math.round(1_000 + 19_000 * random.next() ** 3);
}

/** A process that stands still for a while and goes on as if nothing had been. */
function freeze(name: string, pidsOf: (run: HeadlessRun) => readonly number[]): Fault {
  return {
    name,
    kit: 'plain',
    times: timesEach,
    inject: async ({ run }, random) => {
      await run.until(() => currentEpoch(run.data), 'an epoch');
      const forMs = someSeconds(random);
      const what = `${await waitForMoment(run, random)}, for ${forMs} ms`;
      const pids = pidsOf(run);
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await sleep(forMs);
      for (const pid of pids.toReversed()) process.kill(pid, 'SIGCONT');
      return { overAtMs: performance.now(), epoch: 'same', what };
    },
  };
}

function freezePart(part: Part): Fault {
  const name = part === 'anvil' ? 'node' : part.replace('main/', '');
  return freeze(`stop of the ${name} for 1-20 s`, (run) => [run.pidOf(part) ?? 0]);
}

export const freezes: readonly Fault[] = [
  freezePart('main/engine'),
  freezePart('main/signer'),
  freezePart('main/devnet'),
  freezePart('anvil'),
  freeze('stop of main for 1-20 s', (run) => [run.mainPid]),
  freeze('stop of all for 1-20 s', (run) => run.allPids()),
];
