import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cycle } from '../../app/detect/cycle.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { plannedSwaps, type SplitCycle, swapsOf } from '../../app/detect/splitCycle.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import { tokenAmount, wei } from '../../app/domain/amount.ts';
import { chainId } from '../../app/domain/chain.ts';
import { present } from '../../app/domain/errors.ts';
import { type Address, parseHash } from '../../app/domain/hex.ts';
import { flashSwap } from '../../app/domain/plan.ts';
import type { Pool } from '../../app/domain/pool.ts';
import { publicSubmission } from '../../app/domain/submission.ts';
import { makePlan } from '../../app/execution/makePlan.ts';
import { readPoolStates } from '../../app/market/snapshot/readPoolStates.ts';
import type { Mined } from './testing/contractChain.ts';
import { type ExecutorScene, executorScene } from './testing/executorScene.ts';
import { loanOf } from './testing/lenders.ts';
import { devnetId, never, tokenAddress } from './testing/routes.ts';

let scene: ExecutorScene;
beforeAll(async () => {
  scene = await executorScene();
});
afterAll(() => scene?.chain.stop());

const spacings: Readonly<Record<number, number>> = { 100: 1, 500: 10, 3000: 60, 10000: 200 };

/** The chain's plain pools as the engine knows them. */
function poolsOfChain(): Pool[] {
  const plain = new Set(['WETH', 'USDC', 'USDT', 'DAI', 'WBTC']);
  return scene.chain.pools
    .filter(({ token0, token1 }) => plain.has(token0.symbol) && plain.has(token1.symbol))
    .map(({ address, kind, dexId, token0, token1, feePpm }) => ({
      address,
      kind,
      dexId,
      venue: dexId,
      token0: tokenAddress(scene.chain, token0),
      token1: tokenAddress(scene.chain, token1),
      feePpm,
      tickSpacing: kind === 'uniswapV3' ? present(spacings[feePpm], 'tick spacing') : 0,
    }));
}

/** Every split of the best cycles of each order of tokens that starts in the token, at the newest block. */
async function splitsOf(symbol: string, gasPrice: bigint): Promise<{ split: SplitCycle; cycle: Cycle }[]> {
  const { chain } = scene;
  const head = (await chain.rpc.call('eth_getBlockByNumber', 'latest', false)) as { number: string; hash: string };
  const pools = poolsOfChain();
  const rpc = {
    call: (method: string, params: readonly unknown[]) => chain.rpc.call(method, ...params),
  } as Parameters<typeof readPoolStates>[1]['rpc'];
  const { states, unreadable } = await readPoolStates(pools, {
    rpc,
    multicall3: chain.deployment.multicall3,
    block: { number: Number(head.number), hash: parseHash(head.hash) },
  });
  expect(unreadable).toEqual([]);
  const detector = createNativeDetector();
  detector.setPools(pools);
  detector.applyStates(states);
  const token = tokenAddress(
    chain,
    present(
      devnetTokens.find((each) => each.symbol === symbol),
      symbol,
    ),
  );
  const value = { token, weiNumerator: 1n, weiDenominator: 1n };
  const parameters = { profitTokens: [value], gasPrice: wei(0n), maxHops: 3, limit: 500 } as const;
  const cycles = detector.detect(
    pools.map(({ address }) => address),
    parameters,
  );
  const orders = new Map<string, Cycle>();
  for (const cycle of cycles) {
    const order = cycle.hops.map(({ tokenIn }) => tokenIn).join();
    if (!orders.has(order)) orders.set(order, cycle);
  }
  return [...orders.values()].flatMap((cycle) => {
    const split = detector.split(cycle, { value, gasPrice: wei(gasPrice), mostSwaps: 8 });
    return split === null ? [] : [{ split, cycle }];
  });
}

/** "V2+V3 > V3": the kinds of pools of each leg. */
function shapeOf({ legs }: SplitCycle): string {
  return legs.map(({ swaps }) => swaps.map(({ kind }) => (kind === 'uniswapV2' ? 'V2' : 'V3')).join('+')).join(' > ');
}

/** Gas used, in parts of what was predicted. */
const gasShares: number[] = [];

interface Ran {
  readonly mined: Mined;
  readonly gained: bigint;
}

async function run(split: SplitCycle, minProfit: bigint, loans: readonly unknown[] = []): Promise<Ran> {
  const { chain, owner, executor } = scene;
  const tuples = plannedSwaps(split).map(({ kind, pool, zeroForOne, feePpm, part }) => [
    kind === 'uniswapV2' ? 0 : 1,
    pool,
    zeroForOne,
    kind === 'uniswapV2' ? feePpm : 0,
    part.leg,
    part.amountIn,
  ]);
  const before = await scene.balanceOf(split.profitToken, owner.address);
  const values = [tuples, loans, split.profitToken, split.amountIn, minProfit, never, devnetId];
  const mined = await chain.send(owner, executor, chain.artifacts.Executor.abi, 'executeSplit', values);
  return { mined, gained: (await scene.balanceOf(split.profitToken, owner.address)) - before };
}

describe('split routes land what the detector predicts, to the wei', () => {
  it.each([
    ['WETH', 1],
    ['USDC', 2],
    ['USDT', 3],
    ['WBTC', 4],
    ['DAI', 5],
  ])('funded by the pools of the first leg: %s', async (symbol, seed) => {
    const shapes = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      await scene.disturb(600 + 10 * seed + round);
      const splits = await splitsOf(symbol, 0n);
      const { split, cycle } = present(
        splits.find(({ split: each }) => !shapes.has(shapeOf(each))) ?? splits[0],
        'split',
      );
      shapes.add(shapeOf(split));
      expect(split.gross).toBeGreaterThan(cycle.gross);
      expect(swapsOf(split).length).toBeGreaterThan(split.legs.length);
      const { mined, gained } = await run(split, split.gross);
      expect(mined, shapeOf(split)).toMatchObject({ error: null, succeeded: true });
      expect(gained, shapeOf(split)).toBe(split.gross);
      gasShares.push(Number(mined.gasUsed) / split.gasUnits);
      await scene.expectEmpty();
    }
    expect(shapes.size).toBeGreaterThan(1);
  });

  it('for the gas that the model says, as a rule', () => {
    const sorted = gasShares.toSorted((a, b) => a - b);
    const median = present(sorted[Math.floor(sorted.length / 2)], 'median');
    // As of single routes, one alone uses far more where it writes a pool's slots for the first time.
    expect(Math.abs(median - 1), sorted.map((share) => share.toFixed(2)).join(' ')).toBeLessThan(0.15);
  });

  it('funded by lenders, with their fee taken off', async () => {
    for (const [kind, seed] of [
      ['balancerV2', 701],
      ['aaveV3', 702],
    ] as const) {
      await scene.disturb(seed);
      const { split } = present((await splitsOf('WETH', 0n))[0], 'split');
      const fee = kind === 'aaveV3' ? (split.amountIn * 5n + 5_000n) / 10_000n : 0n;
      const { mined, gained } = await run(split, split.gross - fee, [loanOf(scene.chain, kind, split.amountIn)]);
      expect(mined).toMatchObject({ error: null, succeeded: true });
      expect(gained).toBe(split.gross - fee);
      await scene.expectEmpty();
    }
  });

  it('as the plan that is signed says it, byte for byte', async () => {
    await scene.disturb(703);
    const { split } = present((await splitsOf('WETH', 10n ** 9n))[0], 'split');
    const { plan } = makePlan(
      { chainId: chainId(Number(devnetId)), executor: scene.executor },
      {
        hops: plannedSwaps(split),
        funding: flashSwap,
        profitToken: split.profitToken,
        amountIn: split.amountIn,
        minProfit: split.gross,
        deadlineS: 2 ** 40,
        gasLimit: 2_000_000,
        maxFeePerGas: wei(10n ** 10n),
        maxPriorityFeePerGas: wei(10n ** 9n),
        submission: publicSubmission,
      },
    );
    const call = { from: scene.owner.address, to: plan.to, data: plan.data };
    expect(BigInt((await scene.chain.rpc.call('eth_call', call, 'latest')) as string)).toBe(split.gross);
  });
});

describe('a split route is refused', () => {
  const words = (split: SplitCycle): readonly unknown[][] =>
    plannedSwaps(split).map(({ kind, pool, zeroForOne, feePpm, part }) => [
      kind === 'uniswapV2' ? 0 : 1,
      pool,
      zeroForOne,
      kind === 'uniswapV2' ? feePpm : 0,
      part.leg,
      part.amountIn,
    ]);
  let split: SplitCycle;
  let token: Address;
  beforeAll(async () => {
    await scene.disturb(704);
    const splits = await splitsOf('WETH', 0n);
    const wide = splits.find(({ split: each }) => each.legs.every(({ swaps }) => swaps.length > 1));
    split = present(wide, 'a split with several pools in every leg').split;
    token = split.profitToken;
  });

  const attempt = (
    from: ExecutorScene['owner'],
    swaps: readonly unknown[],
    part: {
      readonly amountIn?: bigint;
      readonly minProfit?: bigint;
      readonly deadline?: bigint;
      readonly id?: bigint;
    } = {},
  ): Promise<Mined> =>
    scene.chain.send(from, scene.executor, scene.chain.artifacts.Executor.abi, 'executeSplit', [
      swaps,
      [],
      token,
      part.amountIn ?? split.amountIn,
      part.minProfit ?? 0n,
      part.deadline ?? never,
      part.id ?? devnetId,
    ]);

  it('to a stranger, on another chain, too late, and where it brings a wei less than was asked', async () => {
    const swaps = words(split);
    for (const [mined, error] of [
      [await attempt(scene.stranger, swaps), 'NotOwner'],
      [await attempt(scene.owner, swaps, { id: 1n }), 'WrongChain'],
      [await attempt(scene.owner, swaps, { deadline: 1n }), 'Expired'],
      [await attempt(scene.owner, swaps, { minProfit: split.gross + 1n }), 'MinProfit'],
    ] as const)
      expect(mined).toMatchObject({ succeeded: false, error });
  });

  it('whose legs do not add up, have gaps, are one or too many', async () => {
    const swaps = words(split);
    const moved = (place: number, index: number, value: unknown): unknown[][] =>
      swaps.map((swap, i) => (i === place ? swap.map((word, j) => (j === index ? value : word)) : swap));
    const last = swaps.length - 1;
    for (const wrong of [
      moved(0, 5, tokenAmount(1n)),
      moved(0, 5, 0n),
      moved(last, 4, 7),
      moved(0, 4, 1),
      swaps.map((swap) => swap.map((word, j) => (j === 4 ? 0 : word))),
      [...swaps, ...swaps, ...swaps],
      swaps.slice(0, 1),
      [],
      moved(last, 0, 2),
    ])
      expect(await attempt(scene.owner, wrong)).toMatchObject({ succeeded: false, error: 'BadRoute' });
    // A later leg that is told to spend more than it got.
    const second = swaps.findIndex((swap) => swap[4] === 1);
    expect(await attempt(scene.owner, moved(second, 5, 2n ** 255n))).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
    await scene.expectEmpty();
  });

  it('that enters one pool twice', async () => {
    const [first = [], ...others] = words(split);
    const half = (first[5] as bigint) / 2n;
    const doubled = [[...first.slice(0, 5), half], [...first.slice(0, 5), (first[5] as bigint) - half], ...others];
    expect((await attempt(scene.owner, doubled)).succeeded).toBe(false);
    await scene.expectEmpty();
  });
});
