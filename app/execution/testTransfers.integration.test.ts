import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../domain/hex.ts';
import { judgeTransfers, type TransferVerdict } from './judgeTransfers.ts';
import { fakeRpc, nodeError } from './testing/fakeRpc.ts';
import {
  addressOf,
  type Contract,
  contractAt,
  deployer,
  type LocalChain,
  startLocalChain,
} from './testing/localChain.ts';
import { testTransfers } from './testTransfers.ts';

const million = 1_000_000n * 10n ** 18n;
const nobody = parseAddress(`0x${'00'.repeat(20)}`);
const trader = parseAddress(`0x${'ee'.repeat(20)}`);

let chain: LocalChain;
let weth: Contract;
let factory: Contract;

interface Listing {
  readonly token: Contract;
  readonly pool: Contract;
}

beforeAll(async () => {
  chain = await startLocalChain();
  weth = await chain.deploy('WETH9');
  factory = await chain.deploy('UniswapV2Factory', nobody);
  await chain.send(deployer, weth, 'deposit', [], 900n * 10n ** 18n);
});
afterAll(() => chain.stop());

/** A token of this kind with a real pair against WETH. */
async function list(artifact: string, funded = true): Promise<Listing> {
  const token = await chain.deploy(artifact, 'Some Token', 'SOME', 18);
  await chain.send(deployer, token, 'mint', [[deployer.address], million]);
  await chain.send(deployer, factory, 'createPair', [weth.address, token.address]);
  const address = parseAddress(String(await chain.read(factory, 'getPair', [weth.address, token.address])));
  const pool = contractAt(address, 'UniswapV2Pair');
  if (funded) {
    await chain.send(deployer, weth, 'transfer', [address, 50n * 10n ** 18n]);
    await chain.send(deployer, token, 'transfer', [address, million / 2n]);
    await chain.send(deployer, pool, 'mint', [deployer.address]);
  }
  return { token, pool };
}

async function judged({ token, pool }: Listing, vouched = true): Promise<TransferVerdict> {
  const [token0, token1] = [weth.address, token.address].sort() as [Address, Address];
  const subject = { pool: pool.address, kind: 'uniswapV2' as const, token0, token1 };
  const [test] = await testTransfers(chain.rpc, trader, await chain.head(), [subject]);
  if (test === undefined || test.kind === 'failed') throw new Error(JSON.stringify(test));
  return judgeTransfers(test, vouched);
}

const suspect = (flag: string, token: Address | null) => ({ kind: 'suspect', suspicion: { flag, token } });

describe('tokens as their contracts really are', () => {
  it.each(['Token', 'LegacyToken'])('%s moves as asked', async (artifact) => {
    expect(await judged(await list(artifact))).toEqual({ kind: 'sound' });
  });

  it('a fee on transfer', async () => {
    const listing = await list('FeeToken');
    expect(await judged(listing)).toMatchObject(suspect('feeOnTransfer', listing.token.address));
  });

  it('paused and let go again', async () => {
    const listing = await list('PausableToken');
    expect(await judged(listing)).toEqual({ kind: 'sound' });
    await chain.send(deployer, listing.token, 'setPaused', [true]);
    expect(await judged(listing)).toMatchObject(suspect('paused', listing.token.address));
    await chain.send(deployer, listing.token, 'setPaused', [false]);
    expect(await judged(listing)).toEqual({ kind: 'sound' });
  });

  it.each([1_013_577, 987_131])('rebased to %i millionths', async (ppm) => {
    const listing = await list('RebasingToken');
    await chain.send(deployer, listing.token, 'rebase', [ppm]);
    expect(await judged(listing)).toMatchObject(suspect('rebasing', listing.token.address));
  });

  it.each([
    ['refuses sales', 1],
    ['only pretends to be sold', 2],
  ])('a launch that turns into one that %s', async (_, trap) => {
    const listing = await list('LaunchToken');
    expect(await judged(listing)).toEqual({ kind: 'sound' });
    await chain.send(deployer, listing.token, 'close', [trap, [listing.pool.address]]);
    expect(await judged(listing)).toMatchObject(suspect('untrusted', listing.token.address));
  });

  it('a pool without liquidity tells nothing', async () => {
    expect(await judged(await list('Token', false))).toEqual({ kind: 'empty' });
  });

  it('a pair that states more than it holds', async () => {
    const token = await chain.deploy('Token', 'Some Token', 'SOME', 18);
    const fork = await chain.deploy('LyingFactory');
    await chain.send(deployer, fork, 'createPair', [weth.address, token.address, 0]);
    const address = parseAddress(String(await chain.read(fork, 'getPair', [weth.address, token.address])));
    const pool = contractAt(address, 'LyingPair');
    await chain.send(deployer, pool, 'state', [10n ** 20n, 10n ** 22n]);
    expect(await judged({ token, pool }, false)).toMatchObject(suspect('untrusted', null));
  });
});

it('a node that cannot simulate gives a failed test, never an error', async () => {
  const rpc = fakeRpc({
    eth_simulateV1: () => {
      throw nodeError('the method does not exist', -32601);
    },
  });
  const subject = { pool: addressOf(deployer), kind: 'uniswapV3' as const, token0: nobody, token1: trader };
  const block = await chain.head();
  expect(await testTransfers(rpc, trader, block, [subject])).toEqual([
    { pool: subject.pool, kind: 'failed', error: expect.stringContaining('the method does not exist') },
  ]);
});
