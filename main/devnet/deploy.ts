import { amountWorth, rawPrice, sqrtPriceX96Of, usableTick } from '../../app/devnet/startingPrice.ts';
import { type DevnetToken, devnetTokens, isPlain } from '../../app/devnet/token.ts';
import {
  lyingHabits,
  lyingPairPlans,
  type PoolPlan,
  poolPlans,
  tickSpacings,
  type V3PoolPlan,
} from '../../app/devnet/topology.ts';
import { BugError, present } from '../../app/domain/errors.ts';
import { type Address, parseAddress, zeroAddress } from '../../app/domain/hex.ts';
import type { Account } from './account.ts';
import type { Artifacts } from './artifacts.ts';
import { deployLenders, fundLenders } from './deployLenders.ts';
import type { Deployment } from './deployment.ts';
import { everybody, type People } from './people.ts';
import type { Rpc } from './rpc.ts';
import { Site } from './site.ts';

const ether = 10n ** 18n;
const forEver = 2n ** 256n - 1n;
/** What each trader and provider owns of every token, in dollars: more than a long run can move. */
const wealthUsd = 5_000_000_000;

/**
 * Builds the market on an empty node that mines on demand: contracts, tokens, approvals, pools and their liquidity. All of a
 * stage's transactions are sent before any is mined.
 */
export async function deploy(rpc: Rpc, artifacts: Artifacts, people: People): Promise<Deployment> {
  const site = new Site(rpc, artifacts, people);
  for (const account of everybody(people))
    await rpc.call('anvil_setBalance', account.address, `0x${(100_000_000n * ether).toString(16)}`);

  const weth = site.create('WETH9');
  const v2 = site.create('UniswapV2Factory', [zeroAddress]);
  const sushi = site.create('UniswapV2Factory', [zeroAddress]);
  const v3 = site.create('UniswapV3Factory');
  const uniswapV2 = { factory: v2, router: site.create('UniswapV2Router02', [v2, weth]) };
  const sushiswap = { factory: sushi, router: site.create('UniswapV2Router02', [sushi, weth]) };
  const uniswapV3 = {
    factory: v3,
    positionManager: site.create('NonfungiblePositionManager', [v3, weth, zeroAddress]),
    quoter: site.create('QuoterV2', [v3, weth]),
    swapRouter: site.create('SwapRouter', [v3, weth]),
  };
  const multicall3 = site.create('Multicall3');
  const blockSpace = site.create('BlockSpace');
  const { slow, competent, strong } = people.rivals;
  const rivalExecutors = {
    slow: site.create('Executor', [slow.address]),
    competent: site.create('Executor', [competent.address]),
    strong: site.create('Executor', [strong.address]),
  };
  const lyingFactory = site.create('LyingFactory', [], {}, people.liar);
  const tokens = Object.fromEntries(
    devnetTokens.map((token) => [
      token.symbol,
      token.contract === 'WETH9'
        ? weth
        : site.create(token.contract, [token.name, token.symbol, token.decimals], {}, issuerOf(token, people)),
    ]),
  );
  site.call(people.deployer, v3, 'UniswapV3Factory', 'enableFeeAmount', [100, tickSpacings[100]]);
  await site.mine();

  const deployment: Deployment = {
    block: 0,
    tokens,
    multicall3,
    uniswapV2,
    sushiswap,
    uniswapV3,
    blockSpace,
    rivalExecutors,
    lyingFactory,
    lyingPairs: [],
    ...(await deployLenders(site, weth)),
    pools: [],
  };
  giveWealth(site, deployment);
  await site.mine();
  fundLenders(site, deployment);
  for (const plan of poolPlans) openPool(site, deployment, plan);
  await site.mine();
  const pools = await Promise.all(poolPlans.map((plan) => poolAddress(site, deployment, plan)));
  const lyingPairs = await openLyingPairs(site, deployment);
  return { ...deployment, pools, lyingPairs: [...lyingPairs], block: await site.blockNumber() };
}

function issuerOf(token: DevnetToken, people: People): Account {
  return isPlain(token) ? people.deployer : people.issuer;
}

function giveWealth(site: Site, deployment: Deployment): void {
  const { deployer, traders, liquidityProviders, liar, launcher, buyers } = site.people;
  const owners = [deployer, ...traders, ...liquidityProviders, liar, launcher, ...buyers];
  for (const token of devnetTokens) {
    const address = present(deployment.tokens[token.symbol], token.symbol);
    const amount = amountWorth(wealthUsd, token);
    if (token.contract === 'WETH9')
      for (const owner of owners) site.call(owner, address, 'WETH9', 'deposit', [], amount);
    else
      site.call(issuerOf(token, site.people), address, 'Token', 'mint', [owners.map((owner) => owner.address), amount]);
    const approve = (owner: Account, spender: Address): void =>
      site.call(owner, address, 'Token', 'approve', [spender, forEver]);
    for (const trader of traders)
      for (const spender of [deployment.uniswapV2.router, deployment.sushiswap.router, deployment.uniswapV3.swapRouter])
        approve(trader, spender);
    for (const spender of [
      deployment.uniswapV2.router,
      deployment.sushiswap.router,
      deployment.uniswapV3.positionManager,
    ])
      approve(deployer, spender);
    for (const provider of liquidityProviders)
      for (const spender of [
        deployment.uniswapV2.router,
        deployment.sushiswap.router,
        deployment.uniswapV3.positionManager,
      ])
        approve(provider, spender);
    if (token.contract === 'WETH9')
      for (const owner of [launcher, ...buyers])
        for (const spender of [deployment.uniswapV2.router, deployment.sushiswap.router]) approve(owner, spender);
  }
}

interface OrderedPair {
  readonly token0: DevnetToken;
  readonly token1: DevnetToken;
  readonly address0: Address;
  readonly address1: Address;
}

/** The two tokens of a plan in the order of their addresses, as every pool has them. */
export function orderedPair(tokens: Deployment['tokens'], plan: Pick<PoolPlan, 'pair'>): OrderedPair {
  const sides = plan.pair.map((symbol) => ({
    token: present(
      devnetTokens.find((token) => token.symbol === symbol),
      symbol,
    ),
    address: present(tokens[symbol], symbol),
  }));
  const [first, second] = sides.sort((a, b) => (a.address < b.address ? -1 : 1));
  const [zero, one] = [present(first, 'token0'), present(second, 'token1')];
  return { token0: zero.token, token1: one.token, address0: zero.address, address1: one.address };
}

/** Pairs of the lying fork, with what they hold and what they state. */
async function openLyingPairs(site: Site, deployment: Deployment): Promise<readonly Address[]> {
  const { liar } = site.people;
  const { lyingFactory } = deployment;
  const plans = lyingPairPlans.map((plan) => ({ ...plan, ...orderedPair(deployment.tokens, plan) }));
  for (const { habit, address0, address1 } of plans)
    site.call(liar, lyingFactory, 'LyingFactory', 'createPair', [address0, address1, lyingHabits.indexOf(habit)]);
  await site.mine();
  const pairs: Address[] = [];
  for (const { token0, token1, address0, address1, heldUsd, statedUsd } of plans) {
    const pair = parseAddress(String(await site.read(lyingFactory, 'LyingFactory', 'getPair', [address0, address1])));
    site.call(liar, address0, 'Token', 'transfer', [pair, amountWorth(heldUsd, token0)]);
    site.call(liar, address1, 'Token', 'transfer', [pair, amountWorth(heldUsd, token1)]);
    const stated = [amountWorth(statedUsd, token0), amountWorth(statedUsd, token1)];
    site.call(liar, pair, 'LyingPair', 'state', stated);
    pairs.push(pair);
  }
  await site.mine();
  return pairs;
}

function openPool(site: Site, deployment: Deployment, plan: PoolPlan): void {
  const pair = orderedPair(deployment.tokens, plan);
  const { deployer } = site.people;
  if (plan.kind === 'uniswapV2') {
    const router = plan.dexId === 'uniswap-v2' ? deployment.uniswapV2.router : deployment.sushiswap.router;
    const amounts = [amountWorth(plan.depthUsd, pair.token0), amountWorth(plan.depthUsd, pair.token1)];
    site.call(deployer, router, 'UniswapV2Router02', 'addLiquidity', [
      pair.address0,
      pair.address1,
      ...amounts,
      0,
      0,
      deployer.address,
      forEver,
    ]);
    return;
  }
  const { positionManager } = deployment.uniswapV3;
  const price = rawPrice(pair.token0, pair.token1);
  site.call(deployer, positionManager, 'NonfungiblePositionManager', 'createAndInitializePoolIfNecessary', [
    pair.address0,
    pair.address1,
    plan.feePpm,
    sqrtPriceX96Of(price),
  ]);
  for (const range of plan.ranges) {
    site.call(deployer, positionManager, 'NonfungiblePositionManager', 'mint', [
      mintParameters(pair, plan, { ...range, price }, deployer.address),
    ]);
  }
}

/** Parameters of the position manager's `mint` for a range given by ratios to `price`. */
export function mintParameters(
  pair: OrderedPair,
  plan: Pick<V3PoolPlan, 'feePpm'>,
  range: { readonly price: number; readonly lowRatio: number; readonly highRatio: number; readonly depthUsd: number },
  recipient: Address,
): readonly unknown[] {
  const spacing = tickSpacings[plan.feePpm];
  const tickLower = usableTick(range.price * range.lowRatio, spacing);
  const tickUpper = Math.max(usableTick(range.price * range.highRatio, spacing), tickLower + spacing);
  const amount0 = amountWorth(range.depthUsd, pair.token0);
  const amount1 = amountWorth(range.depthUsd, pair.token1);
  return [pair.address0, pair.address1, plan.feePpm, tickLower, tickUpper, amount0, amount1, 0, 0, recipient, forEver];
}

async function poolAddress(site: Site, deployment: Deployment, plan: PoolPlan): Promise<Address> {
  const { address0, address1 } = orderedPair(deployment.tokens, plan);
  const found =
    plan.kind === 'uniswapV2'
      ? await site.read(
          plan.dexId === 'uniswap-v2' ? deployment.uniswapV2.factory : deployment.sushiswap.factory,
          'UniswapV2Factory',
          'getPair',
          [address0, address1],
        )
      : await site.read(deployment.uniswapV3.factory, 'UniswapV3Factory', 'getPool', [address0, address1, plan.feePpm]);
  const address = parseAddress(String(found));
  if (address === zeroAddress)
    throw new BugError('a pool was not created', { pair: plan.pair.join('/'), dex: plan.dexId });
  return address;
}
