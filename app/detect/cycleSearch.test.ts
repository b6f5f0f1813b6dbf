import { describe, expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { BugError } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import type { DetectParameters } from './detector.ts';
import { gasModel } from './gasModel.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { referenceProfit } from './reference/cycleProfit.ts';
import { type RandomMarket, randomMarket } from './testing/randomMarket.ts';
import { addressOf, testPool } from './testing/randomPools.ts';

function detectorOf(pools: readonly Pool[], states: Iterable<readonly [Address, PoolState]>) {
  const detector = createNativeDetector();
  detector.setPools(pools);
  detector.applyStates([...states].map(([pool, state]) => ({ pool, state })));
  return detector;
}

function parametersFor(tokens: readonly number[], part: Partial<DetectParameters> = {}): DetectParameters {
  const profitTokens = tokens.map((token) => ({ token: addressOf(token), weiNumerator: 1n, weiDenominator: 1n }));
  return { profitTokens, maxHops: 3, gasPrice: wei(0n), limit: 1000, ...part };
}

const routeOf = (cycle: Cycle): string => cycle.hops.map((hop) => hop.pool).join('>');

interface Walk {
  readonly pools: readonly Pool[];
  readonly tokens: readonly Address[];
}

/** Every closed walk of 2..maxHops different pools that starts in `start` and passes no token twice. */
function walksFrom(pools: readonly Pool[], start: Address, maxHops: number): Walk[] {
  const closed: Walk[] = [];
  let open: Walk[] = [{ pools: [], tokens: [start] }];
  for (let hop = 0; hop < maxHops; hop += 1) {
    open = open.flatMap((walk) =>
      pools
        .filter((pool) => !walk.pools.includes(pool))
        .flatMap((pool) => {
          const from = walk.tokens.at(-1);
          const to = pool.token0 === from ? pool.token1 : pool.token1 === from ? pool.token0 : undefined;
          return to === undefined ? [] : [{ pools: [...walk.pools, pool], tokens: [...walk.tokens, to] }];
        }),
    );
    closed.push(...open.filter((walk) => walk.tokens.at(-1) === start && walk.pools.length > 1));
    open = open.filter((walk) => new Set(walk.tokens).size === walk.tokens.length);
  }
  return closed;
}

/** The routes that must be found: rotated to the first listed profit token, through a touched pool, paying for some input. */
function payingRoutes(
  market: RandomMarket,
  listed: readonly number[],
  touched: ReadonlySet<Address>,
  maxHops: number,
): string[] {
  return listed.flatMap((token, rank) => {
    const earlier = new Set(listed.slice(0, rank).map(addressOf));
    return walksFrom(market.pools, addressOf(token), maxHops)
      .filter((walk) => walk.pools.some((pool) => touched.has(pool.address)))
      .filter((walk) => !walk.tokens.some((passed) => earlier.has(passed)))
      .filter((walk) => {
        const hops = walk.pools.flatMap((pool, i) => {
          const state = market.states.get(pool.address);
          return state === undefined ? [] : [{ pool, state, zeroForOne: pool.token0 === walk.tokens[i] }];
        });
        for (let amount = 1n; amount < 1n << 90n; amount = (amount * 5n) / 4n + 1n) {
          if ((referenceProfit(hops, amount) ?? 0n) > 0n) return true;
        }
        return false;
      })
      .map((walk) => walk.pools.map((pool) => pool.address).join('>'));
  });
}

describe('the cycle search', () => {
  test('finds each paying cycle through a touched pool once, and nothing else', () => {
    const random = seededRandom(11);
    let found = 0;
    for (let round = 0; round < 25; round += 1) {
      const market = randomMarket(random, { tokens: 5, pools: 10, v3Share: 0.2, size: 1e15, spread: 0.01 });
      const touched = market.pools.filter(() => random.below(3) === 0).map(({ address }) => address);
      const listed = [1 + random.below(5), 1 + random.below(5)].filter((token, i, all) => all.indexOf(token) === i);
      const maxHops = random.below(2) === 0 ? 2 : 3;
      const cycles = detectorOf(market.pools, market.states).detect(touched, parametersFor(listed, { maxHops }));
      expect(cycles.map(routeOf).sort()).toEqual(payingRoutes(market, listed, new Set(touched), maxHops).sort());
      found += cycles.length;
    }
    expect(found).toBeGreaterThan(50);
  }, 120_000);

  test.each([4, 5] as const)(
    'finds each paying cycle of up to %i hops',
    (maxHops) => {
      const random = seededRandom(13);
      const longer = new Map<number, number>();
      for (let round = 0; round < 6; round += 1) {
        const shape = { tokens: 5, pools: 9, v3Share: 0.25, size: 1e15, spread: 0.01 };
        const market = randomMarket(random, shape);
        const touched = market.pools.filter(() => random.below(4) === 0).map(({ address }) => address);
        const listed = [1 + random.below(5), 1 + random.below(5)].filter((token, i, all) => all.indexOf(token) === i);
        const cycles = detectorOf(market.pools, market.states).detect(touched, parametersFor(listed, { maxHops }));
        expect(cycles.map(routeOf).sort()).toEqual(payingRoutes(market, listed, new Set(touched), maxHops).sort());
        for (const { hops } of cycles) longer.set(hops.length, (longer.get(hops.length) ?? 0) + 1);
      }
      expect(longer.get(maxHops)).toBeGreaterThan(3);
    },
    120_000,
  );

  test('keeps between busy tokens, too, whatever a search without bounds would find', () => {
    // Two tokens with 40 neighbours each in common: there the walk asks for sorted connections.
    const random = seededRandom(14);
    const pools: Pool[] = [];
    const states = new Map<Address, PoolState>();
    for (let i = 0; i < 90; i += 1) {
      const [low, high] = i < 80 ? [1 + (i % 2), 10 + Math.floor(i / 2)] : [1, 2];
      const pool = testPool(1000 + i, low, high);
      const reserve0 = 10n ** 15n * BigInt(1 + random.below(9));
      pools.push(pool);
      states.set(pool.address, {
        kind: 'uniswapV2',
        reserve0,
        reserve1: (reserve0 * BigInt(980 + random.below(40))) / 1000n,
      });
    }
    const market = { pools, states, tokens: [1, 2] };
    const touched = [3, 30, 84].map((i) => addressOf(1000 + i));
    const cycles = detectorOf(pools, states).detect(touched, parametersFor([1], { maxHops: 4, limit: 100_000 }));
    expect(cycles.map(routeOf).sort()).toEqual(payingRoutes(market, [1], new Set(touched), 4).sort());
    expect(cycles.filter(({ hops }) => hops.length === 4).length).toBeGreaterThan(20);
  });

  test('bounds lose nothing: the best of all, and of each touched pool, are those of the whole list', () => {
    const random = seededRandom(15);
    let compared = 0;
    for (let round = 0; round < 12; round += 1) {
      const v3Share = random.next();
      const market = randomMarket(random, { tokens: 6, pools: 26, v3Share, size: 1e18, spread: 0.02 });
      const touched = market.pools.filter(() => random.below(3) === 0).map(({ address }) => address);
      const maxHops = ([3, 4, 4, 5] as const)[random.below(4)] ?? 4;
      const gasPrice = wei([0n, 10n ** 6n, 10n ** 11n][random.below(3)] ?? 0n);
      const parameters = parametersFor([1, 2, 3], { gasPrice, maxHops, limit: 200_000 });
      const detector = detectorOf(market.pools, market.states);
      const all = detector.detect(touched, parameters);
      expect(detector.detect(touched, { ...parameters, limit: 10 })).toEqual(all.slice(0, 10));
      const best = new Set<Cycle>();
      for (const address of touched) {
        const first = all.find(({ hops }) => hops.some(({ pool }) => pool === address));
        if (first !== undefined) best.add(first);
      }
      const bestOfEach = detector.detect(touched, { ...parameters, bestOfEachPool: true });
      expect(bestOfEach).toEqual(all.filter((cycle) => best.has(cycle)));
      compared += all.length;
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test('does not depend on the order of the pools, and a limit keeps the best', () => {
    const random = seededRandom(12);
    for (let round = 0; round < 10; round += 1) {
      const market = randomMarket(random, { tokens: 5, pools: 30, v3Share: 0.3, size: 1e18, spread: 0.02 });
      const all = market.pools.map(({ address }) => address);
      const parameters = parametersFor([1, 2, 3], { gasPrice: wei(10n ** 6n) });
      const cycles = detectorOf(market.pools, market.states).detect(all, parameters);
      const reversed = detectorOf([...market.pools].reverse(), [...market.states].reverse());
      expect(reversed.detect([...all].reverse(), parameters)).toEqual(cycles);
      expect(reversed.detect(all, { ...parameters, limit: 5 })).toEqual(cycles.slice(0, 5));
      expect(cycles.length).toBeGreaterThan(5);
      const nets = cycles.map(({ net }) => net);
      expect([...nets].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))).toEqual(nets);
    }
  });

  test('values the net in the native currency, rounded down, less gas', () => {
    const pools = [testPool(101, 1, 2), testPool(102, 1, 2)];
    const states = pools.map((pool, i) => {
      const state = {
        kind: 'uniswapV2',
        reserve0: 10n ** 24n,
        reserve1: (100n + 5n * BigInt(i)) * 10n ** 22n,
      } as const;
      return [pool.address, state] as const;
    });
    const profitTokens = [{ token: addressOf(1), weiNumerator: 1n, weiDenominator: 3n }];
    const gas = {
      base: 10,
      tickCrossed: 0,
      firstHop: { ...gasModel.firstHop, uniswapV2: 100 },
      furtherHop: { ...gasModel.furtherHop, uniswapV2: 1000 },
    };
    const detector = createNativeDetector({ gas });
    detector.setPools(pools);
    detector.applyStates(states.map(([pool, state]) => ({ pool, state })));
    const [cycle, ...others] = detector.detect([addressOf(101)], {
      profitTokens,
      maxHops: 2,
      gasPrice: wei(7n),
      limit: 9,
    });
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({ gasUnits: 1110, gasCost: 7770n, net: (cycle?.gross ?? 0n) / 3n - 7770n });
  });

  test('leaves out pools that are unknown, quarantined or unusable, and takes them back', () => {
    const pools = [testPool(101, 1, 2), testPool(102, 1, 2), testPool(103, 1, 2)];
    const even = { kind: 'uniswapV2', reserve0: 10n ** 20n, reserve1: 10n ** 20n } as const;
    const uneven = { kind: 'uniswapV2', reserve0: 10n ** 20n, reserve1: 2n * 10n ** 20n } as const;
    const detector = createNativeDetector();
    detector.setPools(pools);
    const count = () => detector.detect([addressOf(101), addressOf(102)], parametersFor([1])).length;
    expect(count()).toBe(0);
    detector.applyStates([
      { pool: addressOf(101), state: even },
      { pool: addressOf(102), state: uneven },
    ]);
    expect(count()).toBe(1);
    detector.setQuarantined(addressOf(102), true);
    expect(count()).toBe(0);
    detector.setQuarantined(addressOf(102), false);
    expect(count()).toBe(1);
    detector.applyStates([{ pool: addressOf(102), state: { ...uneven, reserve1: 0n } }]);
    expect(count()).toBe(0);
  });

  test('refuses what cannot be: an unknown pool, a fee of all, a reserve beyond 112 bits', () => {
    const detector = createNativeDetector();
    expect(() => detector.setPools([testPool(101, 1, 2, { feePpm: 1_000_000 })])).toThrow(BugError);
    detector.setPools([testPool(101, 1, 2)]);
    const state = { kind: 'uniswapV2', reserve0: 1n << 112n, reserve1: 1n } as const;
    expect(() => detector.applyStates([{ pool: addressOf(101), state }])).toThrow(BugError);
    expect(() => detector.applyStates([{ pool: addressOf(102), state }])).toThrow(BugError);
    expect(() => detector.detect([addressOf(102)], parametersFor([1]))).toThrow(BugError);
    expect(detector.quoteExactIn(addressOf(102), true, 1n)).toEqual({ ok: false, failure: 'UNKNOWN_POOL' });
    expect(detector.quoteExactIn(addressOf(101), true, 1n)).toEqual({ ok: false, failure: 'NOT_INITIALISED' });
  });
});
