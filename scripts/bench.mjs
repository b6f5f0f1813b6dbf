// `npm run bench -- NAME`: runs {app,main,e2e}/**/NAME.bench.ts and prints JSON lines; without a name it lists them. Those of e2e drive the
// real application, in a virtual display where there is none.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runToExit } from './failure.mjs';
import { runOnTerminal } from './process/run.mjs';
import { bundleScript } from './setup/bundle-script.mjs';
import { compileContracts } from './setup/contracts.mjs';
import { buildNativeAddon } from './setup/native-addon.mjs';
import { buildProduct, prepareTools, ROOT } from './setup/prepare.mjs';
import { hasDisplay } from './setup/system-packages.mjs';
import { VIRTUAL_DISPLAY } from './testing/vitest.mjs';

const ENDING = '.bench.ts';

await runToExit(async () => {
  const benches = findBenches(ROOT);
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) {
    process.stdout.write([...benches.keys()].map((each) => `${each}\n`).join(''));
    return 0;
  }
  const file = benches.get(name);
  if (file === undefined) {
    process.stderr.write(`There is no bench "${name}"; there are: ${[...benches.keys()].join(', ') || 'none'}.\n`);
    return 2;
  }
  const isWindowed = file.startsWith('e2e/');
  const isVirtual = isWindowed && !hasDisplay(process.env, process.platform);
  const place = await prepareTools({ virtualDisplay: isVirtual });
  if (isWindowed) await buildProduct(place);
  else {
    await buildNativeAddon(place.root, place.nodeEnv, place.electron.path);
    await compileContracts(place.root, place.nodeEnv, place.electron.path);
  }
  const program = await bundleScript(
    place.root,
    `bench-${name}`,
    `import { bench } from ${JSON.stringify(`./${file}`)};
await bench((line) => process.stdout.write((typeof line === 'string' ? line : JSON.stringify(line)) + '\\n'));`,
  );
  const run = [place.electron.path, '--expose-gc', program, ...args];
  const [command = '', ...rest] = isVirtual ? [...VIRTUAL_DISPLAY, ...run] : run;
  return runOnTerminal(command, rest, { cwd: place.root, env: place.nodeEnv });
});

/**
 * @param {string} root
 * @returns {Map<string, string>} file by name
 */
function findBenches(root) {
  const files = ['app', 'main', 'e2e'].flatMap((folder) => {
    const path = join(root, folder);
    const found = existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
    return found.map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
  });
  return new Map(
    files
      .filter((file) => file.endsWith(ENDING))
      .sort()
      .map((file) => [basename(file, ENDING), file]),
  );
}
