import { expect, test } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { epochMs, type MonotonicNs } from '../domain/clock.ts';
import { parseAddress, parseHash } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { flashSwap } from '../domain/plan.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import type { KernelState } from './kernelState.ts';
import { OpportunityDetails } from './opportunityDetails.ts';

const address = (index: number) => parseAddress(`0x${index.toString(16).padStart(40, '0')}`);
const hash = parseHash(`0x${'7'.repeat(64)}`);
const ether = 10n ** 18n;

/** A pair by hand: x · y = k with 0.3 % of the input, as UniswapV2Library.getAmountOut has it. */
function amountOut(amountIn: bigint, reserveIn: bigint, reserveOut: bigint): bigint {
  return (amountIn * 997n * reserveOut) / (reserveIn * 1000n + amountIn * 997n);
}

function pool(index: number): Pool {
  return {
    address: address(index),
    kind: 'uniswapV2',
    dexId: 'v2',
    venue: 'UniV2',
    token0: address(1),
    token1: address(2),
    feePpm: 3000,
    tickSpacing: 0,
  };
}

function world() {
  const states = new Map<string, PoolState>([
    [address(10), { kind: 'uniswapV2', reserve0: 1000n * ether, reserve1: 1100n * ether }],
    [address(11), { kind: 'uniswapV2', reserve0: 1000n * ether, reserve1: 1000n * ether }],
  ]);
  const pools = new Map([pool(10), pool(11)].map((each) => [each.address, each]));
  const kernel = {
    head: { hash, number: 5 },
    market: { pools, states },
    epoch: { chain: { profitTokens: [address(1)], wrappedNative: address(1) } },
    poolsByToken: new Map(),
    opportunities: new Map(),
  } as unknown as KernelState;
  return { kernel, states };
}

const size = 20n * ether;
const middle = amountOut(size, 1000n * ether, 1100n * ether);
const out = amountOut(middle, 1000n * ether, 1000n * ether);

const opportunity: Opportunity = {
  id: '5-1',
  strategy: 'flash-arbitrage',
  block: { number: 5, hash },
  seenAtMs: epochMs(1),
  hops: [
    { from: 1, to: 2, pool: 10, zeroForOne: true, amountIn: size, amountOut: middle },
    { from: 2, to: 1, pool: 11, zeroForOne: false, amountIn: middle, amountOut: out },
  ].map((hop) => ({
    pool: address(hop.pool),
    kind: 'uniswapV2' as const,
    venue: 'UniV2',
    feePpm: 3000,
    zeroForOne: hop.zeroForOne,
    tokenIn: address(hop.from),
    tokenOut: address(hop.to),
    amountIn: tokenAmount(hop.amountIn),
    amountOut: tokenAmount(hop.amountOut),
  })),
  profitToken: address(1),
  amountIn: tokenAmount(size),
  amountOut: tokenAmount(out),
  gross: tokenAmount(out - size),
  funding: flashSwap,
  flashFee: tokenAmount(0n),
  gasUnits: 100_000,
  gasCost: wei(100_000n * 10n ** 9n),
  net: wei(out - size - 100_000n * 10n ** 9n),
  state: 'found',
  reason: null,
  clock: { seen: 1_000_000 as MonotonicNs, analysed: 3_500_000 as MonotonicNs },
};

test('quotes every size as the pools were when it was found, also after they moved', () => {
  const { kernel, states } = world();
  const details = new OpportunityDetails(kernel);
  details.note(opportunity);
  states.set(address(10), { kind: 'uniswapV2', reserve0: 1n, reserve1: 1n });
  const detail = details.detail('5-1');
  expect(detail.agrees).toBe(true);
  expect(detail.curve).toHaveLength(64);
  for (const { amountIn, gross, net } of detail.curve) {
    const between = amountOut(amountIn, 1000n * ether, 1100n * ether);
    expect(gross).toBe(amountOut(between, 1000n * ether, 1000n * ether) - amountIn);
    expect(net).toBe(gross - opportunity.gasCost);
  }
  expect(detail.curve.filter(({ amountIn }) => amountIn === size)).toHaveLength(1);
  expect(detail.hops[0]?.priceBefore).toBeCloseTo(1.1, 9);
  const paid = (Number(size) * 997) / 1000;
  expect(detail.hops[0]?.impactPpm).toBeCloseTo((1 - Number(middle) / paid / 1.1) * 1e6, 3);
  expect(detail).toMatchObject({ blockNumber: 5, gasPrice: 10n ** 9n });
  expect(detail.clock).toEqual([
    { stage: 'seen', ms: 0 },
    { stage: 'analysed', ms: 2.5 },
  ]);
});

test('says so where its own size brings another gross, and where the state is not kept', () => {
  const { kernel } = world();
  const details = new OpportunityDetails(kernel);
  details.note({ ...opportunity, gross: tokenAmount(opportunity.gross + 1n) });
  expect(details.detail('5-1').agrees).toBe(false);
  details.note({ ...opportunity, id: '4-1', block: { number: 4, hash: parseHash(`0x${'6'.repeat(64)}`) } });
  expect(() => details.detail('4-1')).toThrow(expect.objectContaining({ code: 'DETAIL_NOT_KEPT' }));
});

test('keeps a bounded number, the newest', () => {
  const { kernel } = world();
  const details = new OpportunityDetails(kernel);
  for (let index = 0; index < 2_010; index += 1) details.note({ ...opportunity, id: `5-${index}` });
  expect(() => details.detail('5-9')).toThrow('no longer kept');
  expect(details.copy(kernel).detail('5-10').id).toBe('5-10');
});
