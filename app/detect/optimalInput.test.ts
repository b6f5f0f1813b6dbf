import { describe, expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type ReferenceHop, referenceProfit } from './reference/cycleProfit.ts';
import { type MarketShape, type RandomMarket, randomMarket } from './testing/randomMarket.ts';
import { addressOf } from './testing/randomPools.ts';

function cyclesOf(market: RandomMarket, topCandidates: number, maxHops: 3 | 5 = 3): readonly Cycle[] {
  const detector = createNativeDetector({ topCandidates });
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.tokens.map((token) => ({
    token: addressOf(token),
    weiNumerator: 1n,
    weiDenominator: 1n,
  }));
  return detector.detect(
    market.pools.map(({ address }) => address),
    { profitTokens, maxHops, gasPrice: wei(0n), limit: 200 },
  );
}

function hopsOf(market: RandomMarket, cycle: Cycle): ReferenceHop[] {
  return cycle.hops.map((hop) => ({
    pool: present(
      market.pools.find(({ address }) => address === hop.pool),
      'pool',
    ),
    state: present(market.states.get(hop.pool), 'state'),
    zeroForOne: hop.zeroForOne,
  }));
}

function expectExactChain(market: RandomMarket, cycle: Cycle): void {
  expect(referenceProfit(hopsOf(market, cycle), cycle.amountIn)).toBe(cycle.gross);
  expect(cycle.amountOut - cycle.amountIn).toBe(cycle.gross);
}

const small: MarketShape = { tokens: 4, pools: 8, v3Share: 0, size: 3000, spread: 0.2 };

function largest(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** What one unit of the route's coarsest token is worth at the end: more than floors can take, in units of the profit token. */
function coarsestUnit(cycle: Cycle): bigint {
  const worth = cycle.hops.map((hop) => cycle.amountOut / hop.amountIn + 1n);
  return largest(worth);
}

function bestOf(hops: readonly ReferenceHop[], amounts: readonly bigint[]): bigint {
  return largest(amounts.filter((amount) => amount > 0n).map((amount) => referenceProfit(hops, amount) ?? 0n));
}

describe('the optimal input', () => {
  test('is the best of all inputs where all can be tried', () => {
    const random = seededRandom(5);
    let tried = 0;
    for (let round = 0; round < 200; round += 1) {
      const market = randomMarket(random, small);
      for (const cycle of cyclesOf(market, 500).slice(0, 6)) {
        const every = Array.from({ length: Number(3n * cycle.amountIn + 20n) }, (_, i) => BigInt(i + 1));
        expect(cycle.gross).toBe(bestOf(hopsOf(market, cycle), every));
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(500);
  });

  test('is the best of all inputs of four and five hops, too', () => {
    const random = seededRandom(7);
    const tried = new Map<number, number>();
    for (let round = 0; round < 60; round += 1) {
      const market = randomMarket(random, { tokens: 5, pools: 12, v3Share: 0, size: 3000, spread: 0.3 });
      const longer = cyclesOf(market, 3000, 5).filter(({ hops }) => hops.length > 3);
      for (const cycle of longer.slice(0, 4)) {
        const every = Array.from({ length: Number(3n * cycle.amountIn + 20n) }, (_, i) => BigInt(i + 1));
        expect(cycle.gross).toBe(bestOf(hopsOf(market, cycle), every));
        tried.set(cycle.hops.length, (tried.get(cycle.hops.length) ?? 0) + 1);
      }
    }
    expect(Math.min(tried.get(4) ?? 0, tried.get(5) ?? 0)).toBeGreaterThan(10);
  });

  test.each([
    ['V2 only', 0, 1e21],
    ['mixed', 0.5, 1e21],
    ['V3 only', 1, 1e21],
    ['coarse tokens, mixed', 0.5, 1e8],
    ['large amounts, mixed', 0.5, 1e26],
    // Not V3 here: beyond a liquidity of 2^96 its price moves in steps of more than a unit.
    ['huge amounts', 0, 1e30],
  ])(
    'is exact, beats its neighbours, and a fine grid beats it by no more than a rounding: %s',
    (_name, v3Share, size) => {
      const random = seededRandom(6);
      let tried = 0;
      for (let round = 0; round < 25; round += 1) {
        const market = randomMarket(random, { tokens: 4, pools: 8, v3Share, size, spread: 0.01 });
        for (const cycle of cyclesOf(market, 10, round % 2 === 0 ? 3 : 5).slice(0, 3)) {
          expectExactChain(market, cycle);
          const hops = hopsOf(market, cycle);
          const near: bigint[] = [];
          for (let i = 1n; i <= 2n; i += 1n) near.push(cycle.amountIn - i, cycle.amountIn + i);
          expect(bestOf(hops, near)).toBeLessThanOrEqual(cycle.gross);
          const grid: bigint[] = [];
          for (let i = 1; i <= 60; i += 1) grid.push((cycle.amountIn * BigInt(i)) / 30n);
          for (let bit = 4n; bit < 90n; bit += 3n)
            grid.push(cycle.amountIn - (1n << bit), cycle.amountIn + (1n << bit));
          expect(bestOf(hops, grid)).toBeLessThanOrEqual(cycle.gross + coarsestUnit(cycle));
          tried += 1;
        }
      }
      expect(tried).toBeGreaterThan(40);
    },
  );
});
