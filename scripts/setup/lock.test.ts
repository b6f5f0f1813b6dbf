import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withSetupLock } from './lock.mjs';

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'syndicate-lock-'));
  mkdirSync(join(root, '.syndicate'));
  file = join(root, '.syndicate/setup.lock');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('withSetupLock', () => {
  it('holds the lock while it works and releases it after a failure', async () => {
    const failing = withSetupLock(root, async () => {
      expect(existsSync(file)).toBe(true);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });

  it('says whose folder it is where it may not write', async () => {
    rmSync(join(root, '.syndicate'), { recursive: true });
    writeFileSync(join(root, '.syndicate'), 'not a folder');
    await expect(withSetupLock(root, async () => 'done')).rejects.toMatchObject({
      command: `sudo chown -R "$(id -un)" '${root}'`,
    });
  });

  it('takes over what a dead process left', async () => {
    const child = spawn('true');
    await once(child, 'close');
    writeFileSync(file, String(child.pid));
    expect(await withSetupLock(root, async () => 'done')).toBe('done');
  });

  it('takes over a lock whose process id now belongs to another program', async () => {
    writeFileSync(file, '1');
    expect(await withSetupLock(root, async () => 'done')).toBe('done');
  });

  it.runIf(process.platform === 'linux')('waits for a set-up that is alive', async () => {
    const other = spawn('sh', ['-c', 'sleep 30', 'scripts/setup.mjs']);
    try {
      writeFileSync(file, String(other.pid));
      let done = false;
      const waiting = withSetupLock(root, async () => {
        done = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(done).toBe(false);
      rmSync(file);
      await waiting;
      expect(done).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
