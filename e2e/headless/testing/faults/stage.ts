import { rmSync } from 'node:fs';
import { writeDiskSettings } from '../diskSettings.ts';
import { startBroker } from '../endpointBroker.ts';
import { HeadlessRun } from '../headlessRun.ts';
import type { Fault, Stage } from './fault.ts';
import { shiftedClock } from './shiftedClock.ts';
import { smallDisk } from './smallDisk.ts';

/** Of `--crowd busy`. */
const intensity = 2.5;

/** Starts the application under load, with what a kit of faults needs around it. Resolves when it trades. */
export async function openStage(kit: Fault['kit'], seed: number): Promise<Stage> {
  if (kit === 'plain') {
    const stage = { run: await HeadlessRun.start({ seed, intensity }), broker: null, clock: null, disk: null };
    return trading(stage);
  }
  const broker = await startBroker([], { proxyRelays: true });
  const clock = shiftedClock();
  const disk = smallDisk();
  // What SQLite does on a full disk is to be seen, not the halt before it.
  if (typeof disk !== 'string') writeDiskSettings(disk.folder, { warnBelowMb: 0, haltBelowMb: 0 });
  const { environment } = clock;
  const place = typeof disk === 'string' ? {} : { data: disk.folder };
  const run = await HeadlessRun.start({ seed, intensity, broker, environment, ...place });
  return trading({ run, broker, clock, disk: typeof disk === 'string' ? null : disk });
}

async function trading(stage: Stage): Promise<Stage> {
  try {
    await stage.run.landMore(1, 60_000);
    return stage;
  } catch (error) {
    await closeStage(stage);
    throw error;
  }
}

/** Ends whatever is left of it and takes its files away. */
export async function closeStage({ run, broker, clock, disk }: Stage): Promise<void> {
  run.dispose();
  rmSync(run.data, { recursive: true, force: true });
  await broker?.stop();
  clock?.remove();
  disk?.remove();
}
