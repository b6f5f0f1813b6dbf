import { wei } from '../../domain/amount.ts';
import { BugError } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import { type Random, seededRandom } from '../../domain/random.ts';
import type { Cycle } from '../cycle.ts';
import type { MarketState } from '../exactPoolState.ts';
import { createNativeDetector } from '../nativeDetector.ts';
import type { AnyPoolKind, MarketPool } from '../poolIndex.ts';
import type { PlainBlock, PlainChange, PlainCycle, PlainMarket } from './plainSearch.ts';
import { microseconds, rounded } from './timing.ts';

export interface PeerMarket extends PlainMarket {
  /** The state of a pool after somebody traded a little of its depth. */
  moved(pool: Address, random: Random): MarketState;
}

export function drawBlocks(market: PeerMarket, touchedCount: number, blocks: number): PlainChange[][] {
  const random = seededRandom(11);
  return Array.from({ length: blocks }, () => {
    const moved = new Map<Address, PlainChange>();
    while (moved.size < touchedCount) {
      const pool = market.pools[random.below(market.pools.length)]?.address;
      if (pool !== undefined) moved.set(pool, { pool, state: market.moved(pool, random) });
    }
    return [...moved.values()];
  });
}

export interface OwnRun {
  readonly times: readonly number[];
  /** Of the blocks' cycles before gas. */
  readonly found: readonly (readonly Cycle<AnyPoolKind>[])[];
}

/** Our detector over the blocks: timed as it runs in the product, then again before gas, for the peers know none. */
export function runOwn(market: PeerMarket, blocks: readonly PlainChange[][], maxHops: 3 | 4): OwnRun {
  const detector = createNativeDetector<MarketPool>();
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

/**
 * Profit is a staircase of the input: golden section and ours may end on other steps of its flat top, some units apart. A fee that moves has steps of its own.
 */
const flatUnits = 1000n;
const flatShare = { twoKinds: 10n ** 7n, allKinds: 10n ** 6n } as const;

type Found = Cycle<AnyPoolKind>;

function bestThrough(cycles: readonly Found[], pool: Address): Found | null {
  const through = cycles.filter(({ hops }) => hops.some((hop) => hop.pool === pool));
  return through.reduce<Found | null>((top, each) => (top === null || each.gross > top.gross ? each : top), null);
}

interface BestPair {
  readonly pool: Address;
  readonly own: Found | null;
  readonly peer: PlainCycle;
}

/** Of each touched pool of the blocks that the peer ran: the peer's best cycle and ours. */
export function bestPairs(
  blocks: readonly PlainChange[][],
  { found }: OwnRun,
  plain: readonly PlainBlock[],
): BestPair[] {
  return plain.flatMap(({ best }, block) =>
    best.flatMap((peer, i) => {
      const pool = blocks[block]?.[i]?.pool;
      return pool === undefined ? [] : [{ pool, own: bestThrough(found[block] ?? [], pool), peer }];
    }),
  );
}

export interface Agreement {
  /** Touched pools compared, and those with a cycle that pays. */
  readonly pools: number;
  readonly paying: number;
  /** The share of paying pools where both name the same swaps. */
  readonly sameSwaps: number;
  /** What ours lack at most of the peer's profit, in units of the profit token. */
  readonly lessBy: number;
}

/**
 * Holds our best cycle through each touched pool against the plain searcher's. Of all kinds that may have less than ours: it passes over what pays only
 * beyond the margin, and stops at the first top of a curve with several.
 * @throws BugError where a flat top does not explain the difference
 */
export function compareBest(compared: readonly BestPair[], kinds: keyof typeof flatShare): Agreement {
  let [same, paying, lessBy] = [0, 0, 0n];
  for (const { pool, own, peer } of compared) {
    const gross: bigint = own?.gross ?? 0n;
    const slack = flatUnits + peer.gross / flatShare[kinds];
    if (gross + slack < peer.gross || (kinds === 'twoKinds' && gross > peer.gross + slack)) {
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
export function shareOfProfit(compared: readonly BestPair[]): number {
  const sum = (values: readonly bigint[]): number => values.reduce((total, each) => total + Number(each), 0);
  return rounded(sum(compared.map(({ peer }) => peer.gross)) / sum(compared.map(({ own }) => own?.gross ?? 0n)));
}
