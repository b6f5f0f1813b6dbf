import { z } from 'zod';
import {
  type LiquidityIntent,
  type PositionRange,
  planLiquidity,
  positionAmounts,
  rungNear,
} from '../../app/devnet/liquidityProvider.ts';
import { type CrowdPool, type PoolView, spotPrice } from '../../app/devnet/poolView.ts';
import { amountWorth } from '../../app/devnet/startingPrice.ts';
import type { V3PoolPlan } from '../../app/devnet/topology.ts';
import { present } from '../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../app/domain/hex.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import { mintParameters, orderedPair } from './deploy.ts';
import type { Actor, Market, Scene } from './market.ts';

const liquidityGas = 900_000;
const mintGas = 600_000;
const forEver = 2n ** 256n - 1n;
const mostUint128 = 2n ** 128n - 1n;

interface Position {
  readonly tokenId: bigint;
  readonly view: PoolView;
  readonly tickLower: number;
  readonly tickUpper: number;
  readonly liquidity: bigint;
}

interface Step {
  readonly to: Address;
  readonly data: string;
  readonly gasLimit: number;
}

/** A liquidity provider: V3 positions of its own through the position manager, shares of V2 pairs through their routers. */
export async function liquidityActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const { NonfungiblePositionManager, UniswapV2Pair, UniswapV2Router02 } = market.artifacts;
  const { abi } = NonfungiblePositionManager;
  const { uniswapV2, sushiswap, uniswapV3, tokens } = market.deployment;
  const { positionManager } = uniswapV3;
  let ownPositions = 0;
  /** V2 pairs that it has put liquidity into, newest last. */
  const ownPairs = new Set<CrowdPool>();

  const read = async (method: string, parameters: readonly unknown[]): Promise<readonly unknown[]> => {
    const data = abi.encodeFunctionData(method, [...parameters]);
    const answer = await market.rpc.call('eth_call', { to: positionManager, data }, 'latest');
    return abi.decodeFunctionResult(method, z.string().parse(answer));
  };
  const viewOf = (pool: CrowdPool, { views }: Scene): PoolView =>
    present(
      views.find((view) => view.pool.address === pool.address),
      'pool view',
    );
  const mints = (pool: CrowdPool, ranges: readonly PositionRange[], scene: Scene): readonly Step[] => {
    const pair = orderedPair(tokens, { pair: [pool.token0.symbol, pool.token1.symbol] });
    const price = rungNear(spotPrice(viewOf(pool, scene)), ranges);
    return ranges.map(({ usd, ...range }) => {
      const plan = { feePpm: pool.feePpm as V3PoolPlan['feePpm'] };
      const parameters = mintParameters(pair, plan, { price, ...range, depthUsd: usd }, account.address);
      return { to: positionManager, data: abi.encodeFunctionData('mint', [parameters]), gasLimit: mintGas };
    });
  };
  const positionAt = async (index: number, scene: Scene): Promise<Position | null> => {
    const [tokenId] = await read('tokenOfOwnerByIndex', [account.address, index]);
    const details = await read('positions', [tokenId]);
    const [token0, token1] = [parseAddress(String(details[2])), parseAddress(String(details[3]))];
    const feePpm = Number(details[4]);
    const view = scene.views.find(
      ({ pool }) =>
        pool.kind === 'uniswapV3' &&
        pool.feePpm === feePpm &&
        tokens[pool.token0.symbol] === token0 &&
        tokens[pool.token1.symbol] === token1,
    );
    if (view === undefined) return null;
    return {
      tokenId: BigInt(String(tokenId)),
      view,
      tickLower: Number(details[5]),
      tickUpper: Number(details[6]),
      liquidity: BigInt(String(details[7])),
    };
  };
  const collect = (tokenId: bigint): string =>
    abi.encodeFunctionData('collect', [[tokenId, account.address, mostUint128, mostUint128]]);
  const removal = ({ tokenId, liquidity }: Position): Step => ({
    to: positionManager,
    data: abi.encodeFunctionData('multicall', [
      [
        abi.encodeFunctionData('decreaseLiquidity', [[tokenId, liquidity, 0, 0, forEver]]),
        collect(tokenId),
        abi.encodeFunctionData('burn', [tokenId]),
      ],
    ]),
    gasLimit: liquidityGas,
  });
  const valueUsd = ({ view, tickLower, tickUpper, liquidity }: Position, { priceOf }: Scene): number => {
    const { token0, token1 } = view.pool;
    const prices = { now: spotPrice(view), low: 1.0001 ** tickLower, high: 1.0001 ** tickUpper };
    const { amount0, amount1 } = positionAmounts(Number(liquidity), prices);
    return (amount0 / 10 ** token0.decimals) * priceOf(token0) + (amount1 / 10 ** token1.decimals) * priceOf(token1);
  };
  const routerOf = (pool: CrowdPool): Address => (pool.dexId === 'uniswap-v2' ? uniswapV2 : sushiswap).router;

  const addToPair = (pool: CrowdPool, usd: number, scene: Scene): readonly Step[] => {
    const { address0, address1 } = orderedPair(tokens, { pair: [pool.token0.symbol, pool.token1.symbol] });
    const amounts = [pool.token0, pool.token1].map((token) => amountWorth(usd, token, scene.priceOf(token)));
    const parameters = [address0, address1, ...amounts, 0, 0, account.address, forEver];
    const data = UniswapV2Router02.abi.encodeFunctionData('addLiquidity', parameters);
    return [{ to: routerOf(pool), data, gasLimit: liquidityGas }];
  };
  const removeFromPair = async (pool: CrowdPool, share: number): Promise<readonly Step[]> => {
    const request = { to: pool.address, data: UniswapV2Pair.abi.encodeFunctionData('balanceOf', [account.address]) };
    const balance = BigInt(z.string().parse(await market.rpc.call('eth_call', request, 'latest')));
    const amount = (balance * BigInt(Math.floor(share * 1e6))) / 1_000_000n;
    if (amount === 0n) return [];
    const { address0, address1 } = orderedPair(tokens, { pair: [pool.token0.symbol, pool.token1.symbol] });
    const approval = UniswapV2Pair.abi.encodeFunctionData('approve', [routerOf(pool), amount]);
    const parameters = [address0, address1, amount, 0, 0, account.address, forEver];
    const data = UniswapV2Router02.abi.encodeFunctionData('removeLiquidity', parameters);
    return [
      { to: pool.address, data: approval, gasLimit: 80_000 },
      { to: routerOf(pool), data, gasLimit: liquidityGas },
    ];
  };

  /** The transactions of an intent, in order, and the pool that they move. */
  const stepsOf = async (
    intent: LiquidityIntent,
    scene: Scene,
  ): Promise<{ readonly steps: readonly Step[]; readonly pool: CrowdPool } | null> => {
    switch (intent.intent) {
      case 'addLiquidity':
        return { steps: mints(intent.pool, intent.ranges, scene), pool: intent.pool };
      case 'addToPair':
        ownPairs.delete(intent.pool);
        ownPairs.add(intent.pool);
        return { steps: addToPair(intent.pool, intent.usd, scene), pool: intent.pool };
      case 'removeFromPair': {
        const pool = ownPairs.has(intent.pool) ? intent.pool : [...ownPairs].at(-1);
        return pool === undefined ? null : { steps: await removeFromPair(pool, intent.share), pool };
      }
    }
    if (intent.position >= ownPositions) return null;
    const position = await positionAt(intent.position, scene);
    if (position === null || position.liquidity === 0n) return null;
    const { pool } = position.view;
    if (intent.intent === 'removeLiquidity') return { steps: [removal(position)], pool };
    if (intent.intent === 'collectFees')
      return { steps: [{ to: positionManager, data: collect(position.tokenId), gasLimit: liquidityGas }], pool };
    const usd = valueUsd(position, scene);
    // A position that lies to one side of the price takes only one of the two tokens: each is offered in full.
    const ranges = intent.shares.map(({ share, ...range }) => ({ ...range, usd: usd * share }));
    return { steps: [removal(position), ...mints(pool, ranges, scene)], pool };
  };

  return {
    act: async (scene) => {
      const intent = planLiquidity(decisions, market.pools, ownPositions, market.blockTimeMs, market.intensity);
      if (intent === null) return;
      ownPositions = Number((await read('balanceOf', [account.address]))[0]);
      const planned = await stepsOf(intent, scene);
      if (planned === null) return;
      const { token0, token1, dexId, feePpm, address } = planned.pool;
      const fees = { maxFeePerGas: scene.head.baseFeePerGas * 2n, maxPriorityFeePerGas: 100_000_000n };
      for (const step of planned.steps) {
        await courier.send(sender, step, fees, {
          actor: 'liquidityProvider',
          intent: intent.intent,
          detail: `${token0.symbol}/${token1.symbol} on ${dexId} ${feePpm}`,
          block: scene.head.number,
          pools: [address],
        });
      }
    },
  };
}
