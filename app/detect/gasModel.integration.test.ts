import { AbiCoder, Interface, toBeHex } from 'ethers';
import { expect, test } from 'vitest';
import { present } from '../domain/errors.ts';
import { gasModel } from './gasModel.ts';
import { Deployer, ownContract } from './testing/contractBatch.ts';
import { balancerTask, deployVault, Maker } from './testing/fuzz/balancerFuzz.ts';
import { type OracleNode, startOracleNode } from './testing/oracleNode.ts';

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
    const [, , forth = 0, back = 0] = measured;
    const usual = Math.max(forth, back);
    console.log(`${kind}: ${measured.join(', ')}`);
    const place = kind as keyof typeof kinds;
    for (const modelled of [gasModel.firstHop[place], gasModel.furtherHop[place]]) {
      expect(modelled).toBeGreaterThanOrEqual(usual);
      expect(modelled).toBeLessThan(usual * 1.15);
    }
  } finally {
    await node.stop();
  }
});

const poolAbi = [
  { type: 'function', name: 'getPoolId', inputs: [], outputs: [{ type: 'bytes32' }], stateMutability: 'view' },
];
