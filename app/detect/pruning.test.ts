import { describe, expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import type { Detector, DetectParameters } from './detector.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type AnyPool, type AnyPoolKind, poolKinds } from './poolIndex.ts';
import { type AnyMarket, type AnyMarketPool, anyMarket } from './testing/anyMarket.ts';
import { addressOf } from './testing/randomPools.ts';

const shape = { pegged: 5, free: 5, spread: 0.002, depth: 1e6, kinds: poolKinds } as const;

/** Pools of a few hundred units at absurd prices: rates without end, and nothing behind them. */
function dust(market: AnyMarket, count: number): AnyMarketPool[] {
  return Array.from({ length: count }, (_, i) => {
    const [one, other] = [
      market.tokens[i % Math.ceil(market.tokens.length / 2)],
      market.tokens[(i + 1 + (i % 4)) % market.tokens.length],
    ];
    const tokens = [present(one, 'token').address, present(other, 'token').address];
    const pool = {
      address: addressOf(9000 + i),
      kind: 'uniswapV2' as const,
      venue: 'Dust',
      tokens,
      feePpm: 0,
      tickSpacing: 0,
    };
    const state = {
      kind: 'uniswapV2' as const,
      reserve0: 7n + BigInt(i),
      reserve1: 10n ** BigInt(6 + i),
      feePpm0: 3000,
      feePpm1: 3000,
    };
    return { pool, state };
  });
}

function detectorOf(pools: readonly AnyMarketPool[]): Detector<AnyPool> {
  const detector = createNativeDetector<AnyPool>({ topCandidates: 10 });
  detector.setPools(pools.map(({ pool }) => pool));
  detector.applyStates(pools.map(({ pool, state }) => ({ pool: pool.address, state })));
  return detector;
}

function bestOfEach(all: readonly Cycle<AnyPoolKind>[], touched: readonly Address[]): Cycle<AnyPoolKind>[] {
  const best = new Set<Cycle<AnyPoolKind>>();
  for (const address of touched) {
    const first = all.find(({ hops }) => hops.some(({ pool }) => pool === address));
    if (first !== undefined) best.add(first);
  }
  return all.filter((cycle) => best.has(cycle));
}

describe('what is dropped unsolved', () => {
  test.each([
    ['deep and shallow pools', 0],
    ['with dust at absurd prices', 8],
  ] as const)(
    'is never among the best of all, nor of a touched pool: %s',
    (_name, dustCount) => {
      const random = seededRandom(61 + dustCount);
      let most = 0;
      for (let round = 0; round < 3; round += 1) {
        const market = anyMarket(random, { ...shape, pools: 44 });
        const pools = [...market.pools, ...dust(market, dustCount)];
        const detector = detectorOf(pools);
        const touched = pools.filter(() => random.below(4) === 0).map(({ pool }) => pool.address);
        // Worth of the tokens in wei, so that the best of all is not a matter of decimals; the last is worth nothing.
        const profitTokens = [3, 0, 7, 9].map((place, i) => {
          const { address, decimals, worth } = present(market.tokens[place], 'token');
          const weiNumerator = i === 3 ? 0n : BigInt(Math.ceil(worth * 1e12));
          return { token: address, weiNumerator, weiDenominator: 10n ** BigInt(decimals - 6) };
        });
        const gasPrice = wei(round % 2 === 0 ? 0n : 10n ** 11n);
        const parameters: DetectParameters = { profitTokens, maxHops: 4, gasPrice, limit: 1_000_000 };
        const all = detector.detect(touched, parameters);
        most = Math.max(most, all.length);
        for (const limit of [1, 3, 40, 200]) {
          expect(detector.detect(touched, { ...parameters, limit })).toEqual(all.slice(0, limit));
        }
        expect(detector.detect(touched, { ...parameters, bestOfEachPool: true })).toEqual(bestOfEach(all, touched));
      }
      // Enough of them that the first walk asks for more than the lowest bounds.
      expect(most).toBeGreaterThan(2000);
    },
    120_000,
  );

  test('nor where so many pools stand between the same tokens that a first walk leaves most of them out', () => {
    const random = seededRandom(67);
    let most = 0;
    for (let round = 0; round < 2; round += 1) {
      const market = anyMarket(random, { ...shape, pegged: 3, free: 1, pools: 46 });
      const pools = [...market.pools, ...dust(market, 4 * round)];
      const detector = detectorOf(pools);
      const touched = pools.filter((_, i) => i % 31 === 7).map(({ pool }) => pool.address);
      const profitTokens = market.tokens.map(({ address, decimals, worth }) => ({
        token: address,
        weiNumerator: BigInt(Math.ceil(worth * 1e12)),
        weiDenominator: 10n ** BigInt(decimals - 6),
      }));
      const gasPrice = wei(round === 0 ? 0n : 10n ** 11n);
      const parameters: DetectParameters = { profitTokens, maxHops: 4, gasPrice, limit: 1_000_000 };
      for (const address of touched) {
        const all = detector.detect([address], parameters);
        most = Math.max(most, all.length);
        expect(detector.detect([address], { ...parameters, bestOfEachPool: true })).toEqual(all.slice(0, 1));
      }
    }
    expect(most).toBeGreaterThan(5000);
  }, 120_000);

  test('nor where many pools of nearly the same prices leave little between the best and the next', () => {
    const random = seededRandom(71);
    let compared = 0;
    for (let round = 0; round < 8; round += 1) {
      const { pools, tokens } = anyMarket(random, { ...shape, pegged: 3, free: 1, spread: 0.0006, pools: 40 });
      const detector = detectorOf(pools);
      const profitTokens = tokens.map(({ address, decimals, worth }) => ({
        token: address,
        weiNumerator: BigInt(Math.ceil(worth * 1e12)),
        weiDenominator: 10n ** BigInt(decimals - 6),
      }));
      const parameters: DetectParameters = { profitTokens, maxHops: 3, gasPrice: wei(0n), limit: 100_000 };
      for (const { pool } of pools) {
        const all = detector.detect([pool.address], parameters);
        expect(detector.detect([pool.address], { ...parameters, bestOfEachPool: true })).toEqual(all.slice(0, 1));
        compared += all.length;
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  }, 120_000);
});
