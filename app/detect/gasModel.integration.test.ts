import { AbiCoder, Interface, toBeHex } from 'ethers';
import { expect, test } from 'vitest';
import { present } from '../domain/errors.ts';
import { gasModel } from './gasModel.ts';
import { Deployer, ownContract } from './testing/contractBatch.ts';
import { balancerTask, deployVault, Maker } from './testing/fuzz/balancerFuzz.ts';
import { type OracleNode, startOracleNode } from './testing/oracleNode.ts';
import { v4Manager } from './testing/v4Manager.ts';

const wad = 10n ** 18n;
const noAddress = `0x${'00'.repeat(20)}`;
const never = 2n ** 255n;
const vaultCode = balancerTask('20210418-vault', 'Vault');

/** What a transaction's data and beginning cost, which an execution of several hops pays once. */
function intrinsicGas(data: string): number {
  const bytes = Buffer.from(data.slice(2), 'hex');
  return 21_000 + bytes.reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
}

async function gasOf(node: OracleNode, from: string, to: string, data: string): Promise<number> {
  const hash = await node.call('eth_sendTransaction', { from, to, data, gas: toBeHex(5_000_000) });
  await node.call('evm_mine');
  const receipt = (await node.call('eth_getTransactionReceipt', hash)) as { status: string; gasUsed: string };
  expect(receipt.status).toBe('0x1');
  return Number(receipt.gasUsed) - intrinsicGas(data);
}

/** Two tokens that the account holds and the Vault may take. */
async function tokensFor(deployer: Deployer, vault: string): Promise<[string, string]> {
  const token = ownContract('Token');
  const made: string[] = [];
  for (const symbol of ['ONE', 'TWO']) {
    const at = await deployer.deploy(token, symbol, symbol, 18);
    await deployer.call(at, token, 'mint', [deployer.from], 10n ** 9n * wad);
    await deployer.call(at, token, 'approve', vault, never);
    made.push(at);
  }
  const [first, second] = made.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return [present(first, 'token'), present(second, 'token')];
}

/** By the second swap each way: the first writes slots that had been empty. */
function expectModelled(kind: keyof typeof gasModel.furtherHop, measured: readonly number[]): void {
  const [, , forth = 0, back = 0] = measured;
  const usual = Math.max(forth, back);
  console.log(`${kind}: ${measured.join(', ')}`);
  for (const modelled of [gasModel.firstHop[kind], gasModel.furtherHop[kind]]) {
    expect(modelled).toBeGreaterThanOrEqual(usual);
    expect(modelled).toBeLessThan(usual * 1.15);
  }
}

type Create = (maker: Maker, tokens: readonly string[]) => Promise<string>;

const kinds: Readonly<Record<'balancerWeighted' | 'balancerStable', Create>> = {
  balancerWeighted: async (maker, tokens) => {
    const code = balancerTask('20230206-weighted-pool-v3', 'WeightedPoolFactory');
    const weights = [wad / 5n, (4n * wad) / 5n];
    const rest = [weights, tokens.map(() => noAddress), 3n * 10n ** 15n, maker.owner];
    return maker.create(await maker.factory(code, 'versioned'), code, 'Pool', 'POOL', tokens, ...rest);
  },
  balancerStable: async (maker, tokens) => {
    const code = balancerTask('20220609-stable-pool-v2', 'StablePoolFactory');
    const rest = [200n, 10n ** 14n, maker.owner];
    return maker.create(await maker.factory(code, 'old'), code, 'Pool', 'POOL', tokens, ...rest);
  },
};

test.each(Object.entries(kinds))('%s: a hop costs what the model says', { timeout: 120_000 }, async (kind, create) => {
  const node = await startOracleNode();
  try {
    const [from] = (await node.call('eth_accounts')) as string[];
    const deployer = new Deployer(node, present(from, 'account'));
    const { vault, fees } = await deployVault(deployer);
    const tokens = await tokensFor(deployer, vault);
    const pool = await create(new Maker(deployer, vault, fees), tokens);
    const poolId = await deployer.read(pool, { abi: poolAbi, bytecode: '0x' }, 'getPoolId');
    const amounts = tokens.map(() => 10n ** 6n * wad);
    const opening = AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256[]'], [0, amounts]);
    const owner = deployer.from;
    await deployer.call(vault, vaultCode, 'joinPool', poolId, owner, owner, [tokens, amounts, opening, false]);
    const measured: number[] = [];
    for (const zeroForOne of [true, false, true, false]) {
      const [assetIn, assetOut] = zeroForOne ? tokens : [tokens[1], tokens[0]];
      const swap = [poolId, 0, assetIn, assetOut, 100n * wad, '0x'];
      const data = new Interface(vaultCode.abi).encodeFunctionData('swap', [
        swap,
        [owner, false, owner, false],
        0,
        never,
      ]);
      measured.push(await gasOf(node, owner, vault, data));
    }
    expectModelled(kind as keyof typeof kinds, measured);
  } finally {
    await node.stop();
  }
});

const runner = ownContract('HopRunner');
const token = ownContract('Token');
const there = [true, false, true, false];

interface Hops {
  readonly node: OracleNode;
  readonly deployer: Deployer;
  readonly runnerAt: string;
  readonly tokens: readonly [string, string];
  /** Gas of one call of the runner. */
  hop(method: string, ...args: readonly unknown[]): Promise<number>;
}

/** A runner with a fortune of two tokens, on a node of its own. */
async function withRunner(use: (hops: Hops) => Promise<void>): Promise<void> {
  const node = await startOracleNode();
  try {
    const [from] = (await node.call('eth_accounts')) as string[];
    const deployer = new Deployer(node, present(from, 'account'));
    const runnerAt = await deployer.deploy(runner);
    const tokens = await tokensFor(deployer, runnerAt);
    for (const each of tokens) await deployer.call(each, token, 'mint', [runnerAt], 10n ** 9n * wad);
    const hop = (method: string, ...args: readonly unknown[]): Promise<number> =>
      gasOf(node, deployer.from, runnerAt, new Interface(runner.abi).encodeFunctionData(method, args));
    await use({ node, deployer, runnerAt, tokens, hop });
  } finally {
    await node.stop();
  }
}

/** A pool of ours in the shape of a published one, holding a million of each token. */
async function filledPool({ deployer, tokens }: Hops, name: string, ...args: readonly unknown[]): Promise<string> {
  const contract = ownContract(name);
  const pool = await deployer.deploy(contract, ...tokens, ...args);
  for (const each of tokens) await deployer.call(each, token, 'mint', [pool], 10n ** 6n * wad);
  await deployer.call(pool, contract, 'settle');
  return pool;
}

test.each([
  ['solidlyVolatile', false],
  ['solidlyStable', true],
] as const)(
  "%s: a hop through a pair in the published one's shape costs what the model says",
  { timeout: 120_000 },
  async (kind, isStable) => {
    await withRunner(async (hops) => {
      const pool = await filledPool(hops, 'SolidlyHopPool', isStable);
      const measured: number[] = [];
      for (const zeroForOne of there) {
        const [amount, out] = [100n * wad, 99n * wad];
        const outs = zeroForOne ? [0n, out] : [out, 0n];
        measured.push(await hops.hop('solidly', pool, hops.tokens[zeroForOne ? 0 : 1], amount, ...outs));
      }
      expectModelled(kind, measured);
    });
  },
);

test.each([
  ['curveStable', false],
  ['curveMeta', true],
] as const)(
  "%s: a hop through a pool in the published one's shape costs what the model says",
  { timeout: 120_000 },
  async (kind, isMeta) => {
    await withRunner(async (hops) => {
      const pool = await filledPool(hops, 'CurveHopPool', isMeta);
      for (const each of hops.tokens) await hops.hop('approve', each, pool);
      const measured: number[] = [];
      for (const zeroForOne of there)
        measured.push(await hops.hop('curve', pool, zeroForOne ? 0 : 1, zeroForOne ? 1 : 0, 100n * wad));
      expectModelled(kind, measured);
    });
  },
);

const manager = v4Manager();
if (manager === null)
  console.log('skipped: the gas of V4 hops (set SYNDICATE_V4_CORE to a folder of @uniswap/v4-core)');

test.skipIf(manager === null)(
  'uniswapV4: a hop through the real PoolManager, and a crossed tick, cost what the model says',
  { timeout: 120_000 },
  async () => {
    await withRunner(async (hops) => {
      const at = await hops.deployer.deploy(present(manager, 'manager'), hops.deployer.from);
      const key = [...hops.tokens, 3000, 60, noAddress];
      const salt = `0x${'00'.repeat(32)}`;
      const wide = [-887_220, 887_220, 10n ** 24n, salt];
      const narrow = Array.from({ length: 8 }, (_, i) => [-60 * (i + 2), -60 * (i + 1), 10n ** 24n, salt]);
      await hops.hop('openV4', at, key, 2n ** 96n, [wide, ...narrow]);
      const [low, high] = [4_295_128_740n, 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n];
      const swap = (zeroForOne: boolean, amount: bigint): Promise<number> =>
        hops.hop('v4', at, key, [zeroForOne, -amount, zeroForOne ? low : high]);
      const measured: number[] = [];
      for (const zeroForOne of there) measured.push(await swap(zeroForOne, 100n * wad));
      expectModelled('uniswapV4', measured);
      // Down over eight initialised ticks, back up, and down again: the first crossing writes what had been empty.
      const crossing: number[] = [];
      for (const zeroForOne of [true, false, true]) crossing.push(await swap(zeroForOne, 60_000n * wad));
      console.log(`uniswapV4, over ticks: ${crossing.join(', ')}`);
      const perTick = ((crossing[2] ?? 0) - (measured[2] ?? 0)) / 9;
      console.log(`uniswapV4, a tick: ${perTick}`);
      expect(perTick).toBeGreaterThan(0);
      expect(perTick).toBeLessThanOrEqual(gasModel.tickCrossed);
    });
  },
);

const poolAbi = [
  { type: 'function', name: 'getPoolId', inputs: [], outputs: [{ type: 'bytes32' }], stateMutability: 'view' },
];
