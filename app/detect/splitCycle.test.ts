import { describe, expect, test } from 'vitest';
import { type Wei, wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle, ProfitToken } from './cycle.ts';
import type { Detector } from './detector.ts';
import { ExactPool } from './exactPool.ts';
import { gasModel } from './gasModel.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type AnyPool, type AnyPoolKind, poolKinds } from './poolIndex.ts';
import { type ExactHop, exactHop, outputsOf } from './reference/exactCycle.ts';
import { gridOptimum, type SplitHops } from './reference/splitGrid.ts';
import { type SplitCycle, swapsOf } from './splitCycle.ts';
import { type AnyMarket, type AnyMarketPool, anyMarket } from './testing/anyMarket.ts';
import { addressOf } from './testing/randomPools.ts';

type AnyCycle = Cycle<AnyPoolKind>;
type AnySplit = SplitCycle<AnyPoolKind>;

function detectorOf(market: AnyMarket): Detector<AnyPool> {
  const detector = createNativeDetector<AnyPool>({ topCandidates: 40 });
  detector.setPools(market.pools.map(({ pool }) => pool));
  detector.applyStates(market.pools.map(({ pool, state }) => ({ pool: pool.address, state })));
  return detector;
}

const plain = (token: Address): ProfitToken => ({ token, weiNumerator: 1n, weiDenominator: 1n });

/** The best cycle of each order of tokens. */
function routesOf(detector: Detector<AnyPool>, market: AnyMarket, start: Address, maxHops: 2 | 3): AnyCycle[] {
  const all = market.pools.map(({ pool }) => pool.address);
  const cycles = detector.detect(all, { profitTokens: [plain(start)], maxHops, gasPrice: wei(0n), limit: 5000 });
  const best = new Map<string, AnyCycle>();
  for (const cycle of cycles) {
    const key = cycle.hops.map(({ tokenIn }) => tokenIn).join();
    if (!best.has(key)) best.set(key, cycle);
  }
  return [...best.values()];
}

function poolAt(market: AnyMarket, address: Address): AnyMarketPool {
  return present(
    market.pools.find(({ pool }) => pool.address === address),
    'pool',
  );
}

function hopOver({ pool, state }: AnyMarketPool, tokenIn: Address, tokenOut: Address): ExactHop {
  return exactHop(state, pool.tokens.indexOf(tokenIn), pool.tokens.indexOf(tokenOut));
}

/** Every swap run on a pool of its own, in an order of our choosing: the amounts, and that each leg hands on all it got. */
function expectExecutes(market: AnyMarket, split: AnySplit): void {
  let carried: bigint = split.amountIn;
  for (const leg of split.legs) {
    expect(leg.amountIn).toBe(carried);
    expect(leg.swaps.reduce((sum, { amountIn }) => sum + amountIn, 0n)).toBe(leg.amountIn);
    carried = 0n;
    for (const { pool: address, tokenIn, tokenOut, amountIn, amountOut } of [...leg.swaps].reverse()) {
      const { pool, state } = poolAt(market, address);
      const direction = { in: pool.tokens.indexOf(tokenIn), out: pool.tokens.indexOf(tokenOut), exactIn: true };
      expect(new ExactPool(state).swap(direction, amountIn)).toEqual({ ok: true, amountIn, amountOut });
      carried += amountOut;
    }
    expect(leg.amountOut).toBe(carried);
  }
  expect(carried).toBe(split.amountOut);
  expect(split.gross).toBe(carried - split.amountIn);
  const contracts = swapsOf(split).map(({ pool }) => pool);
  expect(new Set(contracts).size).toBe(contracts.length);
}

/** What roundings can take from a route, in the profit token: some units of every token that it passes. */
function dustOf(split: AnySplit, legs: readonly SplitHops[]): bigint {
  let dust = split.gross / 1_000_000n + 8n;
  split.legs.forEach(({ amountIn, swaps }, i) => {
    dust += BigInt(4 * swaps.length) * (split.amountOut / amountIn + 1n);
    if (legs[i]?.some(({ hasMovingFee }) => hasMovingFee) === true) dust += split.amountIn / 5_000_000_000n;
  });
  return dust;
}

const hopsOfSplit = (market: AnyMarket, split: AnySplit): SplitHops[] =>
  split.legs.map(({ swaps }) =>
    swaps.map(({ pool, tokenIn, tokenOut }) => hopOver(poolAt(market, pool), tokenIn, tokenOut)),
  );

const shape = { pegged: 3, free: 0, spread: 0.004, depth: 1e6 } as const;

describe('a cycle over parallel pools', () => {
  test('executes to the unit, and no grid of distributions brings more: all kinds', () => {
    const random = seededRandom(401);
    const kindsSeen = new Set<AnyPoolKind>();
    let compared = 0;
    for (let round = 0; round < 14; round += 1) {
      const market = anyMarket(random, { ...shape, kinds: poolKinds, pools: 14 });
      const detector = detectorOf(market);
      const start = present(market.tokens[round % 3], 'token').address;
      for (const cycle of routesOf(detector, market, start, round % 2 === 0 ? 2 : 3)) {
        const split = detector.split(cycle, { value: plain(start), gasPrice: wei(0n), mostSwaps: 8 });
        if (split === null) continue;
        expect(swapsOf(split).length).toBeLessThanOrEqual(8);
        expect(split.net).toBeGreaterThan(cycle.net);
        expectExecutes(market, split);
        for (const { kind } of swapsOf(split)) kindsSeen.add(kind);
        if (compared >= 24 && split.legs.every(({ swaps }) => swaps.every(({ kind }) => kindsSeen.has(kind)))) continue;
        const legs = hopsOfSplit(market, split);
        const grid = gridOptimum(legs, split.amountIn, 5, 14);
        expect(split.gross >= grid.profit - dustOf(split, legs), `${split.gross} of ${grid.profit}`).toBe(true);
        // The grid is no straw man.
        expect(grid.profit * 100n >= split.gross * 95n, `${grid.profit} of ${split.gross}`).toBe(true);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(20);
    expect([...kindsSeen].sort()).toEqual([...poolKinds].sort());
  }, 120_000);

  test('takes the pools that earn their gas and no others', () => {
    const random = seededRandom(402);
    let compared = 0;
    let partly = 0;
    for (let round = 0; round < 16; round += 1) {
      const market = anyMarket(random, { ...shape, pegged: 2, kinds: poolKinds, pools: 4 });
      const detector = detectorOf(market);
      const start = present(market.tokens[round % 2], 'token').address;
      const [cycle] = routesOf(detector, market, start, 2);
      if (cycle === undefined) continue;
      // Gas at which a swap costs a part of what the cycle brings.
      const gasPrice = wei(cycle.gross / BigInt(gasModel.furtherHop.uniswapV2 * (6 + random.below(60))) + 1n);
      const split = detector.split(cycle, { value: plain(start), gasPrice, mostSwaps: 16 });
      const best = bestOfSubsets(market, cycle, gasPrice);
      // The sets are priced without the ticks that they cross, so these are too.
      const lessGas = (gross: bigint, swaps: readonly { readonly kind: AnyPoolKind }[]): bigint =>
        gross - BigInt(gasOf(swaps)) * gasPrice;
      const alone = lessGas(cycle.gross, cycle.hops);
      const net = split === null ? alone : lessGas(split.gross, swapsOf(split));
      const dust = split === null ? cycle.gross / 100_000n + 100n : dustOf(split, hopsOfSplit(market, split));
      expect(net >= best.net - dust, `${net} of ${best.net}: ${best.pools}`).toBe(true);
      compared += 1;
      if (split !== null && swapsOf(split).length < market.pools.length) partly += 1;
    }
    expect(compared).toBeGreaterThan(6);
    expect(partly).toBeGreaterThan(1);
  }, 120_000);

  test('is the best of all whole distributions where all can be tried', () => {
    const random = seededRandom(403);
    let compared = 0;
    let equal = 0;
    for (let round = 0; round < 60; round += 1) {
      const pools = Array.from({ length: 4 }, (_, i) => ({
        pool: v2Pool(i),
        state: {
          kind: 'uniswapV2' as const,
          reserve0: BigInt(300 + random.below(900)),
          reserve1: BigInt(300 + random.below(900)),
          feePpm0: 3000,
          feePpm1: 3000,
        },
      }));
      const market: AnyMarket = { tokens: [], pools };
      const detector = detectorOf(market);
      const [cycle] = routesOf(detector, market, addressOf(1), 2);
      if (cycle === undefined) continue;
      const split = detector.split(cycle, { value: plain(addressOf(1)), gasPrice: wei(0n), mostSwaps: 8 });
      if (split === null) continue;
      expectExecutes(market, split);
      const best = bestOfAllWhole(hopsOfSplit(market, split), 2n * split.amountIn + 20n);
      // Floors of four swaps: the climb may end a unit or two of them short.
      expect(best - split.gross, `${split.gross} of ${best}`).toBeLessThanOrEqual(2n);
      expect(best).toBeGreaterThanOrEqual(split.gross);
      compared += 1;
      if (best === split.gross) equal += 1;
    }
    expect(compared).toBeGreaterThan(25);
    expect(equal).toBeGreaterThan(compared / 2);
  }, 60_000);

  test('leaves a cycle alone without parallel pools, or where no further swap pays its gas', () => {
    const random = seededRandom(404);
    const market = anyMarket(random, { ...shape, pegged: 2, kinds: ['uniswapV2'], pools: 5 });
    const detector = detectorOf(market);
    const start = present(market.tokens[0], 'token').address;
    const cycle = present(routesOf(detector, market, start, 2)[0], 'cycle');
    const free = detector.split(cycle, { value: plain(start), gasPrice: wei(0n), mostSwaps: 8 });
    expect(free).not.toBeNull();
    expect(detector.split(cycle, { value: plain(start), gasPrice: wei(0n), mostSwaps: 2 })).toBeNull();
    const dear = wei(cycle.gross);
    expect(detector.split(cycle, { value: plain(start), gasPrice: dear, mostSwaps: 8 })).toBeNull();
    for (const { pool } of market.pools)
      if (!cycle.hops.some((hop) => hop.pool === pool.address)) detector.setQuarantined(pool.address, true);
    expect(detector.split(cycle, { value: plain(start), gasPrice: wei(0n), mostSwaps: 8 })).toBeNull();
  });

  test('refuses a chain that does not close and a value of another token', () => {
    const market = anyMarket(seededRandom(405), { ...shape, kinds: ['uniswapV2'], pools: 9 });
    const detector = detectorOf(market);
    const start = present(market.tokens[0], 'token').address;
    const cycle = present(routesOf(detector, market, start, 2)[0], 'cycle');
    const parameters = { value: plain(start), gasPrice: wei(0n), mostSwaps: 8 };
    expect(() => detector.split({ ...cycle, hops: cycle.hops.slice(0, 1) }, parameters)).toThrow('refused to split');
    expect(() => detector.split(cycle, { ...parameters, value: plain(addressOf(77)) })).toThrow('another token');
    expect(() => detector.split(cycle, { ...parameters, mostSwaps: 17 })).toThrow('refused to split');
  });
});

function v2Pool(place: number): AnyPool {
  const tokens = [addressOf(1), addressOf(2)];
  return { address: addressOf(1000 + place), kind: 'uniswapV2', venue: 'Test', tokens, feePpm: 3000, tickSpacing: 0 };
}

function subsetsOf<T>(values: readonly T[]): T[][] {
  return Array.from({ length: 2 ** values.length }, (_, set) => values.filter((_value, i) => (set >> i) % 2 === 1));
}

/** Of the swaps alone, the ticks they cross aside. */
function gasOf(swaps: readonly { readonly kind: AnyPoolKind }[]): number {
  return swaps.reduce((sum, { kind }, i) => sum + gasModel[i === 0 ? 'firstHop' : 'furtherHop'][kind], gasModel.base);
}

/** Every set of pools that could serve the cycle's legs, each at the best point of a grid, less its gas. */
function bestOfSubsets(market: AnyMarket, cycle: AnyCycle, gasPrice: Wei): { net: bigint; pools: string } {
  let best = { net: -(10n ** 60n), pools: '' };
  const serving = cycle.hops.map(({ tokenIn, tokenOut }) =>
    market.pools.filter(({ pool }) => pool.tokens.includes(tokenIn) && pool.tokens.includes(tokenOut)),
  );
  for (const first of subsetsOf(serving[0] ?? [])) {
    for (const second of subsetsOf((serving[1] ?? []).filter((pool) => !first.includes(pool)))) {
      if (first.length === 0 || second.length === 0) continue;
      const used = [...first, ...second];
      const legs = [first, second].map((leg, i) =>
        leg.map((pool) => {
          const hop = present(cycle.hops[i], 'hop');
          return hopOver(pool, hop.tokenIn, hop.tokenOut);
        }),
      );
      const { profit } = gridOptimum(legs, cycle.amountIn, 4, 10);
      if (profit === 0n) continue;
      const net = profit - BigInt(gasOf(used.map(({ pool }) => pool))) * gasPrice;
      if (net > best.net) best = { net, pools: used.map(({ pool }) => pool.kind).join() };
    }
  }
  return best;
}

/** The most that two legs bring over all whole amounts up to `most`. */
function bestOfAllWhole(legs: readonly SplitHops[], most: bigint): bigint {
  const inputs = Array.from({ length: Number(most) + 4000 }, (_, i) => BigInt(i));
  const [first = [], second = []] = legs.map((leg) =>
    leg
      .map((hop) => outputsOf([hop], inputs).map((out) => Number(out ?? 0n)))
      .reduce((one, two) => inputs.map((_, total) => bestShare(one, two, total))),
  );
  let best = 0;
  for (let total = 1; total <= Number(most); total += 1)
    best = Math.max(best, (second[first[total] ?? 0] ?? 0) - total);
  return BigInt(best);
}

function bestShare(one: readonly number[], two: readonly number[], total: number): number {
  let best = 0;
  for (let i = 0; i <= total; i += 1) best = Math.max(best, (one[i] ?? 0) + (two[total - i] ?? 0));
  return best;
}
