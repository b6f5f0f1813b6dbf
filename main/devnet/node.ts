import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ExpectedError } from '../../app/domain/errors.ts';

/** A chain id of our own: above the registered ones, so that no signature made here is valid anywhere else. */
export const devnetChainId = 7_777_001;
/** Small enough that a crowd of some dozen transactions fills half of it, so that the base fee lives. */
export const blockGasLimit = 8_000_000;
export const firstBaseFee = 9_000_000_000;
/** Blocks whose transactions, receipts and logs can be read: nine minutes at a second each. The node writes them all down at times. */
export const keptBlocks = 512;
/** Blocks at which state can be read, and back to which the chain can be reorganised: by 32, and each rollback takes the place of one. */
const keptStates = 48;

export interface Node {
  readonly url: string;
  readonly pid: number;
  /** Settles when the process has ended, whyever. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly lastWords: string }>;
  stop(): Promise<void>;
}

/** The anvil binary of this platform. @throws ExpectedError DEVNET_NODE_MISSING */
export function nodeBinary(root: string): string {
  const packageName = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    const require = createRequire(join(root, 'package.json'));
    const folder = dirname(require.resolve(`${packageName}/package.json`));
    // A binary inside an archive cannot be run: electron-builder lays it beside the archive.
    const path = join(folder, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil').replace(
      /\bapp\.asar\b/,
      'app.asar.unpacked',
    );
    if (existsSync(path)) return path;
    throw new Error(`${path} does not exist`);
  } catch (cause) {
    throw new ExpectedError('DEVNET_NODE_MISSING', `the devnet's node (${packageName}) is not installed`, {
      advice: 'Run: npm ci',
      cause,
    });
  }
}

export interface NodeOptions {
  readonly binary: string;
  /** For the node's own caches. */
  readonly folder: string;
  /**
   * build: keeps everything, for setting the market up; run: history is bounded. In both, blocks are mined only when asked:
   * given a block time of two seconds or less, anvil keeps 1,500 states whatever `--prune-history` says (2.3 GB here).
   */
  readonly purpose: 'build' | 'run';
  /** A state file to begin with. */
  readonly statePath: string | null;
}

const startTimeoutMs = 20_000;

/** Of jemalloc, which anvil uses: with one arena for all threads it takes 15 MB less, and is as fast for what we ask of it. */
const allocator = 'narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0';

/** Starts anvil on a loopback port of its own choice. @throws ExpectedError DEVNET_NODE_FAILED */
export async function startNode({ binary, folder, purpose, statePath }: NodeOptions): Promise<Node> {
  const [command, ...before] = bound(binary);
  const child = spawn(
    command,
    [
      before,
      ['--host', '127.0.0.1', '--port', '0', '--no-cors'],
      [
        '--chain-id',
        String(devnetChainId),
        '--accounts',
        '0',
        '--hardfork',
        'prague',
        '--base-fee',
        String(firstBaseFee),
      ],
      ['--gas-limit', String(purpose === 'build' ? 2_000_000_000 : blockGasLimit), '--no-mining'],
      // Exactly as they are sent, one after the other: sent at once, or sorted by anvil's own `fees`, another order results.
      ['--order', 'fifo'],
      // With pruning no state goes to disk. Both bounds hold for the node's whole life.
      purpose === 'build'
        ? []
        : ['--prune-history', String(keptStates), '--transaction-block-keeper', String(keptBlocks)],
      ['--cache-path', join(folder, 'cache')],
      statePath === null ? [] : ['--load-state', statePath],
    ].flat(),
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME: folder, PATH: process.env.PATH ?? '', RUST_BACKTRACE: '0', _RJEM_MALLOC_CONF: allocator },
    },
  );
  // However this process comes to exit, short of being killed outright, the node does not outlive it.
  const takeAlong = (): void => void child.kill('SIGKILL');
  process.once('exit', takeAlong);
  const output = tailOf(child);
  const ended = new Promise<{ code: number | null; signal: string | null; lastWords: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    child.once('exit', (code, signal) => {
      process.off('exit', takeAlong);
      resolve({ code, signal, lastWords: output() });
    });
  });
  const port = await Promise.race([listeningPort(child), ended.then(() => null)]);
  if (port === null || child.pid === undefined) {
    child.kill('SIGKILL');
    throw new ExpectedError('DEVNET_NODE_FAILED', 'the devnet node did not start', {
      advice: 'Look at its last words; free memory or disk if they name either.',
      facts: { lastWords: output() },
    });
  }
  return {
    url: `ws://127.0.0.1:${port}`,
    pid: child.pid,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** On Linux the kernel itself ends the node when this process is killed outright; elsewhere main reaps it at its next start. */
function bound(binary: string): readonly [string, ...string[]] {
  const launcher = '/usr/bin/setpriv';
  return existsSync(launcher) ? [launcher, '--pdeathsig', 'KILL', binary] : [binary];
}

/** Keeps the last of what the process says, for when it dies; reads on for ever so that it never blocks on a full pipe. */
function tailOf(child: ChildProcess): () => string {
  let tail = '';
  const keep = (chunk: Buffer): void => {
    tail = `${tail}${chunk.toString()}`.slice(-2_000);
  };
  child.stderr?.on('data', keep);
  return () => tail.trim();
}

function listeningPort(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    let said = '';
    const timer = setTimeout(() => resolve(null), startTimeoutMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said === 'listening') return;
      said += chunk.toString();
      const match = /Listening on 127\.0\.0\.1:(\d+)/.exec(said);
      if (match?.[1] === undefined) return;
      said = 'listening';
      clearTimeout(timer);
      resolve(Number(match[1]));
    });
  });
}
