import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDevnet, type TestDevnet } from '../devnet/testing/startDevnet.ts';
import { present } from '../domain/errors.ts';
import { zeroHash } from '../domain/hex.ts';
import { readChainQuotes } from './readChainQuotes.ts';
import { requestAtBlock } from './rpc/requestAtBlock.ts';
import { type FollowedMarket, followMarket } from './testing/followMarket.ts';
import { sampleTripwire } from './tripwire.ts';

let devnet: TestDevnet;
let followed: FollowedMarket;

beforeAll(async () => {
  devnet = await startTestDevnet();
  followed = followMarket({ chain: devnet.chain });
  await followed.until(() => followed.feed.status.counters.blocks > 1, 'some blocks');
});

afterAll(async () => {
  await followed.stop();
  await devnet.stop();
});

describe('readChainQuotes', () => {
  it('answers what the constant product says for every V2 pool, in both directions', async () => {
    const { market, rpc } = followed;
    const block = present(market.head, 'head');
    const checks = [...market.states].flatMap(([pool, state]) =>
      state.kind === 'uniswapV2'
        ? [true, false].map((zeroForOne) => ({
            pool,
            zeroForOne,
            amountIn: 123_457n + state.reserve0 / 7n,
            local: null,
            state,
          }))
        : [],
    );
    const answers = await readChainQuotes(rpc, devnet.chain, market.pools, block, checks);
    expect(answers.length).toBeGreaterThan(20);
    for (const [index, { amountIn, zeroForOne, state }] of checks.entries()) {
      const [into, out] = zeroForOne ? [state.reserve0, state.reserve1] : [state.reserve1, state.reserve0];
      const withFee = amountIn * 997n;
      expect(answers[index]?.chain).toBe((withFee * out) / (into * 1000n + withFee));
    }
  });

  it('answers V3 quotes, and null for what cannot be swapped whole', async () => {
    const { market, rpc } = followed;
    const block = present(market.head, 'head');
    const v3 = [...market.states].filter(([, state]) => state.kind === 'uniswapV3');
    const samples = sampleTripwire(block, new Map(v3), [], v3.length).map((sample) => ({ ...sample, local: null }));
    const fine = await readChainQuotes(rpc, devnet.chain, market.pools, block, samples);
    expect(fine.filter(({ chain }) => chain !== null).length).toBeGreaterThan(v3.length / 2);
    const tooMuch = await readChainQuotes(
      rpc,
      devnet.chain,
      market.pools,
      block,
      samples.map((sample) => ({ ...sample, amountIn: 1n << 120n })),
    );
    expect(tooMuch.every(({ chain }) => chain === null)).toBe(true);
    const nothing = await readChainQuotes(
      rpc,
      devnet.chain,
      market.pools,
      block,
      samples.map((sample) => ({ ...sample, amountIn: 0n })),
    );
    expect(nothing.every(({ chain }) => chain === null)).toBe(true);
  });
});

describe('requestAtBlock', () => {
  it('fails for a block that is not there instead of answering from another', async () => {
    const at = { number: present(followed.market.head, 'head').number, hash: zeroHash };
    await expect(
      requestAtBlock(followed.rpc, 'eth_getTransactionCount', [devnet.chain.multicall3], at),
    ).rejects.toMatchObject({ code: 'RPC_ERROR' });
  });

  it('asks by number where the node does not know hashes, and believes it only while the hash stands', async () => {
    const head = present(followed.market.head, 'head');
    const old = {
      ...followed.rpc,
      call: (method: string, params: readonly unknown[]) =>
        typeof params.at(-1) === 'object'
          ? followed.rpc.call(method, [...params.slice(0, -1), { bad: 1 }])
          : followed.rpc.call(method, params),
    };
    expect(await requestAtBlock(old, 'eth_getTransactionCount', [devnet.chain.multicall3], head)).toBe('0x1');
    await expect(
      requestAtBlock(old, 'eth_getTransactionCount', [devnet.chain.multicall3], { ...head, hash: zeroHash }),
    ).rejects.toThrow('replaced');
  });
});
