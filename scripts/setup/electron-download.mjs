import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exitCode } from '../process/run.mjs';
import { endWithUs } from '../process/running.mjs';
import { STATE_FOLDER } from './stamp.mjs';
import { watchDownload } from './watch-download.mjs';

/** Where the download does not begin within 10 s, the fallback is taken. */
const PATIENCE = { firstByteMs: 9_000, stallMs: 30_000, pollMs: 250 };

/**
 * Lets the electron package fetch its own binary, which it checks against its own checksums.
 * @param {string} root
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function downloadOfficialElectron(root) {
  const folder = join(root, STATE_FOLDER, 'download');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_USE_PROXY: '1' },
    stdio: 'ignore',
  });
  endWithUs(child);
  /** @type {Promise<number>} */
  const finished = new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code, signal) => resolve(exitCode(code, signal)));
  });
  try {
    return await watchDownload(
      {
        finished,
        receivedBytes: () => sizeOf(folder) + sizeOf(join(root, 'node_modules', 'electron', 'dist')),
        stop: () => child.kill('SIGKILL'),
      },
      PATIENCE,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {number} bytes in all its files
 */
function sizeOf(folder) {
  if (!existsSync(folder)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
