import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { runOnTerminal } from '../process/run.mjs';
import { bundleScript } from './bundle-script.mjs';
import { buildNativeAddon } from './native-addon.mjs';
import { prepareTools, ROOT } from './prepare.mjs';

/**
 * Sets up what a command line of the product needs and runs its entry, in the folder where the person is.
 * @param {string} name
 * @param {string} entry of the program, relative to the root
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runEntry(name, entry, args) {
  if (!existsSync(join(ROOT, entry)))
    throw new SetupFailure(`${entry} does not exist.`, `git checkout -- ${entry.split('/')[0]}`);
  const place = await prepareTools({ virtualDisplay: false });
  await buildNativeAddon(place.root, place.nodeEnv, place.electron.path);
  const program = await bundleScript(place.root, name, `import ${JSON.stringify(`./${entry}`)};`);
  return runOnTerminal(place.electron.path, [program, ...args], {
    cwd: process.env.INIT_CWD ?? place.root,
    env: place.nodeEnv,
  });
}
