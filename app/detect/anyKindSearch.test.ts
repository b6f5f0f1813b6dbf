import { describe, expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import type { Detector, DetectParameters } from './detector.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type AnyPool, type AnyPoolKind, poolKinds } from './poolIndex.ts';
import {
  type BestInput,
  bestAmong,
  type ExactHop,
  evenly,
  exactHop,
  outputsOf,
  plainOptimum,
} from './reference/exactCycle.ts';
import { type AnyMarket, type AnyMarketPool, anyMarket } from './testing/anyMarket.ts';

function detectorOf(market: AnyMarket, topCandidates = 10): Detector<AnyPool> {
  const detector = createNativeDetector<AnyPool>({ topCandidates });
  detector.setPools(market.pools.map(({ pool }) => pool));
  detector.applyStates(market.pools.map(({ pool, state }) => ({ pool: pool.address, state })));
  return detector;
}

function parametersFor(start: Address, part: Partial<DetectParameters> = {}): DetectParameters {
  const profitTokens = [{ token: start, weiNumerator: 1n, weiDenominator: 1n }];
  return { profitTokens, maxHops: 3, gasPrice: wei(0n), limit: 100_000, ...part };
}

interface Walk {
  readonly pools: readonly AnyMarketPool[];
  readonly tokens: readonly Address[];
}

/** Every closed walk from `start` over different pools and tokens. */
function walksFrom({ pools }: AnyMarket, start: Address, maxHops: number): Walk[] {
  const closed: Walk[] = [];
  let open: Walk[] = [{ pools: [], tokens: [start] }];
  for (let hop = 0; hop < maxHops; hop += 1) {
    open = open.flatMap((walk) => {
      const from = present(walk.tokens.at(-1), 'token');
      return pools
        .filter(({ pool }) => pool.tokens.includes(from) && !walk.pools.some((used) => used.pool === pool))
        .flatMap((next) =>
          next.pool.tokens
            .filter((to) => to !== from && (to === start || !walk.tokens.includes(to)))
            .map((to) => ({ pools: [...walk.pools, next], tokens: [...walk.tokens, to] })),
        );
    });
    closed.push(...open.filter((walk) => walk.tokens.at(-1) === start && walk.pools.length > 1));
    open = open.filter((walk) => walk.tokens.at(-1) !== start);
  }
  return closed;
}

function hopsOfWalk({ pools, tokens }: Walk): ExactHop[] {
  return pools.map(({ pool, state }, i) =>
    exactHop(
      state,
      pool.tokens.indexOf(present(tokens[i], 'token in')),
      pool.tokens.indexOf(present(tokens[i + 1], 'token out')),
    ),
  );
}

function hopsOfCycle(market: AnyMarket, cycle: Cycle<AnyPoolKind>): ExactHop[] {
  return cycle.hops.map(({ pool: address, tokenIn, tokenOut }) => {
    const { pool, state } = present(
      market.pools.find(({ pool: each }) => each.address === address),
      'pool',
    );
    return exactHop(state, pool.tokens.indexOf(tokenIn), pool.tokens.indexOf(tokenOut));
  });
}

const walkKey = ({ pools, tokens }: Walk): string =>
  pools.map(({ pool }, i) => `${pool.address}:${tokens[i]}`).join('>');
const cycleKey = ({ hops }: Cycle<AnyPoolKind>): string =>
  hops.map(({ pool, tokenIn }) => `${pool}:${tokenIn}`).join('>');

/** Roundings of a chain, in units of its start: two of each token on the way, the step of a moving fee, and what iterations of the pools leave open. */
function dustOf(best: BestInput, hops: readonly ExactHop[]): bigint {
  let dust = best.profit / 1_000_000n + 4n;
  let amount = best.amountIn;
  for (let i = 0; i < hops.length; i += 1) {
    const [out] = outputsOf(hops.slice(i, i + 1), [amount]);
    amount = out ?? 0n;
    if (hops[i]?.hasMovingFee === true) dust += best.amountIn / 10_000_000_000n;
    if (amount > 0n) dust += 2n * ((best.amountIn + best.profit) / amount + 1n);
  }
  return dust;
}

function touchedOf(random: Random, market: AnyMarket): Address[] {
  return market.pools.filter(() => random.below(3) === 0).map(({ pool }) => pool.address);
}

const shape = { pegged: 3, free: 2, spread: 0.004, depth: 1e6 } as const;

describe('the search over any mix of kinds', () => {
  test.each([2, 3, 4, 5] as const)(
    'finds what an exhaustive search in plain TypeScript finds: up to %i hops',
    (maxHops) => {
      const random = seededRandom(100 + maxHops);
      const kindsSeen = new Set<AnyPoolKind>();
      let compared = 0;
      const rounds = { 2: 16, 3: 8, 4: 12, 5: 8 }[maxHops];
      for (let round = 0; round < rounds; round += 1) {
        const pools = { 2: 14, 3: 12, 4: 9, 5: 8 }[maxHops];
        const market = anyMarket(random, { ...shape, kinds: poolKinds, pools });
        const start = present(market.tokens[random.below(4)], 'token').address;
        const touched = touchedOf(random, market);
        const found = detectorOf(market).detect(touched, parametersFor(start, { maxHops }));
        const byKey = new Map(found.map((cycle) => [cycleKey(cycle), cycle]));
        expect(byKey.size).toBe(found.length);
        for (const walk of walksFrom(market, start, maxHops)) {
          if (!walk.pools.some(({ pool }) => touched.includes(pool.address))) continue;
          const hops = hopsOfWalk(walk);
          const best = plainOptimum(hops);
          const dust = best.profit === 0n ? 0n : dustOf(best, hops);
          const ours = byKey.get(walkKey(walk));
          byKey.delete(walkKey(walk));
          const gross = ours?.gross ?? 0n;
          expect(gross >= best.profit - dust, `${walkKey(walk)}: ${gross} of ${best.profit}`).toBe(true);
          if (ours !== undefined) {
            compared += 1;
            for (const { pool } of walk.pools) kindsSeen.add(pool.kind);
            expect(outputsOf(hops, [ours.amountIn])).toEqual([ours.amountOut]);
          }
        }
        // Nothing that is not a walk through a touched pool.
        expect([...byKey.keys()]).toEqual([]);
      }
      expect(compared).toBeGreaterThan(30);
      expect(kindsSeen.size).toBe(poolKinds.length);
    },
    // Some thousand cycles by brute force, on a machine that may be busy.
    60_000,
  );

  test.each(poolKinds.map((kind) => [kind] as const))(
    'no neighbour and no point of a fine grid beats the input found: cycles through %s',
    (kind) => {
      const random = seededRandom(7 + poolKinds.indexOf(kind));
      let tried = 0;
      for (let round = 0; round < 6; round += 1) {
        const market = anyMarket(random, { ...shape, kinds: [kind, kind, 'uniswapV2', 'uniswapV3'], pools: 10 });
        const start = present(market.tokens[0], 'token').address;
        const all = market.pools.map(({ pool }) => pool.address);
        const cycles = detectorOf(market, 40).detect(all, parametersFor(start));
        for (const cycle of cycles.filter(({ hops }) => hops.some((hop) => hop.kind === kind)).slice(0, 6)) {
          const hops = hopsOfCycle(market, cycle);
          const own = { amountIn: cycle.amountIn, profit: cycle.gross };
          const near = evenly(cycle.amountIn - 2n, cycle.amountIn + 2n, 4);
          expect(bestAmong(hops, near, own)).toEqual(own);
          const grid = evenly(1n, 3n * cycle.amountIn, 300);
          const better = bestAmong(hops, grid, own);
          expect(better.profit - own.profit <= dustOf(own, hops), `${cycleKey(cycle)}`).toBe(true);
          tried += 1;
        }
      }
      expect(tried).toBeGreaterThan(10);
    },
  );

  test('bounds lose nothing: the best of all, and of each touched pool, are those of the whole list', () => {
    const random = seededRandom(21);
    let compared = 0;
    for (let round = 0; round < 12; round += 1) {
      const market = anyMarket(random, { ...shape, kinds: poolKinds, pools: 16 });
      const start = present(market.tokens[round % 4], 'token').address;
      const touched = touchedOf(random, market);
      const parameters = parametersFor(start, { maxHops: round % 3 === 0 ? 4 : 3 });
      const detector = detectorOf(market);
      const all = detector.detect(touched, parameters);
      expect(detector.detect(touched, { ...parameters, limit: 7 })).toEqual(all.slice(0, 7));
      const best = new Set<Cycle<AnyPoolKind>>();
      for (const address of touched) {
        const first = all.find(({ hops }) => hops.some(({ pool }) => pool === address));
        if (first !== undefined) best.add(first);
      }
      expect(detector.detect(touched, { ...parameters, bestOfEachPool: true })).toEqual(
        all.filter((cycle) => best.has(cycle)),
      );
      compared += all.length;
    }
    expect(compared).toBeGreaterThan(300);
  });

  test('does not depend on the order of the pools', () => {
    const random = seededRandom(22);
    for (let round = 0; round < 6; round += 1) {
      const market = anyMarket(random, { ...shape, kinds: poolKinds, pools: 14 });
      const start = present(market.tokens[0], 'token').address;
      const all = market.pools.map(({ pool }) => pool.address);
      const cycles = detectorOf(market).detect(all, parametersFor(start));
      const reversed = detectorOf({ ...market, pools: [...market.pools].reverse() });
      expect(reversed.detect([...all].reverse(), parametersFor(start))).toEqual(cycles);
      expect(cycles.length).toBeGreaterThan(3);
    }
  });

  test('passes by blocked tokens and quarantined pools, and takes them back', () => {
    const market = anyMarket(seededRandom(23), { ...shape, kinds: poolKinds, pools: 16 });
    const [start, other] = market.tokens.map(({ address }) => address);
    if (start === undefined || other === undefined) throw new Error('no tokens');
    const all = market.pools.map(({ pool }) => pool.address);
    const detector = detectorOf(market);
    const cycles = detector.detect(all, parametersFor(start));
    const passes = ({ hops }: Cycle<AnyPoolKind>): boolean => hops.some(({ tokenIn }) => tokenIn === other);
    expect(cycles.some(passes)).toBe(true);
    detector.setBlocked(other, true);
    expect(detector.detect(all, parametersFor(start))).toEqual(cycles.filter((cycle) => !passes(cycle)));
    detector.setBlocked(other, false);
    const pool = present(cycles[0]?.hops[0], 'hop').pool;
    detector.setQuarantined(pool, true);
    expect(detector.detect(all, parametersFor(start))).toEqual(
      cycles.filter(({ hops }) => !hops.some((hop) => hop.pool === pool)),
    );
    detector.setQuarantined(pool, false);
    expect(detector.detect(all, parametersFor(start))).toEqual(cycles);
  });
});
