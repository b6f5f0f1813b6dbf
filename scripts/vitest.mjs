// `npm run vitest -- [arguments]`: the test runner itself, on Electron acting as Node, for working on one thing.
import { join } from 'node:path';
import { describeFailure, runToExit, SetupFailure } from './failure.mjs';
import { runOnTerminal } from './process/run.mjs';
import { compileContracts } from './setup/contracts.mjs';
import { withSetupLock } from './setup/lock.mjs';
import { buildNativeAddon } from './setup/native-addon.mjs';
import { prepareTools } from './setup/prepare.mjs';
import { temporaryFolder } from './testing/temporary-folder.mjs';

await runToExit(async () => {
  const place = await prepareTools({ virtualDisplay: false });
  for (const build of [buildNativeAddon, compileContracts]) {
    const built = withSetupLock(place.root, () => build(place.root, place.nodeEnv, place.electron.path));
    await built.catch((/** @type {unknown} */ error) => {
      if (!(error instanceof SetupFailure)) throw error;
      process.stderr.write(`${describeFailure(error)}\nGoing on without it.\n`);
    });
  }
  const vitest = join(place.root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = process.argv.slice(2);
  const command = args.some((arg) => ['run', 'watch', 'list', 'bench'].includes(arg)) ? args : ['run', ...args];
  const env = { ...place.nodeEnv, ...temporaryFolder() };
  return runOnTerminal(place.electron.path, [vitest, ...command], { cwd: place.root, env });
});
