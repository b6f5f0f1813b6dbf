import { getCreateAddress } from 'ethers';
import { z } from 'zod';
import { type LaunchPlan, mostCoins, planLaunch, planPurchase } from '../../app/devnet/launches.ts';
import { amountWorth } from '../../app/devnet/startingPrice.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import { present } from '../../app/domain/errors.ts';
import { type Address, parseAddress } from '../../app/domain/hex.ts';
import type { Sender } from './account.ts';
import type { Courier } from './courier.ts';
import type { Actor, Market, Scene } from './market.ts';
import type { People } from './people.ts';

const decimals = 18;
const supply = 10n ** 30n;
const creationGas = 2_000_000;
const callGas = 3_500_000;
const swapGas = 300_000;
const forEver = 2n ** 256n - 1n;
const traps = { open: 0, refuseSales: 1, hollowSales: 2 } as const;
/** Blocks after which a launch whose steps were not mined is given up. */
const patience = 12;

interface Launch {
  readonly plan: LaunchPlan;
  readonly token: Address;
  readonly begunAt: number;
  /** Of a coin that was launched before. */
  readonly again: boolean;
  /** Its pools, once its liquidity is there, and since when. */
  readonly listed: { readonly pools: readonly [Address, Address]; readonly since: number } | null;
}

/** A coin whose launch is over. */
interface Coin {
  readonly token: Address;
  readonly symbol: string;
}

/** Launches coins one after the other, in time the same ones again: two pools, buyers who come in, then the rug. */
export async function launchActor(
  market: Market,
  courier: Courier,
  { launcher, buyers }: Pick<People, 'launcher' | 'buyers'>,
): Promise<Actor> {
  const sender = await courier.sender(launcher);
  const buyerSenders = await Promise.all(buyers.map((buyer) => courier.sender(buyer)));
  const decisions = market.random.fork('decisions');
  const purchases = market.random.fork('purchases');
  const { tokens, uniswapV2, sushiswap } = market.deployment;
  const weth = present(tokens.WETH, 'WETH');
  const wethToken = present(devnetTokens[0], 'WETH');
  const { LaunchToken, UniswapV2Factory, UniswapV2Router02, UniswapV2Pair } = market.artifacts;
  const venues = [uniswapV2, sushiswap] as const;
  let launch: Launch | null = null;
  let launched = 0;
  /** Oldest first. */
  const coins: Coin[] = [];

  const say = async (
    by: Sender,
    scene: Scene,
    call: { readonly to: Address | null; readonly data: string; readonly gasLimit: number },
    said: { readonly actor: 'launcher' | 'buyer'; readonly intent: string; readonly detail: string },
    pools: readonly Address[] = [],
  ): Promise<boolean> => {
    const fees = { maxFeePerGas: scene.head.baseFeePerGas * 2n, maxPriorityFeePerGas: 300_000_000n };
    return (await courier.send(by, call, fees, { ...said, block: scene.head.number, pools })) !== null;
  };
  const read = async (to: Address, data: string): Promise<string> =>
    z.string().parse(await market.rpc.call('eth_call', { to, data }, 'latest'));
  const asLauncher = (
    scene: Scene,
    to: Address,
    data: string,
    intent: string,
    plan: LaunchPlan,
    pools: readonly Address[] = [],
  ): Promise<boolean> =>
    say(sender, scene, { to, data, gasLimit: callGas }, { actor: 'launcher', intent, detail: plan.symbol }, pools);

  const create = async (scene: Scene, plan: LaunchPlan): Promise<Address | null> => {
    const token = parseAddress(getCreateAddress({ from: launcher.address, nonce: sender.nonce() }));
    const creation = LaunchToken.bytecode + LaunchToken.abi.encodeDeploy([plan.symbol, plan.symbol, decimals]).slice(2);
    const call = { to: null, data: creation, gasLimit: creationGas };
    if (!(await say(sender, scene, call, { actor: 'launcher', intent: 'launch', detail: plan.symbol }))) return null;
    const mint = LaunchToken.abi.encodeFunctionData('mint', [[launcher.address], supply]);
    await asLauncher(scene, token, mint, 'mint', plan);
    for (const { router } of venues)
      await asLauncher(scene, token, LaunchToken.abi.encodeFunctionData('approve', [router, forEver]), 'approve', plan);
    return token;
  };

  const begin = async (scene: Scene, planned: LaunchPlan): Promise<void> => {
    const again = launched < mostCoins ? undefined : coins.shift();
    if (launched >= mostCoins && again === undefined) return;
    const plan = again === undefined ? planned : { ...planned, symbol: again.symbol };
    const token = again === undefined ? await create(scene, plan) : again.token;
    if (token === null) return;
    if (again !== undefined) {
      const data = LaunchToken.abi.encodeFunctionData('close', [traps.open, []]);
      await asLauncher(scene, token, data, 'launchAgain', plan);
    }
    const perUnit = plan.priceUsd / 10 ** decimals;
    for (const { router } of venues) {
      const amount = BigInt(Math.floor(plan.depthUsd / perUnit));
      const data = UniswapV2Router02.abi.encodeFunctionData('addLiquidity', [
        token,
        weth,
        amount,
        amountWorth(plan.depthUsd, wethToken, scene.priceOf(wethToken)),
        0,
        0,
        launcher.address,
        forEver,
      ]);
      await asLauncher(scene, router, data, 'addLiquidity', plan);
    }
    launched += 1;
    launch = { plan, token, begunAt: scene.head.number, again: again !== undefined, listed: null };
  };

  /** The two pools, once both hold something. */
  const findPools = async (token: Address): Promise<readonly [Address, Address] | null> => {
    const pools: Address[] = [];
    for (const { factory } of venues) {
      const answer = await read(factory, UniswapV2Factory.abi.encodeFunctionData('getPair', [token, weth]));
      const pool = parseAddress(`0x${answer.slice(-40)}`);
      if (BigInt(pool) === 0n) return null;
      const [reserve0] = UniswapV2Pair.abi.decodeFunctionResult(
        'getReserves',
        await read(pool, UniswapV2Pair.abi.encodeFunctionData('getReserves')),
      );
      if (BigInt(reserve0) === 0n) return null;
      pools.push(pool);
    }
    const [first, second] = pools;
    return first === undefined || second === undefined ? null : [first, second];
  };

  const buy = async (scene: Scene, { token, plan, listed }: Launch): Promise<void> => {
    const purchase = planPurchase(purchases, buyerSenders.length);
    if (purchase === null || listed === null) return;
    const by = present(buyerSenders[purchase.buyer], 'buyer');
    const amount = amountWorth(purchase.usd, wethToken, scene.priceOf(wethToken));
    const data = UniswapV2Router02.abi.encodeFunctionData('swapExactTokensForTokens', [
      amount,
      0,
      [weth, token],
      by.account.address,
      forEver,
    ]);
    const said = { actor: 'buyer' as const, intent: 'buy', detail: `${amount} WETH of ${plan.symbol}` };
    const call = { to: venues[purchase.pool].router, data, gasLimit: swapGas };
    await say(by, scene, call, said, [listed.pools[purchase.pool]]);
  };

  const rug = async (scene: Scene, { token, plan, listed }: Launch): Promise<void> => {
    if (listed === null) return;
    if (plan.rug !== 'pull') {
      const data = LaunchToken.abi.encodeFunctionData('close', [traps[plan.rug], listed.pools]);
      await asLauncher(scene, token, data, plan.rug, plan);
    }
    for (const [index, { router }] of venues.entries()) {
      const pool = present(listed.pools[index], 'pool of the launch');
      if (plan.rug === 'pull') {
        const balance = BigInt(await read(pool, UniswapV2Pair.abi.encodeFunctionData('balanceOf', [launcher.address])));
        await asLauncher(
          scene,
          pool,
          UniswapV2Pair.abi.encodeFunctionData('approve', [router, forEver]),
          'approve',
          plan,
        );
        const removal = [token, weth, balance, 0, 0, launcher.address, forEver];
        const data = UniswapV2Router02.abi.encodeFunctionData('removeLiquidity', removal);
        await asLauncher(scene, router, data, 'pull', plan, [pool]);
      } else if (index === 0) {
        // The launcher alone can still sell: into one of the two pools, which leaves a tempting gap to the other.
        const amount = BigInt(Math.floor((plan.depthUsd / plan.priceUsd) * 0.6)) * 10n ** BigInt(decimals);
        const sale = [amount, 0, [token, weth], launcher.address, forEver];
        const data = UniswapV2Router02.abi.encodeFunctionData('swapExactTokensForTokens', sale);
        await asLauncher(scene, router, data, 'sellOut', plan, [pool]);
      }
    }
  };

  const giveUp = ({ again, token, plan }: Launch): void => {
    if (again) coins.push({ token, symbol: plan.symbol });
    launch = null;
  };

  return {
    act: async (scene) => {
      const { number } = scene.head;
      const next = planLaunch(decisions, launched, market.blockTimeMs, market.intensity);
      if (launch === null) {
        if (next !== null) await begin(scene, next);
        return;
      }
      if (launch.listed === null) {
        const pools = number > launch.begunAt ? await findPools(launch.token) : null;
        if (pools !== null) launch = { ...launch, listed: { pools, since: number } };
        else if (number > launch.begunAt + patience || number < launch.begunAt) giveUp(launch);
        return;
      }
      if (number < launch.listed.since + launch.plan.blocksToRug) return buy(scene, launch);
      await rug(scene, launch);
      coins.push({ token: launch.token, symbol: launch.plan.symbol });
      launch = null;
    },
  };
}
