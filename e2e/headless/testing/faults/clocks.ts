import { present } from '../../../../app/domain/errors.ts';
import type { HeadlessRun } from '../headlessRun.ts';
import { currentEpoch, inputsOf } from '../journalView.ts';
import { sleep } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { someSeconds } from './freezes.ts';
import { waitForMoment } from './moment.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const lastsMs = 4_000;

/** What the engine took for the time when it journaled its newest tick. */
function engineClockMs(run: HeadlessRun): number {
  const epoch = currentEpoch(run.data)?.epoch.id ?? '';
  return inputsOf(run.data, epoch, 'timer').at(-1)?.atMs ?? 0;
}

/** The wall clock is wrong for some seconds, and right again. */
function jump(name: string, ours: number, world: number): Fault {
  return {
    name,
    kit: 'equipped',
    times: 3,
    inject: async ({ run, clock }, random) => {
      const what = await waitForMoment(run, random);
      const shifted = present(clock, 'a clock that can be set');
      const before = { ours: shifted.ours, world: shifted.world };
      shifted.shift(before.ours + ours, before.world + world);
      await sleep(lastsMs);
      await run.until(
        () => Math.abs(engineClockMs(run) - Date.now() - shifted.ours) < hourMs / 2,
        "the engine's clock set",
      );
      shifted.shift(before.ours, before.world);
      return { overAtMs: performance.now(), epoch: 'same', what };
    },
  };
}

/** A machine that slept: nothing ran, no monotonic clock went on, and the wall clock did. */
const sleepAndResume: Fault = {
  name: 'machine sleeps and wakes',
  kit: 'equipped',
  times: 6,
  inject: async ({ run, clock }, random) => {
    const sleptMs = 10_000 + random.below(dayMs);
    const forMs = someSeconds(random) / 4;
    const what = `${await waitForMoment(run, random)}, for ${Math.round(sleptMs / 1000)} s`;
    const pids = run.allPids();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await sleep(forMs);
    const shifted = present(clock, 'a clock that can be set');
    shifted.shift(shifted.ours + sleptMs, shifted.world + sleptMs);
    for (const pid of pids.toReversed()) process.kill(pid, 'SIGCONT');
    return { overAtMs: performance.now(), epoch: 'same', what };
  },
};

export const clockFaults: readonly Fault[] = [
  jump('our clock +1 h', hourMs, 0),
  jump('our clock -1 h', -hourMs, 0),
  jump('our clock +8 days: grants expire', 8 * dayMs, 0),
  jump('our clock -1 day', -dayMs, 0),
  jump("everyone's clock +1 h", hourMs, hourMs),
  jump("everyone's clock -1 h", -hourMs, -hourMs),
  sleepAndResume,
];
