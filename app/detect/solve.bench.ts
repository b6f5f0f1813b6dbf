import { seededRandom } from '../domain/random.ts';
import { NativeMarketView } from './nativeMarket.ts';
import type { AnyPool } from './poolIndex.ts';
import { anyRings } from './testing/anyRings.ts';
import { paysOn, ringMarket } from './testing/ringMarket.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

const cases = [
  { kind: 'V2', v3Share: 0, hops: 2 },
  { kind: 'V2', v3Share: 0, hops: 3 },
  { kind: 'V2', v3Share: 0, hops: 4 },
  { kind: 'V3', v3Share: 1, hops: 2 },
  { kind: 'V3', v3Share: 1, hops: 3 },
  { kind: 'V3', v3Share: 1, hops: 4 },
] as const;

/** Kinds in order of the hops; the last pays. */
const others = [
  { kind: 'V4', kinds: ['uniswapV4', 'uniswapV4'] },
  { kind: 'Solidly', kinds: ['solidlyStable', 'uniswapV2'] },
  { kind: 'Curve', kinds: ['curveStable', 'uniswapV2'] },
  { kind: 'Curve', kinds: ['curveStable', 'curveMeta', 'uniswapV3'] },
  { kind: 'Curve crypto', kinds: ['curveCrypto', 'uniswapV2'] },
  { kind: 'Balancer weighted', kinds: ['balancerWeighted', 'uniswapV2'] },
  { kind: 'Balancer stable', kinds: ['balancerStable', 'uniswapV2'] },
  { kind: 'mixed', kinds: ['uniswapV3', 'uniswapV2'] },
  { kind: 'mixed', kinds: ['uniswapV3', 'solidlyVolatile', 'uniswapV2'] },
  { kind: 'mixed', kinds: ['curveStable', 'balancerStable', 'uniswapV3', 'uniswapV2'] },
] as const;

const cycleCount = 2000;
const runs = 15;
const otherRuns = 7;
/** Amounts of a flat top: none beside the best found and its neighbours, and as many as the engine tries. */
const topCandidates = [0, 10] as const;

function measure({ kind, v3Share, hops }: (typeof cases)[number], top: number): object {
  const rings = ringMarket(seededRandom(31), { hops, rings: cycleCount, v3Share });
  const market = new NativeMarketView();
  market.setPools(rings.pools);
  market.applyStates([...rings.states].map(([pool, state]) => ({ pool, state })));
  const routes = Uint32Array.from(
    rings.cycles.flat().flatMap((hop) => [market.place(hop.pool.address), hop.zeroForOne ? 1 : 0]),
  );
  const words = new BigUint64Array(8 * cycleCount);
  const ours: number[] = [];
  let paying = 0;
  for (let run = -3; run < runs; run += 1) {
    const time = microseconds(() => {
      paying = market.native.optimiseEach(Uint32Array.of(cycleCount, hops, top), routes, words);
    });
    if (run >= 0) ours.push((time * 1000) / cycleCount);
  }
  const theirs: number[] = [];
  for (const cycle of rings.cycles.slice(0, 300)) {
    theirs.push(1000 * microseconds(() => paysOn(cycle)));
  }
  return {
    bench: 'solve',
    case: `kind=${kind} hops=${hops} top=${top}`,
    unit: 'ns',
    ...summary(ours, 'js:closed form in doubles, BigInt swaps, neighbours', theirs),
    paying: rounded(paying / cycleCount),
  };
}

function measureOthers({ kind, kinds }: (typeof others)[number], top: number): object {
  const rings = anyRings(seededRandom(32), kinds, cycleCount);
  const market = new NativeMarketView<AnyPool>();
  const pools = rings.flatMap((ring) => ring.pools);
  market.setPools(pools.map(({ pool }) => pool));
  market.applyStates(pools.map(({ pool, state }) => ({ pool: pool.address, state })));
  const routes = Uint32Array.from(pools.flatMap(({ pool }) => [market.place(pool.address), 1]));
  const words = new BigUint64Array(8 * cycleCount);
  const ours: number[] = [];
  let paying = 0;
  for (let run = -2; run < otherRuns; run += 1) {
    const time = microseconds(() => {
      paying = market.native.optimiseEach(Uint32Array.of(cycleCount, kinds.length, top), routes, words);
    });
    if (run >= 0) ours.push((time * 1000) / cycleCount);
  }
  return {
    bench: 'solve',
    case: `kind=${kind} hops=${kinds.length} top=${top}`,
    unit: 'ns',
    ...summary(ours, 'none', []),
    paying: rounded(paying / cycleCount),
  };
}

/** The exact optimal input of cycles that pay or nearly do, of one length and kinds a case. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const each of cases) for (const top of topCandidates) emit(measure(each, top));
  for (const each of others) for (const top of topCandidates) emit(measureOthers(each, top));
}
