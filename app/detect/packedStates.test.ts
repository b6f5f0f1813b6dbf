import { expect, test } from 'vitest';
import { present } from '../domain/errors.ts';
import { seededRandom } from '../domain/random.ts';
import { ExactPool } from './exactPool.ts';
import type { ExactPoolState } from './exactPoolState.ts';
import { NativeMarketView } from './nativeMarket.ts';
import type { AnyPool, AnyPoolKind } from './poolIndex.ts';
import { type AnyMarketPool, anyMarket } from './testing/anyMarket.ts';
import { readUint256, writeWords } from './words.ts';

const packed = [
  'solidlyVolatile',
  'solidlyStable',
  'curveStable',
  'curveMeta',
  'curveCrypto',
  'balancerWeighted',
  'balancerStable',
] as const;
const amounts = [10n ** 6n, 10n ** 15n, 10n ** 21n, 10n ** 45n] as const;

/** The same pool with more than 128 bits of everything it holds. */
function held(state: ExactPoolState, factor: bigint): ExactPoolState {
  if ('balances' in state) return { ...state, balances: state.balances.map((each) => each * factor) };
  if ('reserve0' in state) {
    return { ...state, reserve0: state.reserve0 * factor, reserve1: state.reserve1 * factor };
  }
  return state;
}

/** What the market answers for each of the amounts in both directions of each pair; -1 for a refusal. */
function marketAnswers(market: NativeMarketView<AnyPool>): bigint[] {
  const asked = market.index.pairs.flatMap((_, pair) =>
    [0, 1].flatMap((zero) => amounts.map((each) => [pair, zero, each] as const)),
  );
  const words = new BigUint64Array(4 * asked.length);
  for (const [i, [, , amount]] of asked.entries()) writeWords(words, 4 * i, 4, amount);
  const errors = new Int32Array(asked.length);
  const requests = Uint32Array.from(asked.flatMap(([pair, zero]) => [pair, zero]));
  expect(market.native.quoteEach(requests, words, errors)).toBe(0);
  return asked.map((_, i) => (errors[i] === 0 ? readUint256(words, 4 * i) : -1n));
}

/** The same of a pool by itself, which keeps its state as it is. */
function ownAnswers(market: NativeMarketView<AnyPool>, states: readonly ExactPoolState[]): bigint[] {
  return market.index.pairs.flatMap(({ pool, place0, place1 }) => {
    const exact = new ExactPool(present(states[pool], 'state'));
    return [
      { in: place1, out: place0, exactIn: true },
      { in: place0, out: place1, exactIn: true },
    ].flatMap((direction) => exact.quote(direction, amounts).map((each) => (each.ok ? each.amountOut : -1n)));
  });
}

function isPossible(state: ExactPoolState): boolean {
  try {
    return new ExactPool(state) instanceof ExactPool;
  } catch {
    return false;
  }
}

test('pools answer the same from the market, where states lie packed, whatever states they had before', () => {
  const random = seededRandom(83);
  const answered = new Set<AnyPoolKind>();
  const widened = new Set<AnyPoolKind>();
  for (let round = 0; round < 6; round += 1) {
    const { pools } = anyMarket(random, { pegged: 4, free: 3, spread: 0.004, depth: 1e6, kinds: packed, pools: 40 });
    const market = new NativeMarketView<AnyPool>();
    market.setPools(pools.map(({ pool }) => pool));
    const apply = (factorOf: (each: AnyMarketPool, i: number) => bigint): void => {
      const states = pools.map((each, i) => {
        const state = held(each.state, factorOf(each, i));
        return isPossible(state) ? state : each.state;
      });
      market.applyStates(pools.map(({ pool }, i) => ({ pool: pool.address, state: present(states[i], 'state') })));
      const answers = marketAnswers(market);
      expect(answers).toEqual(ownAnswers(market, states));
      market.index.pairs.forEach(({ pool }, pair) => {
        const { kind } = present(pools[pool], 'pool').pool;
        if (answers.slice(8 * pair, 8 * pair + 8).some((each) => each > 0n)) answered.add(kind);
        if (states[pool] !== pools[pool]?.state) widened.add(kind);
      });
    };
    apply(() => 1n);
    apply((_, i) => (i % 2 === 0 ? 1n << 90n : 3n));
    apply((_, i) => (i % 3 === 0 ? 1n << 90n : 1n));
    apply(() => 1n);
  }
  expect(answered.size).toBe(packed.length);
  expect(widened.size).toBeGreaterThan(3);
});
