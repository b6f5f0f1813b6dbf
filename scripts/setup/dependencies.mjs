import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { lastLines, runQuietly } from '../process/run.mjs';
import { say, showProgress } from '../progress.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} LockFile
 */

/**
 * Installs exactly what the lock file names, when node_modules holds something else.
 * @param {string} root
 */
export async function installDependencies(root) {
  const print = fingerprint(root, ['package.json', 'package-lock.json']);
  const present = missingPackages(root).length === 0;
  if (present && isStamped(root, 'dependencies', print)) return;
  if (present && installedEqualsLocked(readLock(join(root, 'package-lock.json')), installedLock(root))) {
    stamp(root, 'dependencies', print);
    return;
  }
  await showProgress('npm packages', async () => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const result = await runQuietly(npm, ['ci', '--ignore-scripts', '--loglevel=error', '--no-fund', '--no-audit'], {
      cwd: root,
    });
    if (result.code !== 0) {
      say(lastLines(result.output));
      throw new SetupFailure(`npm could not install the packages (exit code ${result.code}, see above).`, 'npm ci');
    }
  });
  stamp(root, 'dependencies', print);
}

/**
 * Every package that is locked for all machines is installed in that version.
 * @param {LockFile} locked
 * @param {LockFile} installed
 * @returns {boolean}
 */
export function installedEqualsLocked(locked, installed) {
  const present = installed.packages ?? {};
  const wanted = Object.entries(locked.packages ?? {}).filter(([path]) => path !== '');
  if (wanted.length === 0) return false;
  return wanted.every(([path, entry]) => {
    const found = present[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

/**
 * @param {string} root
 * @returns {string[]} names of direct dependencies that are not in node_modules in the version of package.json
 */
export function missingPackages(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return wanted
    .filter(([name, version]) => {
      const file = join(root, 'node_modules', name, 'package.json');
      return !existsSync(file) || JSON.parse(readFileSync(file, 'utf8')).version !== versionOf(version);
    })
    .map(([name]) => name);
}

/** `npm:other@1.2.3` is another package under this name. @param {string} wanted */
function versionOf(wanted) {
  return wanted.startsWith('npm:') ? wanted.slice(wanted.lastIndexOf('@') + 1) : wanted;
}

/**
 * @param {string} file
 * @returns {LockFile}
 */
function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** npm keeps what it installed in a lock file of its own. @param {string} root */
function installedLock(root) {
  return readLock(join(root, 'node_modules', '.package-lock.json'));
}
