import { wei } from '../domain/amount.ts';
import type { Pool } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { benchMarket } from './testing/benchMarket.ts';
import { JavaScriptSearch } from './testing/benchPeer.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const touchedPerBlock = 50;
const limit = 50;
const warmUpBlocks = 40;
const blocks = 400;
const peerBlocks = 60;

function measure(poolCount: number): object {
  const random = seededRandom(7);
  const market = benchMarket(random, poolCount);
  const detector = createNativeDetector();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const peer = new JavaScriptSearch(market.pools, market.states);
  const hubs = new Set(market.hubs);
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const parameters = { profitTokens, maxHops: 3, gasPrice: wei(10n ** 9n), limit } as const;
  const ours: number[] = [];
  const theirs: number[] = [];
  let cycles = 0;
  for (let block = 0; block < warmUpBlocks + blocks; block += 1) {
    const moved = new Set<Pool>();
    while (moved.size < touchedPerBlock) {
      const pool = market.pools[random.below(poolCount)];
      if (pool !== undefined) moved.add(pool);
    }
    const changes = [...moved].map((pool) => ({ pool: pool.address, state: market.moved(pool, random) }));
    const touched = changes.map(({ pool }) => pool);
    const time = microseconds(() => {
      detector.applyStates(changes);
      cycles += detector.detect(touched, parameters).length;
    });
    const withPeer = block < warmUpBlocks || block % Math.floor(blocks / peerBlocks) === 0;
    const peerTime = withPeer
      ? microseconds(() => {
          peer.applyStates(changes);
          peer.detect(touched, hubs, limit);
        })
      : 0;
    if (block >= warmUpBlocks) {
      ours.push(time);
      if (withPeer) theirs.push(peerTime);
    }
    // The next block starts from agreeing prices again, as after arbitrage.
    const restored = touched.flatMap((pool) => {
      const state = market.states.get(pool);
      return state === undefined ? [] : [{ pool, state }];
    });
    detector.applyStates(restored);
    if (withPeer) peer.applyStates(restored);
  }
  return {
    bench: 'cycle',
    case: `pools=${poolCount} touched=${touchedPerBlock} hops=3`,
    unit: 'us',
    ...summary(ours, 'js:doubles prune, closed form, BigInt swaps, neighbours', theirs),
    cyclesPerBlock: rounded(cycles / (blocks + warmUpBlocks)),
  };
}

/** Decoded state changes in, ranked opportunities out: half V2, half V3 pools shaped like a main network's. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const poolCount of [1000, 10_000]) emit(measure(poolCount));
}
