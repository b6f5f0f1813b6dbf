import { createNativeDetector } from '../detect/nativeDetector.ts';
import { wei } from '../domain/amount.ts';
import { maxHopCount } from '../native.ts';
import { caseName } from './amm.ts';
import { bestCycleProfit } from './anyKindSearch.ts';
import { type ChainHop, ExactChain } from './chainSearch.ts';
import type { Tally } from './tally.ts';
import { type ArbCase, arbFile, vectorSchemas } from './vectorFile.ts';
import { type KnownPool, type MarketVectorPool, marketOf, problemOf, VectorPools } from './vectorPools.ts';

/** Here time does not press: try this many amounts of a flat top. */
const topCandidates = 20_000;

const hopLimits = [2, 3, 4] as const;

interface Hop extends ChainHop {
  readonly known: KnownPool;
}

function hopsOf(pools: VectorPools, vector: ArbCase): Hop[] | string {
  const hops: Hop[] = [];
  for (const { pool: poolId, in: placeIn, out, underlying } of vector.cycle) {
    const pool = pools.get(poolId);
    if (!pool.ok) return pool.problem;
    if (placeIn === out) return 'in and out of a hop are the same token';
    hops.push({ known: pool.value, pool: poolId, state: pool.value.state, in: placeIn, out, underlying });
  }
  return hops;
}

function amountProblem(vector: ArbCase, hops: readonly Hop[], amountIn: bigint): string | null {
  const output = new ExactChain(hops).run(amountIn);
  if (vector.expectError === true) return typeof output === 'string' ? null : `paid ${output}, expected an error`;
  if (typeof output === 'string') return output;
  if (vector.expect === undefined) return 'amountIn needs expect';
  return output === vector.expect ? null : `paid ${output}, expected ${vector.expect}`;
}

function profitProblem(profit: bigint, expectAtLeast: bigint): string | null {
  return profit >= expectAtLeast ? null : `brings ${profit}, expected at least ${expectAtLeast}`;
}

/** The pools in the market's terms, or null when one is of a kind that it does not take. */
function marketPools(pools: readonly KnownPool[]): MarketVectorPool[] | null {
  const market = pools.flatMap((pool) => pool.market ?? []);
  return market.length === pools.length ? market : null;
}

/** What the engine's own search finds for this cycle; null when the cycle is not one that it takes. */
function engineProfit(hops: readonly Hop[]): bigint | null {
  const market = marketPools(hops.map(({ known }) => known));
  if (market === null || hops.length > maxHopCount || new Set(market).size < hops.length) return null;
  const path = market.map(({ pool }, i) => ({ pool: pool.address, zeroForOne: hops[i]?.in === 0 }));
  const amounts = marketOf(market).optimise(path, topCandidates);
  return amounts === null ? 0n : (amounts.at(-1) ?? 0n) - (amounts[0] ?? 0n);
}

function cycleProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.arbCase.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const vector = parsed.data;
  const hops = hopsOf(pools, vector);
  if (typeof hops === 'string') return hops;
  if (vector.amountIn !== undefined) return amountProblem(vector, hops, vector.amountIn);
  if (vector.expectAtLeast === undefined) return 'expects nothing';
  return profitProblem(engineProfit(hops) ?? new ExactChain(hops).bestProfit(), vector.expectAtLeast);
}

function engineSearch(pools: VectorPools, market: readonly MarketVectorPool[], start: string, maxHops: number): bigint {
  const detector = createNativeDetector({ topCandidates });
  detector.setPools(market.map(({ pool }) => pool));
  detector.applyStates(
    market.map(({ pool, state, window }) => ({
      pool: pool.address,
      state,
      ...(window === undefined ? {} : { window }),
    })),
  );
  const [best] = detector.detect(
    market.map(({ pool }) => pool.address),
    {
      profitTokens: [{ token: pools.token(start), weiNumerator: 1n, weiDenominator: 1n }],
      maxHops: hopLimits.find((hops) => hops === maxHops) ?? maxHopCount,
      gasPrice: wei(0n),
      limit: 1,
    },
  );
  return best?.gross ?? 0n;
}

function searchProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.arbSearch.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const { start, maxHops, expectAtLeast } = parsed.data;
  const all: KnownPool[] = [];
  for (const pool of pools.all()) {
    if (!pool.ok) return pool.problem;
    all.push(pool.value);
  }
  if (maxHops < 2) return 'a cycle has at least two hops';
  const market = marketPools(all);
  const found =
    market === null
      ? bestCycleProfit(all, start, Math.min(maxHops, maxHopCount))
      : engineSearch(pools, market, start, maxHops);
  return profitProblem(found, expectAtLeast);
}

/** Cycles with a given route, chains with a given input, and searches over all pools of the file. */
export function runArb(name: string, content: unknown, tally: Tally): void {
  const file = arbFile.safeParse(content);
  if (!file.success) {
    tally.count(name, problemOf(file.error));
    return;
  }
  const pools = new VectorPools(file.data.pools);
  file.data.cases.forEach((raw, i) => {
    tally.count(caseName(name, 'case', raw, i), cycleProblem(pools, raw));
  });
  file.data.search.forEach((raw, i) => {
    tally.count(caseName(name, 'search', raw, i), searchProblem(pools, raw));
  });
}
