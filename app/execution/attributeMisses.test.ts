import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { type Address, parseAddress, parseHash } from '../domain/hex.ts';
import { sampleWallet, sampleWeth } from '../store/testing/sampleRecords.ts';
import { attributeMisses } from './attributeMisses.ts';
import { fakeRpc } from './testing/fakeRpc.ts';

const address = (index: number): Address => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const word = (value: bigint | number | string): string =>
  `0x${(typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')}`;
const pools = [address(0xa1), address(0xa2)];
const rival = address(0xbad);
const bot = address(0xb07);
const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const withdrawal = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

const moved = (token: Address, from: Address, to: Address, amount: bigint) => ({
  address: token,
  topics: [transfer, word(from), word(to)],
  data: word(amount),
});
const swap = (pool: Address | undefined) => ({ address: pool ?? sampleWeth, topics: [], data: '0x' });

function receipt(index: number, logs: unknown[], changes: Record<string, unknown> = {}) {
  return {
    transactionHash: word(index),
    blockHash: word(500),
    blockNumber: '0x5',
    transactionIndex: `0x${index.toString(16)}`,
    from: rival,
    to: bot,
    status: '0x1',
    gasUsed: '0x64',
    effectiveGasPrice: '0x1e',
    logs,
    ...changes,
  };
}

const opportunity = { id: '4-1', route: 'WETH–DAI–WETH', routePools: pools, net: wei(9n) };

async function takerOf(...receipts: unknown[]) {
  const rpc = fakeRpc({
    eth_getBlockReceipts: () => receipts,
    eth_getBlockByHash: () => ({ baseFeePerGas: '0xa' }),
  });
  const [found] = await attributeMisses(rpc, {
    block: { number: 5, hash: parseHash(word(500)) },
    wallet: sampleWallet,
    missed: [opportunity],
    market: { wrappedNative: sampleWeth, tokens: new Set([sampleWeth]), pools: new Set(pools) },
  });
  expect(found?.opportunity).toEqual(opportunity);
  return found?.taker;
}

describe('attributeMisses', () => {
  it('names who moved the route, what they tipped and what stayed with them', async () => {
    const logs = [
      ...pools.map(swap),
      moved(sampleWeth, bot, pools[0] ?? bot, 100n),
      moved(sampleWeth, pools[1] ?? bot, bot, 130n),
      moved(sampleWeth, bot, rival, 5n),
    ];
    expect(await takerOf(receipt(3, logs))).toEqual({
      sender: rival,
      contract: bot,
      transactionHash: word(3),
      tipPaid: 20n * 100n,
      earned: [{ token: sampleWeth, amount: 30n }],
    });
  });

  it('does not call a trader who moved one pool a rival', async () => {
    expect(await takerOf(receipt(1, [swap(pools[0])]))).toBeNull();
  });

  it('blames nobody for a route that we moved first', async () => {
    const own = receipt(0, [swap(pools[0])], { from: sampleWallet });
    expect(await takerOf(own, receipt(3, pools.map(swap)))).toBeNull();
    expect(await takerOf({ ...own, transactionIndex: '0x9' }, receipt(3, pools.map(swap)))).not.toBeNull();
  });

  it.each([
    ['nothing stayed with them', [moved(sampleWeth, bot, address(7), 3n), moved(sampleWeth, address(8), bot, 3n)]],
    [
      'ether was unwrapped',
      [
        moved(sampleWeth, pools[1] ?? bot, bot, 9n),
        { address: sampleWeth, topics: [withdrawal, word(bot)], data: word(9) },
      ],
    ],
    ['the token is not known, so its logs may be invented', [moved(address(0x666), pools[1] ?? bot, bot, 9n)]],
  ])('says that earnings are unknown where %s', async (_why, logs) => {
    expect((await takerOf(receipt(3, [...pools.map(swap), ...logs])))?.earned).toBeNull();
  });

  it("never takes a pool's own balance for theirs", async () => {
    const logs = [...pools.map(swap), moved(sampleWeth, address(9), pools[0] ?? bot, 77n)];
    expect((await takerOf(receipt(3, logs, { to: pools[0] })))?.earned).toBeNull();
  });
});
