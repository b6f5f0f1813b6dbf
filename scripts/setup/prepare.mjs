import { fileURLToPath } from 'node:url';
import { buildBundles } from './bundles.mjs';
import { compileContracts } from './contracts.mjs';
import { installDependencies } from './dependencies.mjs';
import { provideElectron } from './electron.mjs';
import { withSetupLock } from './lock.mjs';
import { buildNativeAddon } from './native-addon.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { buildPages } from './pages.mjs';
import { isRoot, sandboxFlags } from './sandbox.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @typedef {object} Workplace
 * @property {string} root
 * @property {import('./electron.mjs').Electron} electron
 * @property {string[]} windowFlags that Electron needs to open a window for this user
 * @property {NodeJS.ProcessEnv} env for everything that is started
 * @property {NodeJS.ProcessEnv} nodeEnv the same, with Electron acting as Node
 */

/**
 * Provides the tools: packages from npm, Electron, system packages.
 * @param {{ virtualDisplay: boolean }} needs
 * @returns {Promise<Workplace>}
 */
export async function prepareTools(needs) {
  checkNodeVersion(process.versions.node);
  return withSetupLock(ROOT, async () => {
    await installDependencies(ROOT);
    const electron = await provideElectron(ROOT);
    await installSystemPackages({ electronPath: electron.path, virtualDisplay: needs.virtualDisplay });
    return workplace(electron);
  });
}

/**
 * Builds what the product is made of, each part only when its sources changed.
 * @param {Workplace} place
 */
export async function buildProduct(place) {
  await withSetupLock(place.root, async () => {
    await buildNativeAddon(place.root, place.nodeEnv, place.electron.path);
    await compileContracts(place.root, place.nodeEnv, place.electron.path);
    await buildBundles(place.root);
    await buildPages(place.root, place.nodeEnv, place.electron.path);
  });
}

/**
 * @param {import('./electron.mjs').Electron} electron
 * @returns {Workplace}
 */
function workplace(electron) {
  const windowFlags = sandboxFlags({ root: isRoot() });
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    SYNDICATE_ROOT: ROOT,
    SYNDICATE_ELECTRON_PATH: electron.path,
    SYNDICATE_ELECTRON_OFFICIAL: electron.official ? '1' : '0',
    SYNDICATE_ELECTRON_FLAGS: windowFlags.join(' '),
  };
  delete env.ELECTRON_RUN_AS_NODE;
  return { root: ROOT, electron, windowFlags, env, nodeEnv: { ...env, ELECTRON_RUN_AS_NODE: '1' } };
}
