import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { mempoolRequests, type PendingRow } from '../contract/mempool.ts';
import { wei } from '../domain/amount.ts';
import { parseAddress, parseBytes, parseHash } from '../domain/hex.ts';
import { readCall, readSwap, touchedBy } from './readSwap.ts';
import { addressOf, dai, mispricing, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const abi = new Interface([
  'function swapExactTokensForTokens(uint256,uint256,address[],address,uint256)',
  'function swapTokensForExactTokens(uint256,uint256,address[],address,uint256)',
]);
const swap = (method: string, amount: bigint, bound: bigint, path: readonly string[]) => {
  const read = readCall(parseBytes(abi.encodeFunctionData(method, [amount, bound, path, weth, 9n]).toLowerCase()), 0n);
  if (read === null) throw new Error('not read');
  return read;
};
/** x*y=k with 0.3 %, written down apart from the engine. */
const out = (amount: bigint, reserveIn: bigint, reserveOut: bigint): bigint =>
  (amount * 997n * reserveOut) / (reserveIn * 1000n + amount * 997n);
/** The scripted chain's router; its pools are of one factory, so poolB is taken away where only one may fit. */
const router = addressOf(2);

function worldOfOne(): ScriptedWorld {
  const world = new ScriptedWorld('watch').start();
  world.kernel.poolsByToken = new Map([
    [weth, (world.kernel.poolsByToken.get(weth) ?? []).filter(({ address }) => address === poolA)],
    [dai, (world.kernel.poolsByToken.get(dai) ?? []).filter(({ address }) => address === poolA)],
  ]);
  return world;
}

describe('readSwap', () => {
  it('quotes what is asked exactly at the newest block, with what it is worth and how far it moves the price', () => {
    const { kernel } = worldOfOne();
    const paid = out(10n * ether, 1000n * ether, 3_000_000n * ether);
    const { reading, pools } = readSwap(
      kernel,
      swap('swapExactTokensForTokens', 10n * ether, paid, [weth, dai]),
      router,
    ) ?? {
      reading: null,
      pools: [],
    };
    expect(pools).toEqual([poolA]);
    expect(reading).toMatchObject({
      exact: 'in',
      amountIn: 10n * ether,
      amountOut: paid,
      reverts: false,
      value: 10n * ether,
    });
    expect(reading?.tokens.map(({ symbol }) => symbol)).toEqual(['WETH', 'DAI']);
    expect(reading?.impactPpm).toBeGreaterThan(19_000);
    expect(reading?.impactPpm).toBeLessThan(20_500);
    const more = readSwap(kernel, swap('swapExactTokensForTokens', 10n * ether, paid + 1n, [weth, dai]), router);
    expect(more?.reading.reverts).toBe(true);
  });

  it('reads an exact output from its end', () => {
    const { kernel } = worldOfOne();
    const read = readSwap(kernel, swap('swapTokensForExactTokens', 3000n * ether, 2n * ether, [weth, dai]), router);
    const amountIn = read?.reading.amountIn ?? 0n;
    expect(out(amountIn, 1000n * ether, 3_000_000n * ether)).toBeGreaterThanOrEqual(3000n * ether);
    expect(out(amountIn - 1n, 1000n * ether, 3_000_000n * ether)).toBeLessThan(3000n * ether);
    expect(read?.reading).toMatchObject({ exact: 'out', amountOut: 3000n * ether, reverts: false });
    const less = readSwap(kernel, swap('swapTokensForExactTokens', 3000n * ether, amountIn - 1n, [weth, dai]), router);
    expect(less?.reading.reverts).toBe(true);
  });

  it('names what it does not know and claims nothing of it', () => {
    const { kernel } = worldOfOne();
    const stranger = parseAddress(`0x${'ab'.repeat(20)}`);
    const read = readSwap(kernel, swap('swapExactTokensForTokens', 5n, 1n, [stranger, dai]), router);
    expect(read?.reading).toMatchObject({ pools: [null], amountIn: 5n, amountOut: null, impactPpm: null, value: null });
    expect(read?.reading.tokens[0]?.symbol).toBe('0xabab…abab');
    const two = new ScriptedWorld('watch').start();
    const unclear = readSwap(two.kernel, swap('swapExactTokensForTokens', 5n, 1n, [weth, dai]), router);
    expect(unclear?.reading.pools).toEqual([null]);
  });

  it('takes a token that calls itself long and divides itself often, and still fits through the border', () => {
    const { kernel } = worldOfOne();
    const token = { address: dai, symbol: 'x'.repeat(64), decimals: 77 };
    kernel.tokens.set(dai, { ...kernel.tokens.get(dai), ...token });
    const read = readSwap(kernel, swap('swapExactTokensForTokens', ether, 1n, [weth, dai]), router);
    const row: PendingRow = {
      ...{
        id: kernel.head?.hash ?? parseHash(`0x${'0'.repeat(64)}`),
        seenAtMs: 1,
        state: 'pending',
        blockNumber: null,
      },
      ...{ from: weth, to: router, value: wei(0n), maxFeePerGas: wei(1n), maxPriorityFeePerGas: wei(1n) },
      ...{ ours: false, method: 'swapExactTokensForTokens', reading: read?.reading ?? null, touches: [] },
    };
    const answer = { blockNumber: 1, rows: [row], seen: 1, unread: 0, lastSeenMs: 1 };
    expect(mempoolRequests.mempool.response.safeParse(answer).error?.issues ?? []).toEqual([]);
    expect(read?.reading.tokens[1]).toMatchObject({ symbol: 'x'.repeat(16), decimals: 77 });
  });

  it('says which tickets and opportunities of ours it would move', () => {
    const world = new ScriptedWorld('approve').start();
    world.next({ move: mispricing });
    const ticket = [...world.kernel.tickets.values()].at(0);
    expect(touchedBy(world.kernel, [poolB])).toContainEqual({ kind: 'ticket', id: ticket?.id });
    expect(touchedBy(world.kernel, [addressOf(0x77)])).toEqual([]);
    const plan = readCall(ticket?.plan.data ?? parseBytes('0x'), 0n);
    expect(plan?.by).toBe('executor');
    const ours = plan === null ? null : readSwap(world.kernel, plan, ticket?.plan.to ?? null);
    expect(ours?.reading.amountOut).toBe((ticket?.opportunity.amountIn ?? 0n) + (ticket?.opportunity.gross ?? 0n));
  });
});
