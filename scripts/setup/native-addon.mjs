import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { lastLines, runQuietly } from '../process/run.mjs';
import { say, showProgress } from '../progress.mjs';
import { fingerprint, isStamped, STATE_FOLDER, stamp } from './stamp.mjs';

const INPUTS = [
  'native',
  'binding.gyp',
  'scripts/native',
  'node_modules/node-addon-api/package.json',
  'node_modules/node-api-headers/package.json',
];
const ADDON = 'build/Release/syndicate_native.node';

/**
 * Builds the addon against Node's stable C interface, so one build loads in Electron and in Node. Its headers come from npm.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env for Electron acting as Node, which node-gyp needs
 * @param {string} electronPath
 */
export async function buildNativeAddon(root, env, electronPath) {
  if (!existsSync(join(root, 'native'))) {
    say('native addon: skipped, native/ does not exist');
    return;
  }
  const print = fingerprint(root, INPUTS);
  if (isStamped(root, 'native', print) && existsSync(join(root, ADDON))) return;
  await showProgress('native addon', async () => {
    const headers = provideHeaders(root);
    const nodeGyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    const jobs = String(availableParallelism());
    const result = await runQuietly(
      electronPath,
      [nodeGyp, 'configure', 'build', `--nodedir=${headers}`, `--jobs=${jobs}`, '--loglevel=error'],
      { cwd: root, env },
    );
    if (result.code !== 0 || !existsSync(join(root, ADDON))) {
      say(lastLines(result.output, 40));
      throw new SetupFailure('The native addon did not compile (see above).', 'npm run setup');
    }
  });
  stamp(root, 'native', print);
}

/**
 * Lays out Node's C headers from npm the way node-gyp looks for a downloaded set.
 * @param {string} root
 * @returns {string}
 */
function provideHeaders(root) {
  const folder = join(root, STATE_FOLDER, 'node-headers');
  const include = join(folder, 'include', 'node');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(include, { recursive: true });
  cpSync(join(root, 'node_modules', 'node-api-headers', 'include'), include, {
    recursive: true,
    preserveTimestamps: true,
  });
  cpSync(join(root, 'scripts', 'native', 'headers'), include, { recursive: true, preserveTimestamps: true });
  return folder;
}
