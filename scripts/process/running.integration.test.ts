import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'syndicate-running-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('endWithUs', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends a child on %s and itself with the code of the signal',
    async (signal) => {
      const pidFile = join(folder, 'pid');
      const source = `import { runQuietly } from ${JSON.stringify(resolve('scripts/process/run.mjs'))};
      await runQuietly('sh', ['-c', 'echo $$ > ${pidFile}; exec sleep 60']);`;
      const parent = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: 'ignore' });
      const pid = await vi.waitFor(() => {
        const read = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
        expect(read).toBeGreaterThan(1);
        return read;
      }, 10_000);
      parent.kill(signal);
      const [code] = await once(parent, 'exit');
      expect(code).toBe(signal === 'SIGTERM' ? 143 : 130);
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5_000);
    },
  );
});
