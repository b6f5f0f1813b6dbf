import { present } from '../../../domain/errors.ts';
import type { Random } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { maxSqrtRatio, minSqrtRatio, sqrtRatioAtTick, tickAtSqrtRatio } from '../../reference/tickMath.ts';
import { allTicks } from '../../tickWindow.ts';
import {
  type CompiledContract,
  type ContractBatch,
  type Deployer,
  ownContract,
  publishedContract,
  startOracle,
} from '../contractBatch.ts';
import { randomBits, randomSqrtPrice } from '../randomPools.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerNumbers } from './simplerNumbers.ts';

/** A pool on the node, without liquidity; with a price where it was opened there already. */
export interface TickPoolOnNode {
  readonly address: string;
  readonly feePpm: number;
  /** Where the fee depends on the direction. */
  readonly feePpmOneForZero?: number;
  readonly tickSpacing: number;
  readonly sqrtPriceX96?: bigint;
}

type TickState = Extract<ExactPoolState, { kind: 'uniswapV3' }>;

interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: bigint;
}

interface TickQuestion extends FuzzQuestion {
  readonly state: TickState;
  readonly pool: TickPoolOnNode;
  readonly ranges: readonly Range[];
  readonly limit: bigint;
}

/** Opening a pool and its ranges costs more than its swaps. */
const swapsPerState = 24;

function stateOf(
  pool: TickPoolOnNode,
  sqrtPriceX96: bigint,
  ranges: readonly Range[],
  steps: TickState['steps'],
  zeroForOne: boolean,
): TickState {
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const nets = new Map<number, bigint>();
  let liquidity = 0n;
  for (const { lower, upper, liquidity: size } of ranges) {
    nets.set(lower, (nets.get(lower) ?? 0n) + size);
    nets.set(upper, (nets.get(upper) ?? 0n) - size);
    if (lower <= tick && tick < upper) liquidity += size;
  }
  return {
    kind: 'uniswapV3',
    sqrtPriceX96,
    tick,
    liquidity,
    feePpm: zeroForOne ? pool.feePpm : (pool.feePpmOneForZero ?? pool.feePpm),
    tickSpacing: pool.tickSpacing,
    ticks: [...nets].sort(([a], [b]) => a - b).map(([at, liquidityNet]) => ({ tick: at, liquidityNet })),
    window: allTicks,
    steps,
  };
}

/** Ranges near the price and far from it; one of a few sizes, so that crossing one changes something. */
function randomRanges(random: Random, tick: number, tickSpacing: number): Range[] {
  const last = Math.floor(887_272 / tickSpacing);
  const centre = Math.floor(tick / tickSpacing);
  const bits = 20 + random.below(70);
  return Array.from({ length: 1 + random.below(6) }, () => {
    const reach = 2 ** (1 + random.next() * 10);
    const lower = Math.min(last - 1, Math.max(-last, centre + Math.floor((random.next() - 0.7) * reach)));
    const upper = Math.min(last, lower + 1 + Math.floor(random.next() * reach));
    const liquidity = randomBits(random, 2) << BigInt(bits - random.below(16));
    return {
      lower: lower * tickSpacing,
      upper: upper * tickSpacing,
      liquidity: liquidity + BigInt(random.below(1000)),
    };
  });
}

/** What the liquidity in range gives over some ticks: dust to several times a range. */
function randomAmount(random: Random, { sqrtPriceX96, liquidity, ticks }: TickState, isToken0: boolean): bigint {
  if (random.below(6) === 0) return randomBits(random, 120);
  const some = liquidity > 0n ? liquidity : (ticks[0]?.liquidityNet ?? 1n);
  const whole = isToken0 ? (some << 96n) / sqrtPriceX96 : (some * sqrtPriceX96) >> 96n;
  const part = (whole * BigInt(1 + random.below(4000))) / 20_000n;
  return (part >> BigInt(random.below(8) * 4)) + BigInt(random.below(3)) + 1n;
}

/** Mostly some thousand ticks away: to the end of all prices a pool walks thousands of empty words. */
function randomLimit(random: Random, tick: number, zeroForOne: boolean): bigint {
  const kind = random.below(32);
  if (kind === 0) return zeroForOne ? minSqrtRatio + 1n : maxSqrtRatio - 1n;
  if (kind === 1) return randomSqrtPrice(random);
  const away = (zeroForOne ? -1 : 1) * random.below(kind < 8 ? 300 : 30_000);
  return sqrtRatioAtTick(Math.min(887_271, Math.max(-887_271, tick + away)));
}

function questionOn(random: Random, pool: TickPoolOnNode, ranges: readonly Range[], stateFor: StateFor): TickQuestion {
  const zeroForOne = random.below(2) === 0;
  const state = stateFor(zeroForOne);
  const exactIn = random.below(2) === 0;
  const limit = randomLimit(random, state.tick, zeroForOne);
  const amount = randomAmount(random, state, zeroForOne === exactIn);
  const direction = { in: zeroForOne ? 0 : 1, out: zeroForOne ? 1 : 0, exactIn, sqrtPriceLimitX96: limit };
  return { pool, state, ranges, limit, direction, amount };
}

type StateFor = (zeroForOne: boolean) => TickState;

function drawState(random: Random, pools: readonly TickPoolOnNode[], steps: TickState['steps']): TickQuestion[] {
  const pool = present(pools[random.below(pools.length)], 'pool');
  const sqrtPriceX96 = pool.sqrtPriceX96 ?? randomSqrtPrice(random);
  const ranges = randomRanges(random, tickAtSqrtRatio(sqrtPriceX96), pool.tickSpacing);
  const states = [true, false].map((zeroForOne) => stateOf(pool, sqrtPriceX96, ranges, steps, zeroForOne));
  const stateFor: StateFor = (zeroForOne) => present(states[zeroForOne ? 0 : 1], 'state');
  return Array.from({ length: swapsPerState }, () => questionOn(random, pool, ranges, stateFor));
}

function callOf(questions: readonly TickQuestion[]): { method: string; args: unknown[] } {
  const { pool, state, ranges } = present(questions[0], 'question');
  const swaps = questions.map(({ direction, amount, limit }) => [
    direction.in === 0,
    direction.exactIn ? amount : -amount,
    limit,
  ]);
  const price = pool.sqrtPriceX96 === undefined ? state.sqrtPriceX96 : 0n;
  const positions = ranges.map(({ lower, upper, liquidity }) => [lower, upper, liquidity]);
  return { method: 'ask', args: [[pool.address, price, positions, swaps]] };
}

interface Outcome {
  readonly ok: boolean;
  readonly amount0: bigint;
  readonly amount1: bigint;
  readonly price: bigint;
  readonly tick: bigint;
  readonly liquidity: bigint;
  readonly fee: bigint;
}

function answerOf({ direction }: TickQuestion, outcome: Outcome): FuzzAnswer {
  if (!outcome.ok) return { ok: false };
  const { amount0, amount1, price, liquidity, tick } = outcome;
  const [paid, got] = direction.in === 0 ? [amount0, amount1] : [amount1, amount0];
  return {
    ok: true,
    amountIn: paid,
    amountOut: -got,
    after: { sqrtPriceX96: price, liquidity, tick: Number(tick) },
  };
}

/** Neighbours of the same state share a call, for opening a pool and its ranges is most of the work. */
function sameState(questions: readonly TickQuestion[]): TickQuestion[][] {
  const groups: TickQuestion[][] = [];
  for (const question of questions) {
    const last = groups.at(-1);
    if (last?.[0]?.ranges === question.ranges) last.push(question);
    else groups.push([question]);
  }
  return groups;
}

async function ask(oracle: ContractBatch, questions: readonly TickQuestion[]): Promise<FuzzAnswer[]> {
  const groups = sameState(questions);
  const replies = await oracle.ask(groups.map(callOf));
  return groups.flatMap((group, i) => {
    const outcomes = present(replies[i], 'answer of the pool: it must open and take its ranges')[0] as Outcome[];
    return group.map((question, k) => answerOf(question, present(outcomes[k], 'outcome')));
  });
}

function simpler(question: TickQuestion): TickQuestion[] {
  const { pool, state, ranges, amount, direction } = question;
  const over = (others: readonly Range[]): TickQuestion => ({
    ...question,
    ranges: others,
    state: stateOf(pool, state.sqrtPriceX96, others, state.steps, direction.in === 0),
  });
  return [
    ...ranges.map((_, i) => over(ranges.toSpliced(i, 1))),
    ...simplerNumbers(amount).map((less) => ({ ...question, amount: less })),
    ...ranges.flatMap((range, i) =>
      simplerNumbers(range.liquidity).map((liquidity) => over(ranges.with(i, { ...range, liquidity }))),
    ),
  ];
}

async function twoTokens(deployer: Deployer): Promise<[string, string]> {
  const token = ownContract('OracleToken');
  const made = [await deployer.deploy(token, 18, 0), await deployer.deploy(token, 18, 0)];
  const [token0, token1] = made.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return [present(token0, 'token'), present(token1, 'token')];
}

const tiers = {
  uniswap: {
    file: '@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json',
    fees: [100, 500, 3000, 10_000],
  },
  pancake: {
    file: '@pancakeswap/v3-core/artifacts/contracts/PancakeV3Pool.sol/PancakeV3Pool.json',
    fees: [100, 500, 2500, 10_000],
  },
} as const;
const spacings = [1, 10, 50, 200] as const;

/** Pools as their factory makes them, of the published bytecode. */
async function makePools(
  deployer: Deployer,
  { file, fees }: (typeof tiers)['uniswap' | 'pancake'],
): Promise<TickPoolOnNode[]> {
  const [token0, token1] = await twoTokens(deployer);
  const maker = ownContract('TickPoolMaker');
  const at = await deployer.deploy(maker);
  const { bytecode } = publishedContract(file);
  const pools: TickPoolOnNode[] = [];
  for (const [i, feePpm] of fees.entries()) {
    const tickSpacing = present(spacings[i], 'tick spacing');
    await deployer.call(at, maker, 'make', bytecode, token0, token1, feePpm, tickSpacing);
    pools.push({ address: await deployer.read(at, maker, 'pools', i), feePpm, tickSpacing });
  }
  return pools;
}

async function startTickPools(
  place: (deployer: Deployer) => Promise<readonly TickPoolOnNode[]>,
  steps: 'words' | 'ticks',
): Promise<QuoteFuzz<TickQuestion>> {
  const oracle = await startOracle('TickPoolAsker', async (deployer, asker) => ({
    facts: await place(deployer),
    asker: await deployer.deploy(asker, steps === 'ticks'),
  }));
  return {
    draw: (random, count) => {
      const questions: TickQuestion[] = [];
      while (questions.length < count) questions.push(...drawState(random, oracle.facts, steps));
      return questions.slice(0, count);
    },
    ask: (questions) => ask(oracle, questions),
    simpler,
    stop: () => oracle.stop(),
  };
}

/** UniswapV3Pool or PancakeV3Pool of their packages. */
export function startV3Pools(family: 'uniswap' | 'pancake'): Promise<QuoteFuzz<TickQuestion>> {
  return startTickPools((deployer) => makePools(deployer, tiers[family]), 'words');
}

/**
 * A price for a pool whose reserves are uint128, which liquidity at the far ends of the prices would pass. Opened once, such a pool stays there.
 */
function middlingPrice(random: Random): bigint {
  const tick = random.below(200_001) - 100_000;
  const [low, high] = [sqrtRatioAtTick(tick), sqrtRatioAtTick(tick + 1)];
  return low + ((high - low) * BigInt(random.below(1000))) / 1000n;
}

const algebra = (name: string): string => `@cryptoalgebra/core/artifacts/contracts/${name}.sol/${name}.json`;
const algebraPools = 12;

/**
 * Pools of Algebra's own factory, opened at random prices. An hour later their first swap has the data storage set the fee anew, to the base fee that
 * the factory was told.
 */
async function makeAlgebraPools(deployer: Deployer, random: Random): Promise<TickPoolOnNode[]> {
  const names = { factory: 'AlgebraFactory', deployer: 'AlgebraPoolDeployer', pool: 'AlgebraPool' };
  const [factory, pool] = [publishedContract(algebra(names.factory)), publishedContract(algebra(names.pool))];
  const poolDeployer = await deployer.deploy(
    publishedContract(algebra(names.deployer)),
    await deployer.nextAddress(1),
    deployer.from,
  );
  const at = await deployer.deploy(factory, poolDeployer);
  const pools: TickPoolOnNode[] = [];
  for (let i = 0; i < algebraPools; i += 1) {
    const baseFee = 1 + random.below(20_000);
    await deployer.call(at, factory, 'setDefaultFeeConfiguration', [0, 0, 0, 0, 1, 1, baseFee]);
    const [token0, token1] = await twoTokens(deployer);
    await deployer.call(at, factory, 'createPool', token0, token1);
    const address = await deployer.read(at, factory, 'poolByPair', token0, token1);
    const sqrtPriceX96 = middlingPrice(random);
    await deployer.call(address, pool, 'initialize', sqrtPriceX96);
    const tickSpacing = Number(await deployer.read(address, pool, 'tickSpacing'));
    pools.push({ address, feePpm: baseFee, tickSpacing, sqrtPriceX96 });
  }
  await deployer.node.call('evm_increaseTime', 3600);
  await deployer.node.call('evm_mine');
  return pools;
}

/** Algebra's pools, at prices and fees that the seed draws. */
export function startAlgebraPools(random: Random): Promise<QuoteFuzz<TickQuestion>> {
  return startTickPools((deployer) => makeAlgebraPools(deployer, random), 'ticks');
}

const integral = (name: string): string => `@cryptoalgebra/integral-core/artifacts/contracts/${name}.sol/${name}.json`;

/** The flags of an Integral pool's plugin: asked before each swap, and the one who sets the fee. */
const pluginFlags = 1 | (1 << 7);

/** Pools of Algebra Integral's own factory, opened at random prices. A plugin sets the fees of two in three, by direction. */
async function makeIntegralPools(deployer: Deployer, random: Random): Promise<TickPoolOnNode[]> {
  const [factory, pool] = [publishedContract(integral('AlgebraFactory')), publishedContract(integral('AlgebraPool'))];
  const poolDeployer = await deployer.deploy(
    publishedContract(integral('AlgebraPoolDeployer')),
    await deployer.nextAddress(1),
  );
  const at = await deployer.deploy(factory, poolDeployer);
  const pools: TickPoolOnNode[] = [];
  for (let i = 0; i < algebraPools; i += 1) {
    // The factory refuses what is set already.
    const [fee, tickSpacing] = [1 + 2 * random.below(10_000), present(spacings[i % 4], 'tick spacing')];
    await deployer.call(at, factory, 'setDefaultTickspacing', tickSpacing);
    await deployer.call(at, factory, 'setDefaultFee', fee + (i % 2));
    const [token0, token1] = await twoTokens(deployer);
    await deployer.call(at, factory, 'createPool', token0, token1, '0x');
    const address = await deployer.read(at, factory, 'poolByPair', token0, token1);
    const sqrtPriceX96 = middlingPrice(random);
    await deployer.call(address, pool, 'initialize', sqrtPriceX96);
    const plain = Number(await deployer.read(address, pool, 'fee'));
    const fees = await pluginFees(deployer, random, { address, pool, plain }, i % 3 > 0);
    pools.push({ address, ...fees, tickSpacing, sqrtPriceX96 });
  }
  return pools;
}

async function pluginFees(
  deployer: Deployer,
  random: Random,
  { address, pool, plain }: { address: string; pool: CompiledContract; plain: number },
  hasPlugin: boolean,
): Promise<{ feePpm: number; feePpmOneForZero?: number }> {
  if (!hasPlugin) return { feePpm: plain };
  const overrides = [0, 1].map(() => (random.below(3) === 0 ? 0 : random.below(60_000))) as [number, number];
  const own = [0, 1].map(() => (random.below(2) === 0 ? 0 : random.below(5000))) as [number, number];
  const plugin = await deployer.deploy(ownContract('DirectionFeePlugin'), ...overrides, ...own);
  await deployer.call(address, pool, 'setPlugin', plugin);
  await deployer.call(address, pool, 'setPluginConfig', pluginFlags);
  const [feePpm = 0, feePpmOneForZero = 0] = overrides.map((each, i) => (each === 0 ? plain : each) + (own[i] ?? 0));
  return { feePpm, feePpmOneForZero };
}

/** Algebra Integral's pools, whose fees a plugin may set by direction. */
export function startIntegralPools(random: Random): Promise<QuoteFuzz<TickQuestion>> {
  return startTickPools((deployer) => makeIntegralPools(deployer, random), 'ticks');
}
