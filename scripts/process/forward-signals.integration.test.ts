import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const CHILD = `let count = 0;
  process.on('SIGINT', () => { count += 1; });
  process.stdout.write('ready');
  setInterval(() => { if (count > 0) setTimeout(() => { process.stdout.write(' interrupted ' + count); process.exit(7); }, 800); }, 20);`;

const LAUNCHER = `import { spawn } from 'node:child_process';
  import { forwardSignals } from ${JSON.stringify(resolve('scripts/process/forward-signals.mjs'))};
  const child = spawn(process.execPath, ['--eval', ${JSON.stringify(CHILD)}], { stdio: 'inherit' });
  forwardSignals(child);
  child.on('close', (code) => process.exit(code));`;

/** @returns what the child said after the signal, and the launcher's exit code */
async function interrupt(send: (launcherPid: number) => void): Promise<{ said: string; code: unknown }> {
  const launcher = spawn(process.execPath, ['--input-type=module', '--eval', LAUNCHER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  const closed = once(launcher, 'close');
  const ready = new Promise<void>((settle) => {
    launcher.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      settle();
    });
  });
  await ready;
  send(launcher.pid ?? Number.NaN);
  const [code] = await closed;
  return { said, code };
}

describe.skipIf(process.platform === 'win32')('forwardSignals', () => {
  const once = { said: 'ready interrupted 1', code: 7 };

  it('passes on a signal that reached the launcher alone', async () => {
    expect(await interrupt((pid) => process.kill(pid, 'SIGINT'))).toEqual(once);
  });

  it('does not repeat a signal that reached the whole group, as Ctrl-C does', async () => {
    expect(await interrupt((pid) => process.kill(-pid, 'SIGINT'))).toEqual(once);
  });

  it('does not repeat it when npm passes it on as well', async () => {
    const send = (pid: number) => {
      process.kill(-pid, 'SIGINT');
      process.kill(pid, 'SIGINT');
    };
    expect(await interrupt(send)).toEqual(once);
  });
});
