import { wei } from '../domain/amount.ts';
import { BugError } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type BenchMarket, benchMarket } from './testing/benchMarket.ts';
import {
  compilePlainSearch,
  type PlainBlock,
  type PlainChange,
  type PlainCycle,
  runPlainSearch,
} from './testing/plainSearch.ts';
import { TinesRouter, v2SdkSearch } from './testing/routerPeers.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const cases = [
  { poolCount: 1000, touchedCount: 10, blocks: 100, plainBlocks: 100, routerBlocks: 10 },
  { poolCount: 10_000, touchedCount: 50, blocks: 60, plainBlocks: 20, routerBlocks: 2 },
  { poolCount: 50_000, touchedCount: 200, blocks: 20, plainBlocks: 3, routerBlocks: 0 },
] as const;

type PeerCase = (typeof cases)[number];

function drawBlocks(market: BenchMarket, { touchedCount, blocks }: PeerCase): PlainChange[][] {
  const random = seededRandom(11);
  return Array.from({ length: blocks }, () => {
    const moved = new Map<Address, PlainChange>();
    while (moved.size < touchedCount) {
      const pool = market.pools[random.below(market.pools.length)];
      if (pool !== undefined) moved.set(pool.address, { pool: pool.address, state: market.moved(pool, random) });
    }
    return [...moved.values()];
  });
}

interface OwnRun {
  readonly times: readonly number[];
  /** Of the blocks' cycles before gas. */
  readonly found: readonly (readonly Cycle[])[];
}

/** Our detector over the blocks: timed as it runs in the product, then again before gas, for the peers know none. */
function runOwn(market: BenchMarket, blocks: readonly PlainChange[][], maxHops: 3 | 4): OwnRun {
  const detector = createNativeDetector();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const times: number[] = [];
  const found = blocks.map((changes) => {
    const touched = changes.map(({ pool }) => pool);
    const parameters = { profitTokens, maxHops, limit: touched.length, bestOfEachPool: true } as const;
    times.push(
      microseconds(() => {
        detector.applyStates(changes);
        detector.detect(touched, { ...parameters, gasPrice: wei(10n ** 9n) });
      }),
    );
    const cycles = detector.detect(touched, { ...parameters, gasPrice: wei(0n) });
    detector.applyStates(
      changes.flatMap(({ pool }) => {
        const state = market.states.get(pool);
        return state === undefined ? [] : [{ pool, state }];
      }),
    );
    return cycles;
  });
  return { times, found };
}

/** Profit is a staircase of the input: golden section and ours may end on other steps of its flat top, some units apart. */
const flatUnits = 1000n;
const flatShare = 10n ** 7n;

function bestThrough(cycles: readonly Cycle[], pool: Address): Cycle | null {
  const through = cycles.filter(({ hops }) => hops.some((hop) => hop.pool === pool));
  return through.reduce<Cycle | null>((top, each) => (top === null || each.gross > top.gross ? each : top), null);
}

/** Of each touched pool of the blocks that the peer ran: the peer's best cycle and ours. */
function pairs(
  blocks: readonly PlainChange[][],
  { found }: OwnRun,
  plain: readonly PlainBlock[],
): { pool: Address; own: Cycle | null; peer: PlainCycle }[] {
  return plain.flatMap(({ best }, block) =>
    best.flatMap((peer, i) => {
      const pool = blocks[block]?.[i]?.pool;
      return pool === undefined ? [] : [{ pool, own: bestThrough(found[block] ?? [], pool), peer }];
    }),
  );
}

interface Agreement {
  /** Touched pools compared, and those with a cycle that pays. */
  readonly pools: number;
  readonly paying: number;
  /** The share of paying pools where both name the same swaps. */
  readonly sameSwaps: number;
  /** What ours lack at most of the peer's profit, in units of the profit token. */
  readonly lessBy: number;
}

/** Holds our best cycle through each touched pool against the plain searcher's. @throws BugError where a flat top does not explain the difference */
function compare(compared: ReturnType<typeof pairs>): Agreement {
  let [same, paying, lessBy] = [0, 0, 0n];
  for (const { pool, own, peer } of compared) {
    const gross: bigint = own?.gross ?? 0n;
    const slack = flatUnits + peer.gross / flatShare;
    if (gross + slack < peer.gross || gross > peer.gross + slack) {
      throw new BugError('the best cycle differs from the plain searcher', { pool, gross, peer: peer.gross });
    }
    if (peer.gross - gross > lessBy) lessBy = peer.gross - gross;
    if (own === null || peer.gross === 0n) continue;
    paying += 1;
    if (own.hops.map((hop) => hop.pool).join() === peer.pools.join()) same += 1;
  }
  return { pools: compared.length, paying, sameSwaps: rounded(same / Math.max(1, paying)), lessBy: Number(lessBy) };
}

/** What the peer's cycles have of the profit that ours have. */
function shareOfProfit(compared: ReturnType<typeof pairs>): number {
  const sum = (values: readonly bigint[]): number => values.reduce((total, each) => total + Number(each), 0);
  return rounded(sum(compared.map(({ peer }) => peer.gross)) / sum(compared.map(({ own }) => own?.gross ?? 0n)));
}

function measure(emit: (line: object) => void, each: PeerCase, maxHops: 3 | 4, program: string): void {
  const market = benchMarket(seededRandom(7), each.poolCount);
  const blocks = drawBlocks(market, each);
  const own = runOwn(market, blocks, maxHops);
  const { times } = own;
  const label = {
    bench: 'detect-peers',
    case: `pools=${each.poolCount} touched=${each.touchedCount} hops=${maxHops}`,
    unit: 'us',
  };
  const plainBlocks = blocks.slice(0, each.plainBlocks);
  const plain = runPlainSearch(program, market, plainBlocks, maxHops, 'everyCycle');
  emit({
    ...label,
    ...summary(
      times,
      'native:plain exhaustive C++, every paying cycle by golden section',
      plain.map(({ us }) => us),
    ),
    ...compare(pairs(blocks, own, plain)),
  });
  const quick = runPlainSearch(program, market, blocks, maxHops, 'bestGuess');
  emit({
    ...label,
    ...summary(
      times,
      'native:plain exhaustive C++, best by closed form in doubles, swapped exactly',
      quick.map(({ us }) => us),
    ),
    shareOfProfit: shareOfProfit(pairs(blocks, own, quick)),
  });
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
}
