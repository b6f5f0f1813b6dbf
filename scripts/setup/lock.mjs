import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { say } from '../progress.mjs';
import { STATE_FOLDER } from './stamp.mjs';

const POLL_MS = 250;

/**
 * Lets one set-up at a time work on a folder; a lock left by a dead process is taken over.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(root, work) {
  const file = join(root, STATE_FOLDER, 'setup.lock');
  requireWritable(root);
  let announced = false;
  while (!tryLock(file)) {
    const holder = holderOf(file);
    if (holder === undefined || !isSetup(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!announced) say(`waiting for another set-up of this folder (process ${holder})`);
    announced = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} root
 * @throws {SetupFailure} where this user may not write, as in a folder that root has set up
 */
function requireWritable(root) {
  const folder = join(root, STATE_FOLDER);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const message = `This user may not write to ${folder}.`;
    throw new SetupFailure(message, `sudo chown -R "$(id -un)" '${root}'`, { cause: error });
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {number | undefined}
 */
function holderOf(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A process id may have been given to another program since. @param {number} pid */
function isSetup(pid) {
  if (pid === process.pid) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  if (process.platform === 'linux')
    return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('scripts/');
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
