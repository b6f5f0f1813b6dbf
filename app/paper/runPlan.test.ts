import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceV2ExactIn } from '../detect/reference/uniswapV2.ts';
import { tokenAmount } from '../domain/amount.ts';
import { chainId } from '../domain/chain.ts';
import { flashSwap } from '../domain/plan.ts';
import { decodeExecute, type ExecuteCall } from '../execution/executorCalldata.ts';
import { runPlan } from './runPlan.ts';
import { apart, cheap, dear, orderOf, statesOf, swaps, v2, weth } from './testing/paperWorld.ts';

const swapPool = swaps();
const now = { flashFee: 0n, timestampS: 10 };
const ether = 10n ** 18n;

function callOf(amountIn: bigint, minProfit = 1n): ExecuteCall {
  return decodeExecute(orderOf(0, { amountIn, minProfit }).plan.data);
}

describe('a route on paper', () => {
  it('brings what the pools of that moment give, to the wei', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 12n, max: 20n * ether }), (amountIn) => {
        const middle = referenceV2ExactIn(1_000n * ether, 2_100n * ether, 3000n, amountIn) ?? 0n;
        const out = referenceV2ExactIn(2_000n * ether, 1_000n * ether, 3000n, middle) ?? 0n;
        const ran = runPlan(callOf(amountIn), statesOf(apart), swapPool, now);
        if (out - amountIn < 1n) expect(ran).toMatchObject({ kind: 'refused', cause: 'GUARD_MIN_PROFIT' });
        else expect(ran).toMatchObject({ kind: 'profit', profit: out - amountIn });
      }),
    );
  });

  it('leaves the pools as its swaps do', () => {
    const ran = runPlan(callOf(ether), statesOf(apart), swapPool, now);
    const middle = referenceV2ExactIn(1_000n * ether, 2_100n * ether, 3000n, ether) ?? 0n;
    expect(ran.kind === 'profit' && ran.after.get(dear)).toEqual({
      kind: 'uniswapV2',
      reserve0: 1_001n * ether,
      reserve1: 2_100n * ether - middle,
    });
  });

  it('is refused for less than its least profit, counting what lenders ask', () => {
    const free = runPlan(callOf(ether), statesOf(apart), swapPool, now);
    const profit = free.kind === 'profit' ? free.profit : 0n;
    expect(runPlan(callOf(ether, profit), statesOf(apart), swapPool, now).kind).toBe('profit');
    expect(runPlan(callOf(ether, profit + 1n), statesOf(apart), swapPool, now)).toEqual({
      kind: 'refused',
      cause: 'GUARD_MIN_PROFIT',
      profit,
    });
    expect(runPlan(callOf(ether, profit), statesOf(apart), swapPool, { ...now, flashFee: 1n })).toMatchObject({
      cause: 'GUARD_MIN_PROFIT',
      profit: profit - 1n,
    });
  });

  it('is refused behind its deadline, over an empty pool, and over one that nobody knows', () => {
    const call = callOf(ether);
    expect(runPlan(call, statesOf(apart), swapPool, { ...now, timestampS: 1_000 }).kind).toBe('profit');
    expect(runPlan(call, statesOf(apart), swapPool, { ...now, timestampS: 1_001 })).toMatchObject({
      cause: 'GUARD_EXPIRED',
    });
    const empty = new Map([...apart, [dear, v2(0n, 0n)] as const]);
    expect(runPlan(call, statesOf(empty), swapPool, now)).toMatchObject({ cause: 'POOL_REFUSED' });
    expect(runPlan(call, () => undefined, swapPool, now)).toMatchObject({ cause: 'STATE_UNKNOWN' });
  });

  it('splits a leg over pools, the last swap of a later leg taking what is left', () => {
    const part = (leg: number, amountIn: bigint) => ({ leg, amountIn: tokenAmount(amountIn) });
    const split: ExecuteCall = {
      chainId: chainId(7),
      terms: {
        funding: flashSwap,
        profitToken: weth,
        amountIn: tokenAmount(2n * ether),
        minProfit: tokenAmount(0n),
        deadlineS: 99,
      },
      hops: [
        { kind: 'uniswapV2', pool: dear, zeroForOne: true, feePpm: 3000, part: part(0, ether) },
        { kind: 'uniswapV2', pool: dear, zeroForOne: true, feePpm: 3000, part: part(0, ether) },
        { kind: 'uniswapV2', pool: cheap, zeroForOne: false, feePpm: 3000, part: part(1, ether) },
        { kind: 'uniswapV2', pool: cheap, zeroForOne: false, feePpm: 3000, part: part(1, 0n) },
      ],
    };
    const first = referenceV2ExactIn(1_000n * ether, 2_100n * ether, 3000n, ether) ?? 0n;
    const second = referenceV2ExactIn(1_001n * ether, 2_100n * ether - first, 3000n, ether) ?? 0n;
    const third = referenceV2ExactIn(2_000n * ether, 1_000n * ether, 3000n, ether) ?? 0n;
    const rest = first + second - ether;
    const fourth = referenceV2ExactIn(2_001n * ether, 1_000n * ether - third, 3000n, rest) ?? 0n;
    expect(runPlan(split, statesOf(apart), swapPool, now)).toMatchObject({
      kind: 'profit',
      profit: third + fourth - 2n * ether,
    });
  });
});
