import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { lastLines, runQuietly } from '../process/run.mjs';
import { say, showProgress } from '../progress.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const COMPILER = 'scripts/contracts.mjs';
const OUTPUT = 'resources/contracts/out';

/**
 * Compiles the Solidity sources when they changed.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string} electronPath
 */
export async function compileContracts(root, env, electronPath) {
  if (!existsSync(join(root, COMPILER))) {
    say(`contracts: skipped, ${COMPILER} does not exist`);
    return;
  }
  const inputs = ['resources/contracts', COMPILER, 'scripts/contracts', 'node_modules/solc/package.json'];
  const print = fingerprint(root, inputs);
  if (isStamped(root, 'contracts', print) && existsSync(join(root, OUTPUT))) return;
  await showProgress('contracts', async () => {
    const result = await runQuietly(electronPath, [join(root, COMPILER)], { cwd: root, env });
    if (result.code === 0) return;
    say(lastLines(result.output, 40));
    throw new SetupFailure('The contracts did not compile (see above).', `node ${COMPILER}`);
  });
  stamp(root, 'contracts', print);
}
