import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import { ExactPool } from './exactPool.ts';
import type { ExactPoolState } from './exactPoolState.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type AnyPool, type AnyPoolKind, poolKinds } from './poolIndex.ts';
import { swapsOf } from './splitCycle.ts';
import { anyMarket } from './testing/anyMarket.ts';
import { randomBits } from './testing/randomPools.ts';
import { allTicks } from './tickWindow.ts';

const shape = { kinds: poolKinds, pegged: 3, free: 1, pools: 10, spread: 0.3, depth: 1e5 } as const;

/** One number of a state replaced by nothing, one, almost everything, or a random one. */
function oddNumber(random: Random, value: bigint): bigint {
  const choices = [0n, 1n, 2n ** 112n - 1n, 2n ** 128n - 1n, 2n ** 255n, 2n ** 256n - 1n, randomBits(random, 256)];
  return random.below(4) > 0 ? value : (choices[random.below(choices.length)] ?? value);
}

function oddState(random: Random, state: ExactPoolState): ExactPoolState {
  const bend = (value: unknown): unknown => {
    if (typeof value === 'bigint') return oddNumber(random, value);
    if (Array.isArray(value)) return value.map((each) => (typeof each === 'bigint' ? oddNumber(random, each) : each));
    return value;
  };
  const bent = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, bend(value)])) as ExactPoolState;
  // A window whose edge is where the price stands.
  if (!('window' in bent) || random.below(3) > 0) return bent;
  const edge = bent.tick + random.below(3) - 1;
  return { ...bent, window: random.below(2) === 0 ? { ...allTicks, minTick: edge } : { ...allTicks, maxTick: edge } };
}

function isPossible(state: ExactPoolState): boolean {
  try {
    new ExactPool(state);
    return true;
  } catch (error) {
    if (error instanceof ExpectedError) return false;
    throw error;
  }
}

test('pools of any kind with impossible numbers neither stop the search nor bend its amounts', () => {
  const random = seededRandom(41);
  let found = 0;
  let split = 0;
  let slowestMs = 0;
  let slowestSplitMs = 0;
  for (let round = 0; round < 400; round += 1) {
    const market = anyMarket(random, shape);
    const pools = market.pools
      .map(({ pool, state }) => ({ pool, state: oddState(random, state) }))
      .filter(({ state }) => isPossible(state));
    const detector = createNativeDetector<AnyPool>();
    detector.setPools(pools.map(({ pool }) => pool));
    detector.applyStates(pools.map(({ pool, state }) => ({ pool: pool.address, state })));
    const profitTokens = market.tokens.map(({ address }) => ({ token: address, weiNumerator: 1n, weiDenominator: 1n }));
    const touched = pools.map(({ pool }) => pool.address);
    const before = performance.now();
    const cycles = detector.detect(touched, { profitTokens, maxHops: 3, gasPrice: wei(0n), limit: 40 });
    slowestMs = Math.max(slowestMs, performance.now() - before);
    const ways: Pick<Cycle<AnyPoolKind>, 'hops' | 'gross'>[] = [...cycles];
    for (const cycle of cycles.slice(0, 3)) {
      const value = { token: cycle.profitToken, weiNumerator: 1n, weiDenominator: 1n };
      const start = performance.now();
      const wide = detector.split(cycle, { value, gasPrice: wei(0n), mostSwaps: 8 });
      slowestSplitMs = Math.max(slowestSplitMs, performance.now() - start);
      if (wide === null) continue;
      split += 1;
      ways.push({ hops: swapsOf(wide), gross: wide.gross });
    }
    for (const { hops, gross } of ways) {
      expect(gross > 0n).toBe(true);
      for (const { pool: address, tokenIn, tokenOut, amountIn, amountOut } of hops) {
        const own = pools.find(({ pool }) => pool.address === address);
        if (own === undefined) throw new Error('a pool that is not there');
        const direction = {
          in: own.pool.tokens.indexOf(tokenIn),
          out: own.pool.tokens.indexOf(tokenOut),
          exactIn: true,
        };
        expect(new ExactPool(own.state).quote(direction, [amountIn])).toEqual([{ ok: true, amountIn, amountOut }]);
      }
    }
    found += cycles.length;
  }
  expect(found).toBeGreaterThan(1000);
  expect(split).toBeGreaterThan(50);
  const slowest = `slowest search ${slowestMs.toFixed(1)} ms, slowest split ${slowestSplitMs.toFixed(1)} ms`;
  console.log(`hostile mixes: ${found} cycles, ${split} split, ${slowest}`);
}, 60_000);
