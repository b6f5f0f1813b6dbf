import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { EXTERNAL_PACKAGES, REQUIRE_BANNER } from './bundles.mjs';
import { STATE_FOLDER } from './stamp.mjs';

/**
 * Bundles a small program around modules of the product, to be run under Electron acting as Node.
 * @param {string} root
 * @param {string} name of the result
 * @param {string} source of the program; its imports are relative to root
 * @returns {Promise<string>} path of the bundle
 */
export async function bundleScript(root, name, source) {
  const outfile = join(root, STATE_FOLDER, 'scripts', `${name}.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  const { build } = await import('esbuild');
  try {
    await build({
      absWorkingDir: root,
      stdin: { contents: source, resolveDir: root, sourcefile: `${name}.mjs`, loader: 'js' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      external: [...EXTERNAL_PACKAGES, 'playwright-core'],
      banner: { js: REQUIRE_BANNER },
      sourcemap: 'inline',
      logLevel: 'warning',
    });
  } catch (error) {
    throw new SetupFailure(`${name} could not be bundled (see above).`, undefined, { cause: error });
  }
  return outfile;
}
