import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The wall clock of a run's processes, as a test sets it. */
export interface ShiftedClock {
  /** For the environment of the application. */
  readonly environment: Readonly<Record<string, string>>;
  /** Moves the wall clock of our own processes, and of the devnet's, which stands for the world. In milliseconds. */
  shift(ours: number, world: number): void;
  readonly ours: number;
  readonly world: number;
  remove(): void;
}

export function shiftedClock(): ShiftedClock {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-clock-'));
  const file = join(folder, 'shift.json');
  const now = { ours: 0, world: 0 };
  const shift = (ours: number, world: number): void => {
    Object.assign(now, { ours, world });
    writeFileSync(file, JSON.stringify(now));
  };
  shift(0, 0);
  const preload = pathToFileURL(join(import.meta.dirname, 'shiftedClock.mjs')).href;
  return {
    environment: { SYNDICATE_TEST_CLOCK: file, NODE_OPTIONS: `--import=${preload}` },
    shift,
    get ours() {
      return now.ours;
    },
    get world() {
      return now.world;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
