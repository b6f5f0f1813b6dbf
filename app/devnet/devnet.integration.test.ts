import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AbiCoder, Contract, id, JsonRpcProvider, keccak256 } from 'ethers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { devnetReadySchema } from '../contract/devnet.ts';
import { parseAddress } from '../domain/hex.ts';
import { startTestDevnet, type TestDevnet } from './testing/startDevnet.ts';
import { devnetTokens } from './token.ts';
import type { ActorAction, ActorTruth } from './truth.ts';

const topics = {
  pairCreated: id('PairCreated(address,address,address,uint256)'),
  poolCreated: id('PoolCreated(address,address,uint24,int24,address)'),
  v2Swap: id('Swap(address,uint256,uint256,uint256,uint256,address)'),
  v3Swap: id('Swap(address,address,int256,int256,uint160,uint128,int24)'),
  v3Mint: id('Mint(address,address,int24,int24,uint128,uint256,uint256)'),
  v3Burn: id('Burn(address,int24,int24,uint128,uint256,uint256)'),
  executed: id('Executed(address,uint256,uint256)'),
};

interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly transactionHash: string;
}

interface Block {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
  readonly baseFeePerGas: string;
  readonly gasUsed: string;
  readonly gasLimit: string;
}

const started: TestDevnet[] = [];
const folders: string[] = [];

async function start(options: Parameters<typeof startTestDevnet>[0] = {}): Promise<TestDevnet> {
  const devnet = await startTestDevnet({ blockTimeMs: 250, ...options });
  started.push(devnet);
  return devnet;
}

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'syndicate-devnet-test-'));
  folders.push(folder);
  return folder;
}

async function head(devnet: TestDevnet): Promise<number> {
  return Number(await devnet.rpc('eth_blockNumber'));
}

async function blocksPass(devnet: TestDevnet, count: number): Promise<void> {
  const until = (await head(devnet)) + count;
  while ((await head(devnet)) < until) await sleep(50);
}

async function block(devnet: TestDevnet, number: number): Promise<Block> {
  return (await devnet.rpc('eth_getBlockByNumber', `0x${number.toString(16)}`, false)) as Block;
}

async function logs(devnet: TestDevnet, topic: string, fromBlock = 0): Promise<readonly Log[]> {
  const filter = { fromBlock: `0x${fromBlock.toString(16)}`, toBlock: 'latest', topics: [topic] };
  return (await devnet.rpc('eth_getLogs', filter)) as readonly Log[];
}

function actions(devnet: TestDevnet): readonly ActorAction[] {
  const lines = readFileSync(join(devnet.folder, 'truth.jsonl'), 'utf8').trim().split('\n');
  const truths = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ActorTruth);
  return truths.filter((truth) => truth.kind === 'action');
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie still answers: only its state tells.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 60 && lives(pid); i += 1) await sleep(50);
  return !lives(pid);
}

afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** keccak256 of the code that viem 2.45.0's Multicall3 constant deploys: another compilation than mainnet's, of the same source. */
const multicall3CodeHash = '0x5a29a1eb2f59e45e4249b938c8192cac0d2bd32398e1afa03f302a867db692ea';

describe('a running devnet', () => {
  let devnet: TestDevnet;
  let firstBlock: number;
  const owner = parseAddress('0x00000000000000000000000000000000000000aa');

  beforeAll(async () => {
    devnet = await startTestDevnet({ blockTimeMs: 250, seed: 11 });
    firstBlock = await head(devnet);
    await blocksPass(devnet, 60);
  });
  afterAll(() => devnet?.stop());

  it('describes itself as a chain of the table, on loopback, without accounts of its own', async () => {
    expect(() => devnetReadySchema.parse({ chain: devnet.chain, nodePid: devnet.nodePid })).not.toThrow();
    expect(devnet.chain.executor).toBeNull();
    expect(devnet.chain.mode).toBe('DEVNET');
    expect(Number(await devnet.rpc('eth_chainId'))).toBe(devnet.chain.chainId);
    expect(await devnet.rpc('eth_accounts')).toEqual([]);
    const port = Number(/^ws:\/\/127\.0\.0\.1:(\d+)$/.exec(devnet.chain.endpoints[0] ?? '')?.[1]);
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`));
    expect(listening).toHaveLength(1);
    expect(listening[0]).toContain('0100007F:');
  });

  it('has at least 40 pools, all found from the factories logs, and V3 liquidity over several ranges', async () => {
    const pairs = await logs(devnet, topics.pairCreated);
    const pools = await logs(devnet, topics.poolCreated);
    const factories = devnet.chain.dexes.map((dex) => dex.factory);
    expect(new Set([...pairs, ...pools].map((log) => log.address))).toEqual(new Set(factories));
    expect(pairs.length + pools.length).toBeGreaterThanOrEqual(40);
    const mints = await logs(devnet, topics.v3Mint);
    for (const created of pools) {
      const [, pool] = AbiCoder.defaultAbiCoder().decode(['int24', 'address'], created.data);
      const ranges = new Set(
        mints
          .filter((log) => log.address === String(pool).toLowerCase())
          .map((log) => `${log.topics[2]}${log.topics[3]}`),
      );
      expect(ranges.size, String(pool)).toBeGreaterThanOrEqual(3);
    }
  });

  it('has tokens with their true decimals and the published Multicall3', async () => {
    const provider = new JsonRpcProvider((devnet.chain.endpoints[0] ?? '').replace('ws', 'http'), undefined, {
      staticNetwork: true,
    });
    const seen = new Set<string>();
    for (const log of await logs(devnet, topics.pairCreated))
      for (const topic of log.topics.slice(1)) seen.add(`0x${topic.slice(26)}`);
    expect(seen.size).toBe(devnetTokens.length);
    for (const address of seen) {
      const contract = new Contract(
        address,
        ['function symbol() view returns (string)', 'function decimals() view returns (uint8)'],
        provider,
      );
      const [symbol, decimals] = await Promise.all([
        contract.getFunction('symbol')(),
        contract.getFunction('decimals')(),
      ]);
      expect(Number(decimals)).toBe(devnetTokens.find((token) => token.symbol === symbol)?.decimals);
    }
    provider.destroy();
    expect(keccak256(String(await devnet.rpc('eth_getCode', devnet.chain.multicall3, 'latest')))).toBe(
      multicall3CodeHash,
    );
  });

  it('trades: swaps on both kinds of pools, liquidity that comes and goes, a rival that lands arbitrages', async () => {
    const v2 = await logs(devnet, topics.v2Swap, firstBlock);
    const v3 = await logs(devnet, topics.v3Swap, firstBlock);
    // 60 blocks of 250 ms are a quarter of a minute; 200 a minute are wanted.
    expect(v2.length).toBeGreaterThan(20);
    expect(v3.length).toBeGreaterThan(20);
    const everybody = new Set(['trader', 'rival', 'blockSpace', 'liquidityProvider', 'issuer', 'liar', 'launcher']);
    const acted = (): ReadonlySet<string> =>
      new Set(actions(devnet).flatMap(({ actor }) => (everybody.has(actor) ? [actor] : [])));
    for (let i = 0; i < 60; i += 1) {
      if (acted().size === everybody.size && (await logs(devnet, topics.executed, firstBlock)).length > 0) break;
      await blocksPass(devnet, 4);
    }
    expect(acted()).toEqual(everybody);
    const executed = await logs(devnet, topics.executed, firstBlock);
    expect(executed.length).toBeGreaterThan(0);
    const told = actions(devnet);
    for (const log of executed) {
      expect(told.find((truth) => truth.transactionHash === log.transactionHash)?.actor).toBe('rival');
    }
  });

  it('moves the base fee by EIP-1559 alone, near its usual level', async () => {
    const last = await head(devnet);
    let parent = await block(devnet, firstBlock);
    const fees: number[] = [];
    for (let number = firstBlock + 1; number <= last; number += 1) {
      const child = await block(devnet, number);
      const [base, used, target] = [BigInt(parent.baseFeePerGas), BigInt(parent.gasUsed), BigInt(parent.gasLimit) / 2n];
      const distance = used > target ? used - target : target - used;
      const step = (base * distance) / target / 8n;
      const rise = step === 0n ? 1n : step;
      const expected = used === target ? base : used > target ? base + rise : base - step;
      expect(BigInt(child.baseFeePerGas)).toBe(expected);
      fees.push(Number(child.baseFeePerGas) / 1e9);
      parent = child;
    }
    expect(Math.min(...fees)).toBeGreaterThan(4);
    expect(Math.max(...fees)).toBeLessThan(20);
  });

  it('shows transactions while they are pending', async () => {
    let pending = 0;
    for (let i = 0; i < 100 && pending === 0; i += 1) {
      pending = Number(((await devnet.rpc('txpool_status')) as { pending: string }).pending);
      await sleep(10);
    }
    expect(pending).toBeGreaterThan(0);
  });

  it('gives a trader ether and an executor of its own, once', async () => {
    const executor = await devnet.provision(owner, 5n * 10n ** 18n);
    expect(BigInt(String(await devnet.rpc('eth_getBalance', owner, 'latest')))).toBe(5n * 10n ** 18n);
    const answer = String(await devnet.rpc('eth_call', { to: executor, data: id('owner()').slice(0, 10) }, 'latest'));
    expect(parseAddress(`0x${answer.slice(26)}`)).toBe(owner);
    expect(await devnet.provision(owner, 9n)).toBe(executor);
    expect(BigInt(String(await devnet.rpc('eth_getBalance', owner, 'latest')))).toBe(5n * 10n ** 18n);
    const other = parseAddress('0x00000000000000000000000000000000000000bb');
    expect(await devnet.provision(other, 1n)).not.toBe(executor);
  });

  it('is reorganised ten deep and goes on trading', async () => {
    const before = await head(devnet);
    const old = await block(devnet, before - 5);
    await devnet.reorg(10);
    expect((await block(devnet, before - 5)).hash).not.toBe(old.hash);
    const from = await head(devnet);
    await blocksPass(devnet, 24);
    expect(
      (await logs(devnet, topics.v2Swap, from)).length + (await logs(devnet, topics.v3Swap, from)).length,
    ).toBeGreaterThan(10);
    expect(lives(devnet.devnetPid)).toBe(true);
  });

  it('forgets old states, so that it does not grow', async () => {
    await devnet.builder.tell('builder_mine', { blocks: 80 });
    const last = await head(devnet);
    const at = (number: number): Promise<unknown> => devnet.rpc('eth_getBalance', owner, `0x${number.toString(16)}`);
    await expect(at(last - 40)).resolves.toBeTypeOf('string');
    await expect(at(last - 75)).rejects.toThrow(/out ?of ?range/i);
  });
});

describe('starting', () => {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((devnet) => devnet.stop()));
  });

  it('can be reorganised ten deep from the first block on', async () => {
    const devnet = await start();
    await expect(devnet.reorg(10)).resolves.toBeUndefined();
  });

  it('builds the market once, reuses it, and builds it again when the snapshot is damaged', async () => {
    const snapshotFolder = freshFolder();
    const first = await start({ snapshotFolder });
    expect(first.said()).toContain('snapshot built');
    await first.stop();
    const second = await start({ snapshotFolder });
    expect(second.said()).toContain('snapshot reused');
    expect(Number(/ready in ([\d.]+) s/.exec(second.said())?.[1])).toBeLessThan(3);
    await second.stop();
    const state = readdirSync(snapshotFolder).find((name) => name.endsWith('.state.json')) ?? '';
    const content = readFileSync(join(snapshotFolder, state));
    content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
    writeFileSync(join(snapshotFolder, state), content);
    const third = await start({ snapshotFolder });
    expect(third.said()).toMatch(/damaged[\s\S]*snapshot rebuilt/);
    const manifest = readdirSync(snapshotFolder).find((name) => !name.endsWith('.state.json')) ?? '';
    writeFileSync(join(snapshotFolder, manifest), '{"stateSha256":');
    await third.stop();
    const fourth = await start({ snapshotFolder });
    expect(fourth.said()).toMatch(/damaged[\s\S]*snapshot rebuilt/);
    expect((await logs(fourth, topics.pairCreated)).length).toBeGreaterThan(20);
  });

  it('wipes what an earlier run left, and nothing else', async () => {
    const folder = join(freshFolder(), 'run');
    const first = await start({ folder });
    await first.stop();
    writeFileSync(join(folder, 'left.json'), '{}');
    await (await start({ folder })).stop();
    expect(existsSync(join(folder, 'left.json'))).toBe(false);

    const foreign = freshFolder();
    writeFileSync(join(foreign, 'precious.txt'), 'mine');
    await expect(start({ folder: foreign })).rejects.toThrow('did not start');
    expect(readFileSync(join(foreign, 'precious.txt'), 'utf8')).toBe('mine');
  });

  it('sees the same prices and wants the same trades from the same seed', async () => {
    const wants = async (seed: number): Promise<readonly string[]> => {
      const devnet = await start({ seed, blockTimeMs: 1000 });
      await blocksPass(devnet, 3);
      // What is planned at the first head follows from the seed alone: no trade has moved the market yet.
      const told = actions(devnet).filter((truth) => truth.actor === 'trader');
      const first = Math.min(...told.map((truth) => truth.block));
      const planned = told.filter((truth) => truth.block === first);
      await devnet.stop();
      return planned.map((truth) => `${truth.intent} ${truth.detail}`).sort();
    };
    const first = await wants(21);
    expect(first.length).toBeGreaterThan(0);
    expect(await wants(21)).toEqual(first);
    expect(await wants(22)).not.toEqual(first);
  });
});

describe('ending', () => {
  it('takes the node with it when stopped, on SIGTERM, when its parent goes, or when it is killed', async () => {
    const stopped = await startTestDevnet();
    await stopped.stop();
    expect(await gone(stopped.nodePid)).toBe(true);

    const terminated = await startTestDevnet();
    process.kill(terminated.devnetPid, 'SIGTERM');
    expect(await terminated.ended).toBe(0);
    expect(await gone(terminated.nodePid)).toBe(true);
    await terminated.stop();

    const orphaned = await startTestDevnet();
    orphaned.disconnect();
    expect(await orphaned.ended).toBe(0);
    expect(await gone(orphaned.nodePid)).toBe(true);
    await orphaned.stop();

    if (!existsSync('/usr/bin/setpriv')) return;
    const killed = await startTestDevnet();
    process.kill(killed.devnetPid, 'SIGKILL');
    expect(await gone(killed.nodePid)).toBe(true);
    await killed.stop();
  });

  it('says so and fails when the node dies by itself', async () => {
    const devnet = await startTestDevnet();
    process.kill(devnet.nodePid, 'SIGKILL');
    expect(await devnet.ended).toBe(1);
    expect(devnet.said()).toContain('DEVNET_NODE_LOST: the devnet node ended by itself (SIGKILL)');
    await devnet.stop();
  });
});
