import { wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import type { Cycle } from './cycle.ts';
import type { Detector } from './detector.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type AnyPool, type AnyPoolKind, poolKinds } from './poolIndex.ts';
import { type SplitCycle, swapsOf } from './splitCycle.ts';
import { anyMarket } from './testing/anyMarket.ts';
import { type NaiveHop, naiveSplit } from './testing/naiveSplit.ts';
import { randomMarket } from './testing/randomMarket.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const runs = 15;
const mostSwaps = 8;
/** So that gas decides about a pool here and there. */
const gasPrice = wei(10n ** 9n);

/** The best cycle of each order of tokens, of markets with many parallel pools. */
function bestOfOrders<Kind extends AnyPoolKind>(cycles: readonly Cycle<Kind>[], hops: number): Cycle<Kind>[] {
  const best = new Map<string, Cycle<Kind>>();
  for (const cycle of cycles) {
    const key = cycle.hops.map(({ tokenIn }) => tokenIn).join();
    if (cycle.hops.length === hops && !best.has(key)) best.set(key, cycle);
  }
  return [...best.values()];
}

interface Timed {
  readonly times: number[];
  readonly splits: SplitCycle<AnyPoolKind>[];
  readonly gain: number;
}

function measure<P extends AnyPool | Pool>(detector: Detector<P>, cycles: readonly Cycle<P['kind']>[]): Timed {
  const times: number[] = [];
  const splits: SplitCycle<AnyPoolKind>[] = [];
  let [alone, together] = [0, 0];
  for (const cycle of cycles) {
    const value = { token: cycle.profitToken, weiNumerator: 1n, weiDenominator: 1n };
    let split: SplitCycle<P['kind']> | null = null;
    const own: number[] = [];
    for (let run = 0; run < runs; run += 1)
      own.push(
        microseconds(() => {
          split = detector.split(cycle, { value, gasPrice, mostSwaps });
        }),
      );
    times.push(own.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0);
    const found = split as SplitCycle<P['kind']> | null;
    alone += Number(cycle.net);
    together += Number(found?.net ?? cycle.net);
    if (found !== null) splits.push(found);
  }
  return { times, splits, gain: together / alone };
}

function peerTimes(splits: readonly SplitCycle<AnyPoolKind>[], hopOf: (pool: string) => Omit<NaiveHop, 'zeroForOne'>) {
  let short = 0;
  const times = splits.slice(0, 12).map((split) => {
    const legs = split.legs.map(({ swaps }) => swaps.map(({ pool, zeroForOne }) => ({ ...hopOf(pool), zeroForOne })));
    let profit = 0n;
    const time = microseconds(() => {
      profit = naiveSplit(legs, split.amountIn);
    });
    short += Number(split.gross - profit) / Number(split.gross);
    return time;
  });
  return { times, short: short / times.length };
}

function v2AndV3(hops: 2 | 3): object {
  const random = seededRandom(61);
  const all: Timed[] = [];
  const peers: number[] = [];
  let short = 0;
  for (let market = 0; market < 12; market += 1) {
    const { pools, states, tokens } = randomMarket(random, {
      tokens: 3,
      pools: 14,
      v3Share: 0.5,
      size: 1e22,
      spread: 0.01,
    });
    const detector = createNativeDetector();
    detector.setPools(pools);
    detector.applyStates([...states].map(([pool, state]) => ({ pool, state })));
    const start = present(pools[0], 'pool').token0;
    const profitTokens = [{ token: start, weiNumerator: 1n, weiDenominator: 1n }];
    const touched = pools.map(({ address }) => address);
    const cycles = detector.detect(touched, { profitTokens, maxHops: 3, gasPrice, limit: 500 });
    const timed = measure(detector, bestOfOrders(cycles, hops));
    all.push(timed);
    const hopOf = (address: string): { pool: Pool; state: PoolState } => {
      const pool = present(
        pools.find((each) => each.address === address),
        'pool',
      );
      return { pool, state: present(states.get(pool.address), 'state') };
    };
    const peer = peerTimes(timed.splits, hopOf);
    peers.push(...peer.times);
    if (peer.times.length > 0) short = Math.max(short, peer.short);
    if (tokens.length === 0) break;
  }
  return line(`kinds=V2,V3 hops=${hops} pools=14`, all, peers, { peerShort: rounded(short) });
}

function everyKind(hops: 2 | 3): object {
  const random = seededRandom(62);
  const all: Timed[] = [];
  for (let round = 0; round < 8; round += 1) {
    const shape = { pegged: 3, free: 0, spread: 0.004, depth: 1e6, pools: 14 };
    const market = anyMarket(random, { ...shape, kinds: poolKinds as [AnyPoolKind, ...AnyPoolKind[]] });
    const detector = createNativeDetector<AnyPool>();
    const pools = market.pools.map(({ pool }) => pool);
    detector.setPools(pools);
    detector.applyStates(market.pools.map(({ pool, state }) => ({ pool: pool.address, state })));
    const token = present(market.tokens[0], 'token').address;
    const profitTokens = [{ token, weiNumerator: 1n, weiDenominator: 1n }];
    const touched = pools.map(({ address }) => address);
    const cycles = detector.detect(touched, { profitTokens, maxHops: 3, gasPrice, limit: 500 });
    all.push(measure(detector, bestOfOrders(cycles, hops)));
  }
  return line(`kinds=all hops=${hops} pools=14`, all, [], {});
}

function line(name: string, all: readonly Timed[], peers: readonly number[], more: object): object {
  const splits = all.flatMap((timed) => timed.splits);
  const swaps = splits.reduce((sum, split) => sum + swapsOf(split).length, 0) / Math.max(1, splits.length);
  return {
    bench: 'split',
    case: name,
    unit: 'us',
    ...summary(
      all.flatMap(({ times }) => times),
      'js:40 chunks to the best pool, halved strides, pools given',
      peers,
    ),
    swaps: rounded(swaps),
    netOfAlone: rounded(all.reduce((sum, { gain }) => sum + gain, 0) / all.length),
    ...more,
  };
}

/** The best distribution of a cycle over parallel pools: which pools, how much, in whole numbers. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const hops of [2, 3] as const) emit(v2AndV3(hops));
  for (const hops of [2, 3] as const) emit(everyKind(hops));
}
