import { createNativeDetector } from '../detect/nativeDetector.ts';
import type { AnyPool } from '../detect/poolIndex.ts';
import { wei } from '../domain/amount.ts';
import { maxHopCount } from '../native.ts';
import { attempt, caseName } from './amm.ts';
import { type ChainHop, ExactChain } from './chainSearch.ts';
import type { Tally } from './tally.ts';
import { type ArbCase, arbFile, vectorSchemas } from './vectorFile.ts';
import { withoutNulls } from './vectorNumbers.ts';
import { type KnownPool, marketOf, problemOf, VectorPools } from './vectorPools.ts';

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
    if (pool.value.transferFees !== null)
      return `the engine trades no token of pool ${poolId}: it keeps a part of each transfer`;
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

/** What the engine's own search finds for this cycle; null when the cycle is not one that it takes: too long, a pool twice, or through a base pool. */
function engineProfit(hops: readonly Hop[]): bigint | null {
  const pools = [...new Set(hops.map(({ known }) => known))];
  const isTaken = hops.length <= maxHopCount && pools.length === hops.length && !hops.some((hop) => hop.underlying);
  if (!isTaken) return null;
  const path = hops.map(({ known, in: placeIn, out }) => ({ pool: known.pool.address, in: placeIn, out }));
  const amounts = marketOf(pools).optimise(path, topCandidates);
  return amounts === null ? 0n : (amounts.at(-1) ?? 0n) - (amounts[0] ?? 0n);
}

function cycleProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.arbCase.safeParse(withoutNulls(raw));
  if (!parsed.success) return problemOf(parsed.error);
  const vector = parsed.data;
  const hops = hopsOf(pools, vector);
  if (typeof hops === 'string') return hops;
  if (vector.amountIn !== undefined) return amountProblem(vector, hops, vector.amountIn);
  if (vector.expectAtLeast === undefined) return 'expects nothing';
  return profitProblem(engineProfit(hops) ?? new ExactChain(hops).bestProfit(), vector.expectAtLeast);
}

function engineSearch(pools: VectorPools, all: readonly KnownPool[], start: string, maxHops: number): bigint {
  const detector = createNativeDetector<AnyPool>({ topCandidates });
  detector.setPools(all.map(({ pool }) => pool));
  detector.applyStates(all.map(({ pool, state }) => ({ pool: pool.address, state })));
  const [best] = detector.detect(
    all.map(({ pool }) => pool.address),
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
  const parsed = vectorSchemas.arbSearch.safeParse(withoutNulls(raw));
  if (!parsed.success) return problemOf(parsed.error);
  const { start, maxHops, expectAtLeast } = parsed.data;
  const all: KnownPool[] = [];
  for (const pool of pools.all()) {
    if (!pool.ok) return pool.problem;
    // The engine trades no token that keeps a part of each transfer.
    if (pool.value.transferFees === null) all.push(pool.value);
  }
  if (maxHops < 2) return 'a cycle has at least two hops';
  return profitProblem(engineSearch(pools, all, start, maxHops), expectAtLeast);
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
    tally.count(
      caseName(name, 'case', raw, i),
      attempt(() => cycleProblem(pools, raw)),
    );
  });
  file.data.search.forEach((raw, i) => {
    tally.count(
      caseName(name, 'search', raw, i),
      attempt(() => searchProblem(pools, raw)),
    );
  });
}
