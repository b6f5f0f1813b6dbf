import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chainId } from '../../domain/chain.ts';
import { seededRandom } from '../../domain/random.ts';
import { realClock } from '../testing/followMarket.ts';
import { connectRpc } from './connectRpc.ts';
import { decodeBlockHead } from './decodeBlockHead.ts';

/** The node's package is named after the platform. */
const binary = createRequire(import.meta.url).resolve(
  `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/bin/anvil`,
);

it('talks to a node over its local socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-ipc-'));
  const path = join(folder, 'node.ipc');
  const node = spawn(
    binary,
    ['--port', '0', '--no-cors', '--ipc', path, '--chain-id', '7', '--accounts', '0', '--no-mining'],
    { stdio: 'ignore', env: { HOME: folder } },
  );
  const client = connectRpc({
    endpoints: [`ipc:${path}`],
    chainId: chainId(7),
    clock: realClock,
    random: seededRandom(1),
  });
  try {
    const heads: number[] = [];
    client.subscribe('newHeads', null, (result) => heads.push(decodeBlockHead(result).number));
    await client.connected();
    await client.call('anvil_mine', ['0x3']);
    const replies = await client.callAll(
      ['0x0', '0x1', '0x2', '0x3'].map((number) => ({ method: 'eth_getBlockByNumber', params: [number, false] })),
    );
    expect(replies.map((reply) => decodeBlockHead(reply).number)).toEqual([0, 1, 2, 3]);
    for (let i = 0; i < 200 && heads.length < 3; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heads).toEqual([1, 2, 3]);
    node.kill('SIGKILL');
    for (let i = 0; i < 200 && client.state.kind === 'connected'; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(client.state.kind).not.toBe('connected');
  } finally {
    client.close();
    node.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
