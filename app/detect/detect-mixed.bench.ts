import { wei } from '../domain/amount.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import { createNativeDetector } from './nativeDetector.ts';
import type { MarketPool } from './poolIndex.ts';
import { mixedMarket } from './testing/mixedMarket.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const cases = [
  { poolCount: 1000, touchedCount: 10, blocks: 200 },
  { poolCount: 10_000, touchedCount: 50, blocks: 120 },
  { poolCount: 50_000, touchedCount: 200, blocks: 20 },
] as const;

function measure({ poolCount, touchedCount, blocks }: (typeof cases)[number], maxHops: 3 | 4): object {
  const random = seededRandom(9);
  const market = mixedMarket(random, poolCount);
  const addresses = market.pools.map(({ address }) => address);
  const detector = createNativeDetector<MarketPool>();
  const loadUs = microseconds(() => {
    detector.setPools(market.pools);
    detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  });
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const parameters = { profitTokens, maxHops, gasPrice: wei(10n ** 9n), limit: touchedCount, bestOfEachPool: true };
  const ours: number[] = [];
  const applied: number[] = [];
  let cycles = 0;
  for (let block = -5; block < blocks; block += 1) {
    const moved = new Set<Address>();
    while (moved.size < touchedCount) {
      const pool = addresses[random.below(addresses.length)];
      if (pool !== undefined) moved.add(pool);
    }
    const touched = [...moved];
    const changes = touched.map((pool) => ({ pool, state: market.moved(pool, random) }));
    const apply = microseconds(() => detector.applyStates(changes));
    const search = microseconds(() => {
      cycles += detector.detect(touched, parameters).length;
    });
    if (block >= 0) {
      ours.push(apply + search);
      applied.push(apply);
    }
    detector.applyStates(
      touched.flatMap((pool) => {
        const state = market.states.get(pool);
        return state === undefined ? [] : [{ pool, state }];
      }),
    );
  }
  applied.sort((a, b) => a - b);
  return {
    bench: 'detect-mixed',
    case: `pools=${poolCount} touched=${touchedCount} hops=${maxHops}`,
    unit: 'us',
    ...summary(ours, 'none', []),
    cyclesPerBlock: rounded(cycles / (blocks + 5)),
    applyP50: rounded(applied[Math.floor(applied.length / 2)] ?? 0),
    loadMs: rounded(loadUs / 1000),
    bytesPerPool: rounded(detector.bytesBesideTicks() / poolCount),
  };
}

/** Decoded state changes in, the best exact cycle of every touched pool out, over a market of all ten kinds. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const each of cases) for (const maxHops of [3, 4] as const) emit(measure(each, maxHops));
}
