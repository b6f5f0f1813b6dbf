import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for all that tests and the processes they kill leave behind; it goes when this process ends.
 * @returns {{ TMPDIR: string }} for the environment of what is started. The name is short: a socket's path may have 107 bytes.
 */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'syn-'));
  // As the folder around it: one test starts the terminal as a user who owns nothing.
  chmodSync(folder, 0o1777);
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    } catch {
      process.stderr.write(`Could not remove ${folder}: something still writes there. Remove it by hand.\n`);
    }
  });
  return { TMPDIR: folder };
}
