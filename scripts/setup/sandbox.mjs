import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../failure.mjs';
import { runQuietly } from '../process/run.mjs';
import { say } from '../progress.mjs';

/**
 * The flags that Electron needs to open a window for this user. Chromium refuses to run as root inside its sandbox; for everyone
 * else the sandbox stays on.
 * @param {{ root: boolean }} user
 * @returns {string[]}
 */
export function sandboxFlags(user) {
  return user.root ? ['--no-sandbox'] : [];
}

/**
 * @returns {boolean} whether this process runs as root
 */
export function isRoot() {
  return process.platform !== 'win32' && process.getuid?.() === 0;
}

/**
 * Checks that the sandbox can be set up, before a window is opened.
 * @param {string} electronFolder
 * @throws {SetupFailure} where neither user namespaces nor the setuid helper work
 */
export async function checkSandbox(electronFolder) {
  if (process.platform !== 'linux') return;
  if (isRoot()) {
    say('running as root: Electron starts with --no-sandbox, LIVE locked');
    return;
  }
  const helper = join(electronFolder, 'chrome-sandbox');
  if (existsSync(helper) && isSetuidRoot(statSync(helper))) return;
  const namespaces = await runQuietly('unshare', ['--user', '--map-root-user', 'true']);
  if (namespaces.code === 0) return;
  throw new SetupFailure('This system does not let Electron set up its sandbox.', sandboxCommand(helper));
}

/**
 * @param {{ uid: number, mode: number }} file
 * @returns {boolean}
 */
export function isSetuidRoot(file) {
  return file.uid === 0 && (file.mode & 0o4111) === 0o4111;
}

/**
 * @param {string} helper path of chrome-sandbox
 * @returns {string}
 */
export function sandboxCommand(helper) {
  return `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}
