import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import type { MarketState } from './exactPoolState.ts';
import { createNativeDetector } from './nativeDetector.ts';
import type { MarketPool } from './poolIndex.ts';
import { benchMarket } from './testing/benchMarket.ts';
import { mixedMarket } from './testing/mixedMarket.ts';

interface Market {
  readonly pools: readonly MarketPool[];
  readonly states: ReadonlyMap<Address, MarketState>;
  readonly hubs: readonly Address[];
}

test.each([
  ['V2 and V3', () => benchMarket(seededRandom(7), 20_000)],
  ['all kinds', () => mixedMarket(seededRandom(9), 10_000)],
] as const)('a pool takes less than 200 bytes of the native core beside its ticks: %s', (_name, make) => {
  const market: Market = make();
  const detector = createNativeDetector<MarketPool>();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const parameters = { profitTokens, maxHops: 4, gasPrice: wei(10n ** 9n), limit: 50, bestOfEachPool: true } as const;
  // What searches keep counts too: it is what the largest of them needed.
  for (let block = 0; block < 20; block += 1) {
    const touched = market.pools.filter((_, i) => i % 401 === 20 * block).map(({ address }) => address);
    detector.detect(touched, parameters);
  }
  const perPool = detector.bytesBesideTicks() / market.pools.length;
  expect(perPool).toBeGreaterThan(80);
  expect(perPool).toBeLessThan(200);
});
