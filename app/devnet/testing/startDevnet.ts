import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { type DevnetReady, type DevnetStart, devnetRequests } from '../../contract/devnet.ts';
import { requesterOn } from '../../contract/requests.ts';
import type { Chain } from '../../domain/chain.ts';
import type { Address } from '../../domain/hex.ts';
import { type BuilderControl, builderControlOver } from './builderControl.ts';

export interface TestDevnet {
  readonly chain: Chain;
  readonly nodePid: number;
  readonly devnetPid: number;
  /** Where the actors' truth is written. */
  readonly folder: string;
  /** What the process said so far. */
  readonly said: () => string;
  /** Settles when the process has ended. */
  readonly ended: Promise<number | null>;
  provision(owner: Address, wei: bigint): Promise<Address>;
  /** Raw JSON-RPC to the public endpoint over a connection of its own. */
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** What the builder can be told to do. */
  readonly builder: BuilderControl;
  /** Goes away without a word, as a parent that was killed does. */
  disconnect(): void;
  /** Replaces the newest blocks; their transactions wait again. */
  reorg(depth: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the real devnet process for a test, without main. Must run under a Node that strips types (Electron's). All options
 * have defaults: seed 1, blocks of 1 s, folders that vanish at stop, and a snapshot shared by all tests of this machine.
 */
export async function startTestDevnet(options: Partial<DevnetStart> = {}): Promise<TestDevnet> {
  const ownFolder = mkdtempSync(join(tmpdir(), 'syndicate-devnet-'));
  const folder = options.folder ?? join(ownFolder, 'devnet');
  const entry = fileURLToPath(new URL('../../../main/devnet/index.ts', import.meta.url));
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-20_000);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const requester = requesterOn(
    {
      post: (message) => void child.send(message as object),
      listen: (receive) => {
        child.on('message', receive);
        return () => child.off('message', receive);
      },
    },
    'devnet',
    devnetRequests,
  );
  void ended.then(() => requester.close());
  let ready: DevnetReady;
  try {
    ready = await requester.call(
      'start',
      {
        folder,
        snapshotFolder: options.snapshotFolder ?? join(tmpdir(), 'syndicate-devnet-snapshot'),
        seed: options.seed ?? 1,
        blockTimeMs: options.blockTimeMs ?? 1000,
        intensity: options.intensity ?? 1,
        rivals: 1,
      },
      60_000,
    );
  } catch (cause) {
    child.kill('SIGTERM');
    throw new Error(`the devnet did not start: ${said}`, { cause });
  }
  const connection = await connect(ready.chain.endpoints[0] ?? '', () => said);
  const builder = builderControlOver(connection.call);
  return {
    chain: ready.chain,
    nodePid: ready.nodePid,
    devnetPid: child.pid ?? 0,
    folder,
    said: () => said,
    ended,
    provision: async (owner, wei) => (await requester.call('provision', { owner, wei })).executor,
    rpc: connection.call,
    builder,
    reorg: async (depth) => void (await builder.reorg(depth)),
    disconnect: () => child.disconnect(),
    stop: async () => {
      connection.close();
      if (child.connected) await requester.call('stop', {}, 10_000).catch(() => child.kill('SIGTERM'));
      await ended;
      rmSync(ownFolder, { recursive: true, force: true });
    },
  };
}

async function connect(url: string, said: () => string): Promise<{ call: TestDevnet['rpc']; close(): void }> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as {
      id?: number;
      result?: unknown;
      error?: { message: string; data?: unknown };
    };
    const entry = waiting.get(message.id ?? -1);
    waiting.delete(message.id ?? -1);
    if (message.error === undefined) entry?.resolve(message.result);
    else entry?.reject(Object.assign(new Error(message.error.message), { data: message.error.data }));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values())
      reject(new Error(`the connection to the devnet closed; it said: ${said()}`));
  });
  return {
    call: (method, ...params) =>
      new Promise((resolve, reject) => {
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      }),
    close: () => socket.close(),
  };
}
