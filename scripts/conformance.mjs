// `npm run conformance -- SUITE FILE...`: holds the product's own functions against vector files.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToExit, SetupFailure } from './failure.mjs';
import { runOnTerminal } from './process/run.mjs';
import { bundleScript } from './setup/bundle-script.mjs';
import { buildNativeAddon } from './setup/native-addon.mjs';
import { prepareTools, ROOT } from './setup/prepare.mjs';

const ENTRY = 'app/conformance/index.ts';

await runToExit(async () => {
  const args = process.argv.slice(2);
  if (args.length < 2) {
    process.stderr.write('Usage: npm run conformance -- SUITE FILE [FILE...]\n');
    return 2;
  }
  if (!existsSync(join(ROOT, ENTRY))) throw new SetupFailure(`${ENTRY} does not exist.`, 'git checkout -- app');
  const place = await prepareTools({ virtualDisplay: false });
  await buildNativeAddon(place.root, place.nodeEnv, place.electron.path);
  const program = await bundleScript(place.root, 'conformance', `import ${JSON.stringify(`./${ENTRY}`)};`);
  return runOnTerminal(place.electron.path, [program, ...args], {
    cwd: process.env.INIT_CWD ?? place.root,
    env: place.nodeEnv,
  });
});
