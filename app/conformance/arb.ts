import { createNativeDetector } from '../detect/nativeDetector.ts';
import type { NativeMarketView } from '../detect/nativeMarket.ts';
import { wei } from '../domain/amount.ts';
import { maxHopCount } from '../native.ts';
import { caseName } from './amm.ts';
import type { Tally } from './tally.ts';
import { type ArbCase, arbFile, vectorSchemas } from './vectorFile.ts';
import { type EnginePool, marketOf, problemOf, VectorPools } from './vectorPools.ts';

/** Here time does not press: try this many amounts of a flat top. */
const topCandidates = 20_000;

interface Hop {
  readonly engine: EnginePool;
  readonly zeroForOne: boolean;
}

function hopsOf(pools: VectorPools, vector: ArbCase): Hop[] | string {
  const hops: Hop[] = [];
  for (const { pool: poolId, in: sideIn, out: sideOut } of vector.cycle) {
    const pool = pools.get(poolId);
    if (!pool.ok) return pool.problem;
    if (sideIn === sideOut) return 'in and out of a hop are the same token';
    hops.push({ engine: pool.value, zeroForOne: sideIn === 0 });
  }
  return hops;
}

/** The output of a chain of exact swaps; a pool that comes again is met as the earlier swap left it. */
function chainOutput(market: NativeMarketView, hops: readonly Hop[], amountIn: bigint): bigint | string {
  let amount = amountIn;
  for (const [i, { engine, zeroForOne }] of hops.entries()) {
    const pool = engine.pool.address;
    const outcome = market.swap({ pool, zeroForOne, exactIn: true, amount });
    if (!outcome.ok) return `hop ${i} failed with ${outcome.failure}`;
    amount = outcome.amountOut;
    const { after } = outcome;
    const ticks = engine.state.kind === 'uniswapV3' ? engine.state.ticks : new Map();
    const state = after.kind === 'uniswapV2' ? after : { ...after, ticks };
    market.applyStates([{ pool, state, window: engine.window }]);
  }
  return amount;
}

function amountProblem(
  vector: ArbCase,
  market: NativeMarketView,
  hops: readonly Hop[],
  amountIn: bigint,
): string | null {
  const output = chainOutput(market, hops, amountIn);
  if (vector.expectError === true) return typeof output === 'string' ? null : `paid ${output}, expected an error`;
  if (typeof output === 'string') return output;
  if (vector.expect === undefined) return 'amountIn needs expect';
  return output === vector.expect ? null : `paid ${output}, expected ${vector.expect}`;
}

function profitProblem(profit: bigint, expectAtLeast: bigint): string | null {
  return profit >= expectAtLeast ? null : `brings ${profit}, expected at least ${expectAtLeast}`;
}

function cycleProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.arbCase.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const vector = parsed.data;
  const hops = hopsOf(pools, vector);
  if (typeof hops === 'string') return hops;
  const different = [...new Set(hops.map(({ engine }) => engine))];
  const market = marketOf(different);
  if (vector.amountIn !== undefined) return amountProblem(vector, market, hops, vector.amountIn);
  if (vector.expectAtLeast === undefined) return 'expects nothing';
  if (different.length < hops.length) return 'a pool comes twice: the engine takes each pool once';
  if (hops.length > maxHopCount) return `more than ${maxHopCount} hops`;
  const path = hops.map(({ engine, zeroForOne }) => ({ pool: engine.pool.address, zeroForOne }));
  const amounts = market.optimise(path, topCandidates);
  const profit = amounts === null ? 0n : (amounts.at(-1) ?? 0n) - (amounts[0] ?? 0n);
  return profitProblem(profit, vector.expectAtLeast);
}

function searchProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.arbSearch.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const all: EnginePool[] = [];
  for (const pool of pools.all()) {
    if (!pool.ok) return pool.problem;
    all.push(pool.value);
  }
  if (parsed.data.maxHops < 2) return 'a cycle has at least two hops';
  const detector = createNativeDetector({ topCandidates });
  detector.setPools(all.map(({ pool }) => pool));
  detector.applyStates(all.map(({ pool, state, window }) => ({ pool: pool.address, state, window })));
  const [best] = detector.detect(
    all.map(({ pool }) => pool.address),
    {
      profitTokens: [{ token: pools.token(parsed.data.start), weiNumerator: 1n, weiDenominator: 1n }],
      maxHops: parsed.data.maxHops === 2 ? 2 : 3,
      gasPrice: wei(0n),
      limit: 1,
    },
  );
  return profitProblem(best?.gross ?? 0n, parsed.data.expectAtLeast);
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
