import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { applicationRoot } from './applicationRoot.ts';
import { readArtifacts } from './artifacts.ts';
import { keptBlocks, nodeBinary, startNode } from './node.ts';
import { devnetPeople } from './people.ts';
import { connectRpc } from './rpc.ts';
import { deployedState } from './snapshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'syndicate-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the factories logs and a bounded memory over more blocks than it remembers', async () => {
  const root = applicationRoot();
  const artifacts = readArtifacts(root);
  const binary = nodeBinary(root);
  const { deployment, statePath } = await deployedState({
    root,
    binary,
    nodeVersion: 'slow test',
    folder,
    snapshotFolder: folder,
    artifacts,
    people: devnetPeople(),
  });
  const node = await startNode({ binary, folder, purpose: 'run', statePath });
  const rpc = await connectRpc(node.url);
  const address = [deployment.uniswapV2.factory, deployment.sushiswap.factory, deployment.uniswapV3.factory];
  const logs = async (): Promise<number> =>
    z.array(z.unknown()).parse(await rpc.call('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest', address })).length;
  const residentMb = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${node.pid}/status`, 'utf8'))?.[1]) / 1024;
  try {
    const before = await logs();
    expect(before).toBeGreaterThan(40);
    await rpc.call('anvil_mine', `0x${(keptBlocks + 50).toString(16)}`);
    expect(await logs()).toBe(before);
    const early = residentMb();
    await rpc.call('anvil_mine', '0x200');
    expect(residentMb()).toBeLessThan(Math.max(300, early * 1.2));
  } finally {
    rpc.close();
    await node.stop();
  }
});
