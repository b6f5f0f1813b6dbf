import { expect } from 'vitest';
import { type Cycle, cyclesOf, type SizedCycle, sizeCycle } from '../../../app/devnet/cycleSearch.ts';
import type { PoolView } from '../../../app/devnet/poolView.ts';
import { devnetTokens, isPlain } from '../../../app/devnet/token.ts';
import { present } from '../../../app/domain/errors.ts';
import type { Address } from '../../../app/domain/hex.ts';
import { seededRandom } from '../../../app/domain/random.ts';
import type { Account } from '../account.ts';
import { marketReader } from '../marketReader.ts';
import { type ContractChain, type Mined, startContractChain } from './contractChain.ts';
import { devnetId, never, quotedOutput, tokenAddress } from './routes.ts';

const startSymbols = ['WETH', 'USDC', 'USDT', 'DAI', 'WBTC'];

interface PayingRoute {
  readonly cycle: Cycle;
  readonly amountIn: bigint;
  readonly token: Address;
  /** What the published contracts quote, to the wei. */
  readonly profit: bigint;
}

/** Our executor on the devnet's real pools, with an owner and a stranger to it. */
export interface ExecutorScene {
  readonly chain: ContractChain;
  readonly owner: Account;
  readonly stranger: Account;
  /** Somebody with plenty of every token. */
  readonly trader: Account;
  readonly executor: Address;
  balanceOf(token: Address, holder: Address): Promise<bigint>;
  /** Pushes every pool of plain tokens a few per cent off its price, so that routes of every shape pay. */
  disturb(seed: number): Promise<void>;
  /** The most profitable routes at this moment, best first. */
  paying(): Promise<readonly SizedCycle[]>;
  bestRoute(accept?: (cycle: Cycle) => boolean): Promise<PayingRoute>;
  execute(
    from: Account,
    hops: readonly unknown[],
    token: Address,
    amountIn: bigint,
    minProfit: bigint,
    options?: { readonly deadline?: bigint; readonly chainId?: bigint; readonly loans?: readonly unknown[] },
  ): Promise<Mined>;
  /** Expects that the executor holds none of any token. */
  expectEmpty(): Promise<void>;
}

export async function executorScene(): Promise<ExecutorScene> {
  const chain = await startContractChain();
  const owner = await chain.account('owner');
  const stranger = await chain.account('stranger');
  const trader = present(chain.people.traders[0], 'trader');
  const executor = await chain.create(owner, chain.artifacts.Executor, [owner.address]);
  const readMarket = marketReader(chain.rpc, chain.artifacts, chain.deployment.multicall3, chain.pools);
  const cycles = cyclesOf(
    chain.pools,
    devnetTokens.filter((token) => startSymbols.includes(token.symbol)),
    3,
  );
  const balanceOf: ExecutorScene['balanceOf'] = async (token, holder) =>
    (await chain.read(token, chain.artifacts.Token.abi, 'balanceOf', [holder])) as bigint;
  const paying: ExecutorScene['paying'] = async () => {
    const views = await readMarket();
    const whole = ({ cycle, gross }: SizedCycle): number => gross / 10 ** cycle.start.decimals;
    const sized = cycles.map((cycle) => sizeCycle(cycle, views)).filter((cycle) => cycle !== null);
    return sized.sort((first, second) => whole(second) - whole(first));
  };
  const scene: ExecutorScene = {
    chain,
    owner,
    stranger,
    trader,
    executor,
    balanceOf,
    paying,
    disturb: async (seed) => {
      const random = seededRandom(seed);
      for (const view of await readMarket()) {
        if (!isPlain(view.pool.token0) || !isPlain(view.pool.token1)) continue;
        await push(chain, trader, view, random.next() < 0.5, 0.005 + 0.04 * random.next());
      }
    },
    bestRoute: async (accept = () => true) => {
      const best = present(
        (await paying()).find(({ cycle }) => accept(cycle)),
        'a paying route',
      );
      const amountIn = BigInt(Math.floor(best.amountIn));
      const profit = (await quotedOutput(chain, best.cycle, amountIn)) - amountIn;
      expect(profit).toBeGreaterThan(0n);
      return { cycle: best.cycle, amountIn, token: tokenAddress(chain, best.cycle.start), profit };
    },
    execute: (from, hops, token, amountIn, minProfit, { deadline = never, chainId = devnetId, loans = [] } = {}) =>
      chain.send(from, executor, chain.artifacts.Executor.abi, 'execute', [
        hops,
        loans,
        token,
        amountIn,
        minProfit,
        deadline,
        chainId,
      ]),
    expectEmpty: async () => {
      for (const token of devnetTokens) {
        expect(await balanceOf(tokenAddress(chain, token), executor), token.symbol).toBe(0n);
      }
    },
  };
  await scene.disturb(7);
  return scene;
}

/** Sells a share of a pool's reserve to it, but no more than its ranges can take. */
async function push(
  chain: ContractChain,
  trader: Account,
  { pool, reserve0, reserve1 }: PoolView,
  zeroForOne: boolean,
  share: number,
): Promise<void> {
  const sold = zeroForOne ? pool.token0 : pool.token1;
  const most = (300_000 / sold.startUsd) * 10 ** sold.decimals;
  const amountIn = BigInt(Math.floor(Math.min((zeroForOne ? reserve0 : reserve1) * share, most)));
  const path = (zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0]).map((token) =>
    tokenAddress(chain, token),
  );
  const { uniswapV2, sushiswap, uniswapV3 } = chain.deployment;
  const { UniswapV2Router02, SwapRouter } = chain.artifacts;
  const { router } = pool.dexId === 'uniswap-v2' ? uniswapV2 : sushiswap;
  const swapped =
    pool.kind === 'uniswapV2'
      ? await chain.send(trader, router, UniswapV2Router02.abi, 'swapExactTokensForTokens', [
          amountIn,
          0,
          path,
          trader.address,
          never,
        ])
      : await chain.send(trader, uniswapV3.swapRouter, SwapRouter.abi, 'exactInputSingle', [
          [...path, pool.feePpm, trader.address, never, amountIn, 0, 0],
        ]);
  expect(swapped).toMatchObject({ error: null, succeeded: true });
}
