import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { lastLines, runQuietly } from '../process/run.mjs';
import { say, showProgress } from '../progress.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const PAGES = ['index.html', 'approve/index.html'];
const INPUTS = ['renderer', 'app/contract', 'app/domain', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

/**
 * Builds the window's pages when their sources changed.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {string} electronPath
 */
export async function buildPages(root, env, electronPath) {
  const absent = PAGES.filter((page) => !existsSync(join(root, 'renderer', page)));
  if (absent.length > 0) {
    for (const page of absent) say(`pages: skipped, renderer/${page} does not exist`);
    return;
  }
  const print = fingerprint(root, INPUTS);
  const built = PAGES.every((page) => existsSync(join(root, 'out', 'renderer', page)));
  if (built && isStamped(root, 'pages', print)) return;
  await showProgress('pages', async () => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const result = await runQuietly(electronPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, env });
    if (result.code === 0) return;
    say(lastLines(result.output, 40));
    throw new SetupFailure("The window's pages could not be built (see above).", 'npm run setup');
  });
  stamp(root, 'pages', print);
}
