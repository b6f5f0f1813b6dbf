import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { seededRandom } from '../domain/random.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { benchMarket } from './testing/benchMarket.ts';

test('a pool takes less than 200 bytes of the native core beside its ticks', () => {
  const market = benchMarket(seededRandom(7), 20_000);
  const detector = createNativeDetector();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const touched = market.pools.slice(0, 100).map(({ address }) => address);
  detector.detect(touched, { profitTokens, maxHops: 4, gasPrice: wei(10n ** 9n), limit: 50 });
  const perPool = detector.bytesBesideTicks() / market.pools.length;
  expect(perPool).toBeGreaterThan(80);
  expect(perPool).toBeLessThan(200);
});
