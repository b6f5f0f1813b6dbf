import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { say, showProgress } from '../progress.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

/** Sources of every bundle, and what decides how they are bundled. */
const INPUTS = [
  'app',
  'native',
  'main',
  'preload',
  'resources',
  'scripts/setup/bundles.mjs',
  'scripts/arguments.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/** What decisions follow from: a journal names the build that it was recorded by. */
const DECIDING = ['app', 'native', 'package-lock.json'];

const MAIN_ENTRIES = [
  'index',
  'headless',
  'calibrate',
  'engine/index',
  'signer/index',
  'devnet/index',
  'history/index',
  'calibration/index',
  'compute/index',
];
const PRELOAD_ENTRIES = ['panels', 'approve', 'detached'];

/** Not bundled: native code, code that starts its own worker files, and what Electron itself provides. */
export const EXTERNAL_PACKAGES = [
  'electron',
  'better-sqlite3',
  'pino',
  '@duckdb/*',
  '@foundry-rs/*',
  'highs',
  '*.node',
];

/** Packages written for CommonJS call `require`, which a module does not have. */
export const REQUIRE_BANNER =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

/**
 * Bundles main, its child processes and the preloads when their sources changed.
 * @param {string} root
 */
export async function buildBundles(root) {
  const main = existing(root, 'main', MAIN_ENTRIES);
  const preload = existing(root, 'preload', PRELOAD_ENTRIES);
  const print = fingerprint(root, INPUTS);
  const outputs = [...main.map((name) => `out/main/${name}.js`), ...preload.map((name) => `out/preload/${name}.cjs`)];
  if (isStamped(root, 'bundles', print) && outputs.every((file) => existsSync(join(root, file)))) return;
  await showProgress('bundles', async () => {
    const { build } = await import('esbuild');
    try {
      if (main.length > 0) await build(mainOptions(root, main));
      if (preload.length > 0) await build(preloadOptions(root, preload));
    } catch (error) {
      throw new SetupFailure('The TypeScript sources could not be bundled (see above).', 'npm run setup', {
        cause: error,
      });
    }
  });
  stamp(root, 'bundles', print);
}

/**
 * @param {string} root
 * @param {readonly string[]} names
 * @returns {import('esbuild').BuildOptions}
 */
function mainOptions(root, names) {
  rmSync(join(root, 'out', 'main'), { recursive: true, force: true });
  return {
    absWorkingDir: root,
    entryPoints: names.map((name) => `main/${name}.ts`),
    outbase: 'main',
    outdir: 'out/main',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    define: { SYNDICATE_BUILD: JSON.stringify(fingerprint(root, DECIDING).slice(0, 12)) },
    external: EXTERNAL_PACKAGES,
    banner: { js: REQUIRE_BANNER },
    sourcemap: true,
    logLevel: 'warning',
  };
}

/**
 * A sandboxed preload can require nothing but electron, so all else is bundled.
 * @param {string} root
 * @param {readonly string[]} names
 * @returns {import('esbuild').BuildOptions}
 */
function preloadOptions(root, names) {
  rmSync(join(root, 'out', 'preload'), { recursive: true, force: true });
  return {
    absWorkingDir: root,
    entryPoints: names.map((name) => `preload/${name}.ts`),
    outdir: 'out/preload',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    target: 'chrome148',
    external: ['electron'],
    sourcemap: 'inline',
    logLevel: 'warning',
  };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {string[]} those that exist; the others are named
 */
function existing(root, folder, names) {
  const absent = names.filter((name) => !existsSync(join(root, folder, `${name}.ts`)));
  if (absent.length > 0) say(`bundles: not there, skipped: ${absent.map((name) => `${folder}/${name}.ts`).join(', ')}`);
  return names.filter((name) => !absent.includes(name));
}
