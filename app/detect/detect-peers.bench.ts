import { BugError } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import { type BenchMarket, benchMarket } from './testing/benchMarket.ts';
import { mixedMarket } from './testing/mixedMarket.ts';
import { bestPairs, compareBest, drawBlocks, type PeerMarket, runOwn, shareOfProfit } from './testing/peerBlocks.ts';
import { compilePlainSearch, runPlainSearch } from './testing/plainSearch.ts';
import { TinesRouter, v2SdkSearch } from './testing/routerPeers.ts';
import { microseconds, summary } from './testing/timing.ts';

const cases = [
  { poolCount: 1000, touchedCount: 10, blocks: 100, plainBlocks: 100, routerBlocks: 10 },
  { poolCount: 10_000, touchedCount: 50, blocks: 60, plainBlocks: 20, routerBlocks: 2 },
  { poolCount: 50_000, touchedCount: 200, blocks: 20, plainBlocks: 3, routerBlocks: 0 },
] as const;

/**
 * Markets of all ten kinds. Between hubs they have so many pools that the plain searcher solves millions of cycles a block: it is asked only what it can answer
 * within minutes.
 */
const mixedCases = [
  { poolCount: 1000, touchedCount: 10, maxHops: 3, blocks: 60, plainBlocks: 20 },
  { poolCount: 1000, touchedCount: 10, maxHops: 4, blocks: 60, plainBlocks: 5 },
  { poolCount: 10_000, touchedCount: 50, maxHops: 3, blocks: 20, plainBlocks: 2 },
] as const;

type PeerCase = (typeof cases)[number];

/** A market of V2 and V3 pools alone. */
function twoKinds(market: BenchMarket): PeerMarket {
  const byAddress = new Map<Address, BenchMarket['pools'][number]>(market.pools.map((pool) => [pool.address, pool]));
  return {
    pools: market.pools,
    states: market.states,
    hubs: market.hubs,
    moved(address, random) {
      const pool = byAddress.get(address);
      if (pool === undefined) throw new BugError('a pool that is not there', { address });
      return market.moved(pool, random);
    },
  };
}

function measureMixed(emit: (line: object) => void, each: (typeof mixedCases)[number], program: string): void {
  const market = mixedMarket(seededRandom(9), each.poolCount);
  const label = labelOf(each.poolCount, each.touchedCount, each.maxHops, 'all');
  const blocks = drawBlocks(market, each.touchedCount, each.blocks);
  besidePlain(emit, program, label, 'allKinds', market, blocks, each.plainBlocks, each.maxHops);
}

function labelOf(poolCount: number, touchedCount: number, maxHops: number, kinds: string): object {
  return {
    bench: 'detect-peers',
    case: `pools=${poolCount} touched=${touchedCount} hops=${maxHops} kinds=${kinds}`,
    unit: 'us',
  };
}

/** Ours and the plain searchers over the same blocks; the exhaustive one over `plainBlocks` of them. @returns our times */
function besidePlain(
  emit: (line: object) => void,
  program: string,
  label: object,
  kinds: 'twoKinds' | 'allKinds',
  market: PeerMarket,
  blocks: ReturnType<typeof drawBlocks>,
  plainBlocks: number,
  maxHops: 3 | 4,
): readonly number[] {
  const own = runOwn(market, blocks, maxHops);
  const { times } = own;
  const plain = runPlainSearch(program, market, blocks.slice(0, plainBlocks), maxHops, 'everyCycle');
  emit({
    ...label,
    ...summary(
      times,
      'native:plain exhaustive C++, every paying cycle by golden section',
      plain.map(({ us }) => us),
    ),
    ...compareBest(bestPairs(blocks, own, plain), kinds),
  });
  const quick = runPlainSearch(program, market, blocks, maxHops, 'bestGuess');
  emit({
    ...label,
    ...summary(
      times,
      'native:plain exhaustive C++, best by closed form in doubles, swapped exactly',
      quick.map(({ us }) => us),
    ),
    shareOfProfit: shareOfProfit(bestPairs(blocks, own, quick)),
  });
  return times;
}

function measure(emit: (line: object) => void, each: PeerCase, maxHops: 3 | 4, program: string): void {
  const market = benchMarket(seededRandom(7), each.poolCount);
  const peerMarket = twoKinds(market);
  const blocks = drawBlocks(peerMarket, each.touchedCount, each.blocks);
  const label = labelOf(each.poolCount, each.touchedCount, maxHops, 'v2,v3');
  const times = besidePlain(emit, program, label, 'twoKinds', peerMarket, blocks, each.plainBlocks, maxHops);
  if (maxHops === 4 || each.routerBlocks === 0) return;
  const router = new TinesRouter(market);
  const routed = blocks.slice(0, each.routerBlocks).map((changes) => {
    const time = microseconds(() => {
      router.applyStates(changes);
      router.search(changes.map(({ pool }) => pool));
    });
    router.applyStates(
      changes.flatMap(({ pool }) => {
        const state = market.states.get(pool);
        return state === undefined ? [] : [{ pool, state }];
      }),
    );
    return time;
  });
  emit({
    ...label,
    ...summary(
      times,
      'js:@sushiswap/tines, the best route back of one size, each way through each touched pool',
      routed,
    ),
  });
  if (each.poolCount > 1000) return;
  const sdk = v2SdkSearch(market, 3);
  const sdkTimes = [microseconds(() => void sdk())];
  emit({
    ...label,
    ...summary(times, 'js:@uniswap/v2-sdk bestTradeExactIn, one call of one size over the V2 half', sdkTimes),
  });
}

/**
 * The work of `detect` beside what others have for it, on the same blocks of the same market. The plain searchers do the same work, and the exhaustive one's
 * best cycles are compared with ours; the JavaScript routers look for a route of one size, which is less.
 */
export async function bench(emit: (line: object) => void): Promise<void> {
  const program = compilePlainSearch();
  for (const each of cases) for (const maxHops of [3, 4] as const) measure(emit, each, maxHops, program);
  for (const each of mixedCases) measureMixed(emit, each, program);
}
