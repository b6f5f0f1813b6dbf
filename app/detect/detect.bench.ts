import { wei } from '../domain/amount.ts';
import type { Pool } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { benchMarket } from './testing/benchMarket.ts';
import { JavaScriptSearch } from './testing/benchPeer.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const cases = [
  { poolCount: 1000, touchedCount: 10, blocks: 200, peerBlocks: 20 },
  { poolCount: 10_000, touchedCount: 50, blocks: 120, peerBlocks: 6 },
  { poolCount: 50_000, touchedCount: 200, blocks: 30, peerBlocks: 0 },
] as const;

type BenchCase = (typeof cases)[number];

function measure({ poolCount, touchedCount, blocks, peerBlocks }: BenchCase, maxHops: 3 | 4): object {
  const random = seededRandom(7);
  const market = benchMarket(random, poolCount);
  const detector = createNativeDetector();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const parameters = {
    profitTokens,
    maxHops,
    gasPrice: wei(10n ** 9n),
    limit: touchedCount,
    bestOfEachPool: true,
  } as const;
  const peer = peerBlocks > 0 && maxHops === 3 ? new JavaScriptSearch(market.pools, market.states) : null;
  const hubs = new Set(market.hubs);
  const ours: number[] = [];
  const theirs: number[] = [];
  let cycles = 0;
  for (let block = -5; block < blocks; block += 1) {
    const moved = new Set<Pool>();
    while (moved.size < touchedCount) {
      const pool = market.pools[random.below(poolCount)];
      if (pool !== undefined) moved.add(pool);
    }
    const changes = [...moved].map((pool) => ({ pool: pool.address, state: market.moved(pool, random) }));
    const touched = changes.map(({ pool }) => pool);
    const time = microseconds(() => {
      detector.applyStates(changes);
      cycles += detector.detect(touched, parameters).length;
    });
    if (block >= 0) ours.push(time);
    // The next block starts from agreeing prices again, as after arbitrage.
    const restored = touched.flatMap((pool) => {
      const state = market.states.get(pool);
      return state === undefined ? [] : [{ pool, state }];
    });
    if (peer !== null && block < peerBlocks) {
      const peerTime = microseconds(() => {
        peer.applyStates(changes);
        peer.detect(touched, hubs, touchedCount);
      });
      peer.applyStates(restored);
      if (block >= 0) theirs.push(peerTime);
    }
    detector.applyStates(restored);
  }
  return {
    bench: 'detect',
    case: `pools=${poolCount} touched=${touchedCount} hops=${maxHops}`,
    unit: 'us',
    ...summary(ours, 'js:doubles prune, closed form, BigInt swaps, neighbours', theirs),
    cyclesPerBlock: rounded(cycles / (blocks + 5)),
    bytesPerPool: rounded(detector.bytesBesideTicks() / poolCount),
  };
}

/** Decoded state changes in, the best exact cycle of every touched pool out: half V2, half V3 pools shaped like a main network's. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const each of cases) for (const maxHops of [3, 4] as const) emit(measure(each, maxHops));
}
