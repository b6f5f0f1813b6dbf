import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runOnTerminal } from '../process/run.mjs';
import { STATE_FOLDER } from '../setup/stamp.mjs';
import { countTests } from './count-tests.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * @typedef {object} TestRun
 * @property {string} project of vitest.config.ts
 * @property {NodeJS.ProcessEnv} [env] added to the workplace's
 * @property {boolean} [virtualDisplay] run inside a virtual display
 * @property {number} [timeoutMs] a runner that hangs is ended after this long; 25 min unless told
 * @property {readonly string[]} [args]
 */

/**
 * Runs one project of the tests under Electron acting as Node.
 * @param {import('../setup/prepare.mjs').Workplace} place
 * @param {TestRun} run
 * @returns {Promise<import('./count-tests.mjs').TestCounts>}
 */
export async function runVitest(place, run) {
  const report = join(place.root, STATE_FOLDER, 'reports', `${run.project}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = [
    place.electron.path,
    join(place.root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--project=${run.project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(run.args ?? []),
  ];
  const [command = '', ...args] = run.virtualDisplay ? [...VIRTUAL_DISPLAY, ...vitest] : vitest;
  const timeoutMs = run.timeoutMs ?? LONGEST_MS;
  const beganMs = performance.now();
  const code = await runOnTerminal(command, args, {
    cwd: place.root,
    env: { ...place.nodeEnv, ...temporaryFolder(), ...run.env },
    timeoutMs,
  });
  if (performance.now() - beganMs >= timeoutMs)
    process.stdout.write(
      `\nEnded after ${timeoutMs / 60_000} min; some of the ${run.project} tests had not come to their end.\n`,
    );
  return countTests(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined, code);
}

/** Large enough for the largest window that the tests look at. */
export const VIRTUAL_DISPLAY = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 2560x1440x24'];

const LONGEST_MS = 25 * 60_000;
