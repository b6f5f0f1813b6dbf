import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './terminalApp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
/** Linux's own "nobody": it owns nothing and may do nothing special. */
const nobody = 65_534;
const identity = isRoot ? { uid: nobody, gid: nobody } : {};

/** Why the terminal cannot be started as a plain user here; null where it can. */
function obstacle(): string | null {
  const readable = spawnSync(
    process.execPath,
    ['--eval', `require('fs').readdirSync(process.argv[1])`, join(root, 'out')],
    {
      ...identity,
      env: { ELECTRON_RUN_AS_NODE: '1' },
    },
  );
  if (readable.status !== 0) return `a user without rights cannot read ${root}`;
  const namespaces = spawnSync('unshare', ['--user', '--map-root-user', 'true'], identity);
  return namespaces.status === 0 ? null : 'this machine allows no user namespaces to a plain user';
}

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: readonly string[];
}

function readProcess(pid: number): ProcessFacts[] {
  try {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    // Chromium joins the arguments of its children by spaces, Linux those of others by NULs.
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
    return [{ pid, parent, commandLine }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** The process and everything it started, directly or not. */
function family(pid: number): ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const found = all.filter((each) => each.pid === pid);
  for (const each of found) found.push(...all.filter(({ parent }) => parent === each.pid));
  return found;
}

const reason = obstacle();
if (reason !== null) process.stderr.write(`The sandbox is not looked at: ${reason}.\n`);

describe.skipIf(reason !== null)('the sandbox of the pages', () => {
  const folder = temporaryFolder();
  let terminal: ChildProcess | undefined;

  afterAll(async () => {
    if (terminal !== undefined && terminal.exitCode === null) {
      const ended = new Promise((resolve) => terminal?.once('exit', resolve));
      terminal.kill('SIGTERM');
      await ended;
    }
    folder.remove();
  });

  it('is on in every renderer when the terminal is not run as root', async () => {
    const env: NodeJS.ProcessEnv = { ...process.env, HOME: folder.path, XDG_RUNTIME_DIR: folder.path };
    delete env.ELECTRON_RUN_AS_NODE;
    if (isRoot) {
      const key = join(folder.path, 'display-key');
      if (env.XAUTHORITY !== undefined) {
        copyFileSync(env.XAUTHORITY, key);
        chownSync(key, nobody, nobody);
        env.XAUTHORITY = key;
      }
      chownSync(folder.path, nobody, nobody);
    }
    terminal = spawn(process.execPath, [root, '--data', join(folder.path, 'data')], {
      ...identity,
      env,
      stdio: 'ignore',
    });
    const { pid } = terminal;
    if (pid === undefined) throw new Error('the terminal could not be started');
    const renderers = (): ProcessFacts[] =>
      family(pid).filter(({ commandLine }) => commandLine.includes('--type=renderer'));
    await expect.poll(() => renderers().length, { timeout: 60_000, interval: 200 }).toBeGreaterThanOrEqual(2);
    expect(family(pid).filter(({ commandLine }) => commandLine.includes('--no-sandbox'))).toEqual([]);
    for (const renderer of renderers()) {
      const status = readFileSync(`/proc/${renderer.pid}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\s+(?!0\s)\d+/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      // 2: a filter decides about each system call.
      expect(status).toMatch(/^Seccomp:\s+2$/m);
      if (isRoot) expect(readlinkSync(`/proc/${renderer.pid}/ns/user`)).not.toBe(readlinkSync('/proc/self/ns/user'));
    }
  });
});
