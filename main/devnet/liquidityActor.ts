import { z } from 'zod';
import { planLiquidity } from '../../app/devnet/liquidityProvider.ts';
import { spotPrice } from '../../app/devnet/poolView.ts';
import type { V3PoolPlan } from '../../app/devnet/topology.ts';
import { present } from '../../app/domain/errors.ts';
import type { Account } from './account.ts';
import type { Courier } from './courier.ts';
import { mintParameters, orderedPair } from './deploy.ts';
import type { Actor, Market, Scene } from './market.ts';

const liquidityGas = 700_000;
const forEver = 2n ** 256n - 1n;
const mostUint128 = 2n ** 128n - 1n;

/** The liquidity provider: adds and removes V3 positions of its own through the position manager. */
export async function liquidityActor(market: Market, courier: Courier, account: Account): Promise<Actor> {
  const sender = await courier.sender(account);
  const decisions = market.random.fork('decisions');
  const { abi } = market.artifacts.NonfungiblePositionManager;
  const { positionManager } = market.deployment.uniswapV3;
  let ownPositions = 0;

  const read = async (method: string, parameters: readonly unknown[]): Promise<readonly unknown[]> => {
    const answer = await market.rpc.call(
      'eth_call',
      { to: positionManager, data: abi.encodeFunctionData(method, [...parameters]) },
      'latest',
    );
    return abi.decodeFunctionResult(method, z.string().parse(answer));
  };
  const addition = (
    intent: Extract<ReturnType<typeof planLiquidity>, { intent: 'addLiquidity' }>,
    { views }: Scene,
  ): string => {
    const { token0, token1, feePpm } = intent.pool;
    const pair = orderedPair(market.deployment.tokens, { pair: [token0.symbol, token1.symbol] });
    const price = spotPrice(
      present(
        views.find((view) => view.pool.address === intent.pool.address),
        'pool view',
      ),
    );
    const range = { price, lowRatio: intent.lowRatio, highRatio: intent.highRatio, depthUsd: intent.usd };
    return abi.encodeFunctionData('mint', [
      mintParameters(pair, { feePpm: feePpm as V3PoolPlan['feePpm'] }, range, account.address),
    ]);
  };
  const removal = async (position: number): Promise<string> => {
    const [tokenId] = await read('tokenOfOwnerByIndex', [account.address, position]);
    const details = await read('positions', [tokenId]);
    return abi.encodeFunctionData('multicall', [
      [
        abi.encodeFunctionData('decreaseLiquidity', [[tokenId, details[7], 0, 0, forEver]]),
        abi.encodeFunctionData('collect', [[tokenId, account.address, mostUint128, mostUint128]]),
        abi.encodeFunctionData('burn', [tokenId]),
      ],
    ]);
  };
  return {
    act: async (scene) => {
      const intent = planLiquidity(decisions, market.pools, ownPositions, market.blockTimeMs);
      if (intent === null) return;
      ownPositions = Number((await read('balanceOf', [account.address]))[0]);
      if (intent.intent === 'removeLiquidity' && intent.position >= ownPositions) return;
      const data = intent.intent === 'addLiquidity' ? addition(intent, scene) : await removal(intent.position);
      const detail =
        intent.intent === 'addLiquidity'
          ? `${intent.pool.token0.symbol}/${intent.pool.token1.symbol} ${intent.pool.feePpm}`
          : `position ${intent.position}`;
      const fees = { maxFeePerGas: scene.head.baseFeePerGas * 2n, maxPriorityFeePerGas: 100_000_000n };
      await courier.send(sender, { to: positionManager, data, gasLimit: liquidityGas }, fees, {
        actor: 'liquidityProvider',
        intent: intent.intent,
        detail,
        block: scene.head.number,
      });
    },
  };
}
