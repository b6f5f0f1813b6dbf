import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cycle, cyclesOf, type SizedCycle, sizeCycle } from '../../app/devnet/cycleSearch.ts';
import type { PoolView } from '../../app/devnet/poolView.ts';
import { devnetTokens } from '../../app/devnet/token.ts';
import { present } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import { seededRandom } from '../../app/domain/random.ts';
import type { Account } from './account.ts';
import { marketReader } from './marketReader.ts';
import { type ContractChain, type Mined, startContractChain } from './testing/contractChain.ts';
import { devnetId, hopsOf, never, quotedOutput, shapeOf, tokenAddress } from './testing/routes.ts';

let chain: ContractChain;
let owner: Account;
let stranger: Account;
let executor: Address;
let readMarket: () => Promise<readonly PoolView[]>;
let cycles: readonly Cycle[];

const startSymbols = ['WETH', 'USDC', 'USDT', 'DAI', 'WBTC'];

async function balanceOf(token: Address, holder: Address): Promise<bigint> {
  return (await chain.read(token, chain.artifacts.Token.abi, 'balanceOf', [holder])) as bigint;
}

/** Pushes every pool a few per cent off its price, so that routes of every shape pay. */
async function disturb(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const [trader] = chain.people.traders;
  for (const { pool, reserve0, reserve1 } of await readMarket()) {
    const zeroForOne = random.next() < 0.5;
    const sold = zeroForOne ? pool.token0 : pool.token1;
    const share = (zeroForOne ? reserve0 : reserve1) * (0.005 + 0.04 * random.next());
    const amountIn = BigInt(Math.floor(Math.min(share, (300_000 / sold.startUsd) * 10 ** sold.decimals)));
    const pair = zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
    const [from, to] = pair.map((token) => tokenAddress(chain, token));
    const { address } = present(trader, 'trader');
    const { uniswapV2, sushiswap, uniswapV3 } = chain.deployment;
    const swapped =
      pool.kind === 'uniswapV2'
        ? await chain.send(
            present(trader, 'trader'),
            pool.dexId === 'uniswap-v2' ? uniswapV2.router : sushiswap.router,
            chain.artifacts.UniswapV2Router02.abi,
            'swapExactTokensForTokens',
            [amountIn, 0, [from, to], address, never],
          )
        : await chain.send(
            present(trader, 'trader'),
            uniswapV3.swapRouter,
            chain.artifacts.SwapRouter.abi,
            'exactInputSingle',
            [[from, to, pool.feePpm, address, never, amountIn, 0, 0]],
          );
    expect(swapped.error).toBeNull();
    expect(swapped.succeeded).toBe(true);
  }
}

/** The most profitable routes at this moment, best first. */
async function paying(): Promise<readonly SizedCycle[]> {
  const views = await readMarket();
  const sized = cycles.map((cycle) => sizeCycle(cycle, views)).filter((cycle) => cycle !== null);
  return sized.sort(
    (first, second) =>
      second.gross / 10 ** second.cycle.start.decimals - first.gross / 10 ** first.cycle.start.decimals,
  );
}

async function bestRoute(
  accept: (cycle: Cycle) => boolean = () => true,
): Promise<{ cycle: Cycle; amountIn: bigint; token: Address; profit: bigint }> {
  const best = present(
    (await paying()).find(({ cycle }) => accept(cycle)),
    'a paying route',
  );
  const amountIn = BigInt(Math.floor(best.amountIn));
  const profit = (await quotedOutput(chain, best.cycle, amountIn)) - amountIn;
  expect(profit).toBeGreaterThan(0n);
  return { cycle: best.cycle, amountIn, token: tokenAddress(chain, best.cycle.start), profit };
}

function execute(
  from: Account,
  hops: readonly unknown[],
  token: Address,
  amountIn: bigint,
  minProfit: bigint,
  deadline: bigint = never,
  chainId: bigint = devnetId,
  at: Address = executor,
): Promise<Mined> {
  return chain.send(from, at, chain.artifacts.Executor.abi, 'execute', [
    hops,
    token,
    amountIn,
    minProfit,
    deadline,
    chainId,
  ]);
}

/** Nothing but zero of any token, and no allowance to any pool of the route. */
async function expectEmpty(): Promise<void> {
  for (const token of devnetTokens)
    expect(await balanceOf(tokenAddress(chain, token), executor), token.symbol).toBe(0n);
}

beforeAll(async () => {
  chain = await startContractChain();
  owner = await chain.account('owner');
  stranger = await chain.account('stranger');
  executor = await chain.create(owner, chain.artifacts.Executor, [owner.address]);
  readMarket = marketReader(chain.rpc, chain.artifacts, chain.deployment.multicall3, chain.pools);
  cycles = cyclesOf(
    chain.pools,
    devnetTokens.filter((token) => startSymbols.includes(token.symbol)),
  );
  await disturb(7);
});
afterAll(() => chain?.stop());

describe('routes land what the published contracts quote, to the wei', () => {
  const shapes = [
    'V2-V2',
    'V2-V3',
    'V3-V2',
    'V3-V3',
    'V2-V2-V2',
    'V2-V2-V3',
    'V2-V3-V2',
    'V2-V3-V3',
    'V3-V2-V2',
    'V3-V2-V3',
    'V3-V3-V2',
    'V3-V3-V3',
  ];
  it.each(shapes)('%s', async (shape) => {
    await disturb(shapes.indexOf(shape));
    const { cycle, amountIn, token, profit } = await bestRoute((candidate) => shapeOf(chain, candidate) === shape);
    const before = await balanceOf(token, owner.address);
    const mined = await execute(owner, hopsOf(chain, cycle), token, amountIn, profit);
    expect(mined.error).toBeNull();
    expect(mined.succeeded).toBe(true);
    expect((await balanceOf(token, owner.address)) - before).toBe(profit);
    const event = mined.logs
      .map((log) => (log.address === executor ? chain.artifacts.Executor.abi.parseLog(log) : null))
      .find((log) => log !== null);
    expect(
      event?.args
        .toArray()
        .map(String)
        .map((text) => text.toLowerCase()),
    ).toEqual([token, String(amountIn), String(profit)]);
    // Intrinsic 21,000 and calldata included: two hops stay under 260,000, three under 400,000.
    expect(mined.gasUsed).toBeLessThan(cycle.hops.length === 2 ? 260_000n : 400_000n);
    await expectEmpty();
  });

  it.each(['USDT', 'USDC', 'WBTC'])('profit in %s', async (symbol) => {
    await disturb(100 + symbol.length);
    const { cycle, amountIn, token, profit } = await bestRoute((candidate) => candidate.start.symbol === symbol);
    const before = await balanceOf(token, owner.address);
    expect((await execute(owner, hopsOf(chain, cycle), token, amountIn, profit)).succeeded).toBe(true);
    expect((await balanceOf(token, owner.address)) - before).toBe(profit);
  });

  it('through a token that answers nothing on transfer', async () => {
    await disturb(31);
    const { cycle, amountIn, token, profit } = await bestRoute(
      (candidate) =>
        candidate.hops.length === 3 &&
        candidate.start.symbol === 'WETH' &&
        candidate.hops.some(
          (hop) => chain.pools[hop.pool]?.token0.symbol === 'USDT' || chain.pools[hop.pool]?.token1.symbol === 'USDT',
        ),
    );
    expect((await execute(owner, hopsOf(chain, cycle), token, amountIn, profit)).succeeded).toBe(true);
  });

  it('random amounts, profitable or not, agree with the quoters', async () => {
    const random = seededRandom(5);
    let landed = 0;
    for (const { cycle, amountIn } of (await paying()).filter((_, index) => index % 40 === 0).slice(0, 25)) {
      const amount = BigInt(Math.floor(amountIn * (0.2 + 1.2 * random.next()))) + 1n;
      const profit = (await quotedOutput(chain, cycle, amount)) - amount;
      const token = tokenAddress(chain, cycle.start);
      const before = await balanceOf(token, owner.address);
      const mined = await execute(owner, hopsOf(chain, cycle), token, amount, 0n);
      expect(mined.succeeded).toBe(profit >= 0n);
      if (!mined.succeeded) continue;
      landed += 1;
      expect((await balanceOf(token, owner.address)) - before).toBe(profit);
    }
    expect(landed).toBeGreaterThan(5);
  });
});

describe('what must not happen', () => {
  const erc20 = (): ContractChain['artifacts']['Token']['abi'] => chain.artifacts.Token.abi;
  beforeAll(() => disturb(55));

  it('a stranger executes or sweeps', async () => {
    const { cycle, amountIn, token } = await bestRoute();
    expect(await execute(stranger, hopsOf(chain, cycle), token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'NotOwner',
    });
    expect(await chain.send(stranger, executor, chain.artifacts.Executor.abi, 'sweep', [token])).toMatchObject({
      succeeded: false,
      error: 'NotOwner',
    });
  });

  it('an unprofitable route is carried out', async () => {
    const { cycle, amountIn, token, profit } = await bestRoute();
    const backwards = {
      start: cycle.start,
      hops: cycle.hops.map((hop) => ({ pool: hop.pool, zeroForOne: !hop.zeroForOne })).reverse(),
    };
    expect(await execute(owner, hopsOf(chain, backwards), token, amountIn, 0n)).toMatchObject({ succeeded: false });
    expect(await execute(owner, hopsOf(chain, cycle), token, amountIn, profit + 1n)).toMatchObject({
      succeeded: false,
      error: 'MinProfit',
    });
  });

  it('a stale deadline, another chain, or a route that is none is accepted', async () => {
    const { cycle, amountIn, token } = await bestRoute();
    const hops = hopsOf(chain, cycle);
    const block = (await chain.rpc.call('eth_getBlockByNumber', 'latest', false)) as { timestamp: string };
    expect(await execute(owner, hops, token, amountIn, 0n, BigInt(block.timestamp) - 1n)).toMatchObject({
      succeeded: false,
      error: 'Expired',
    });
    expect(await execute(owner, hops, token, amountIn, 0n, never, 1n)).toMatchObject({
      succeeded: false,
      error: 'WrongChain',
    });
    expect(await execute(owner, hops.slice(0, 1), token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
    expect(await execute(owner, [], token, amountIn, 0n)).toMatchObject({ succeeded: false, error: 'BadRoute' });
    expect(
      await execute(owner, [...hops, ...hops, ...hops, ...hops, ...hops].slice(0, 9), token, amountIn, 0n),
    ).toMatchObject({ succeeded: false, error: 'BadRoute' });
    expect(await execute(owner, hops, token, 0n, 0n)).toMatchObject({ succeeded: false, error: 'BadRoute' });
    const [first, ...rest] = hops as readonly (readonly unknown[])[];
    expect(await execute(owner, [[2, ...present(first, 'hop').slice(1)], ...rest], token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
  });

  it('a callback is answered when nothing is under way', async () => {
    const { abi } = chain.artifacts.Executor;
    expect(await chain.send(stranger, executor, abi, 'uniswapV3SwapCallback', [1, -1, '0x'])).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    expect(await chain.send(stranger, executor, abi, 'uniswapV2Call', [executor, 1, 0, '0x'])).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    expect(await chain.send(owner, executor, abi, 'uniswapV2Call', [owner.address, 1, 0, '0x'])).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    // A real pair that a stranger makes call us.
    const pair = present(
      chain.pools.find((pool) => pool.kind === 'uniswapV2'),
      'pair',
    );
    expect(
      await chain.send(stranger, pair.address, chain.artifacts.UniswapV2Pair.abi, 'swap', [1000, 0, executor, '0x01']),
    ).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
  });

  it('dust that was given to us counts as profit, or is lost', async () => {
    const weth = present(chain.deployment.tokens.WETH, 'WETH');
    const [trader] = chain.people.traders;
    const dust = 10n ** 18n;
    await chain.send(present(trader, 'trader'), weth, erc20(), 'transfer', [executor, dust]);
    const { cycle, amountIn, token, profit } = await bestRoute((candidate) => candidate.start.symbol === 'WETH');
    expect(await execute(owner, hopsOf(chain, cycle), token, amountIn, profit + 1n)).toMatchObject({
      succeeded: false,
      error: 'MinProfit',
    });
    const before = await balanceOf(weth, owner.address);
    expect((await execute(owner, hopsOf(chain, cycle), token, amountIn, profit)).succeeded).toBe(true);
    expect((await balanceOf(weth, owner.address)) - before).toBe(profit);
    expect(await balanceOf(weth, executor)).toBe(dust);
    expect((await chain.send(owner, executor, chain.artifacts.Executor.abi, 'sweep', [weth])).succeeded).toBe(true);
    expect(await balanceOf(weth, owner.address)).toBe(before + profit + dust);
    await expectEmpty();
  });

  it('forced ether stays for ever', async () => {
    await chain.rpc.call('anvil_setBalance', executor, '0xde0b6b3a7640000');
    const swept = await chain.send(owner, executor, chain.artifacts.Executor.abi, 'sweep', [`0x${'00'.repeat(20)}`]);
    expect(swept.succeeded).toBe(true);
    expect(BigInt(String(await chain.rpc.call('eth_getBalance', executor, 'latest')))).toBe(0n);
  });

  it('a transfer that answers false, or takes a tax, goes unnoticed', async () => {
    const token = await chain.create(owner, chain.compiled('HostileToken'));
    const { abi } = chain.compiled('HostileToken');
    await chain.send(owner, token, abi, 'mint', [[executor], 1000]);
    await chain.send(owner, token, abi, 'refuse', [true]);
    expect(await chain.send(owner, executor, chain.artifacts.Executor.abi, 'sweep', [token])).toMatchObject({
      succeeded: false,
      error: 'TransferFailed',
    });
    expect(await chain.send(owner, executor, chain.artifacts.Executor.abi, 'sweep', [stranger.address])).toMatchObject({
      succeeded: false,
    });
  });
});

describe('hostile pools and tokens', () => {
  const modes = [
    'Honest',
    'CallsTwice',
    'AltersData',
    'AsksForMore',
    'AsksForLess',
    'NeverCalls',
    'CallsThroughAnother',
    'PaysNothing',
    'CallsTheOtherKind',
  ];
  const amountIn = 10n ** 18n;
  let weth: Address;
  let hostile: Address;
  let hostileAbi: ReturnType<ContractChain['compiled']>['abi'];
  let pools: readonly Address[];

  /** Two pools of WETH and a worthless token: the first to misbehave, the second honest V2. Both rich. */
  beforeAll(async () => {
    weth = present(chain.deployment.tokens.WETH, 'WETH');
    hostile = await chain.create(owner, chain.compiled('HostileToken'));
    hostileAbi = chain.compiled('HostileToken').abi;
    const made: Address[] = [];
    const [trader] = chain.people.traders;
    for (let i = 0; i < 2; i += 1) {
      const pool = await chain.create(owner, chain.compiled('HostilePool'), [weth, hostile, 10n ** 20n, 10n ** 20n]);
      await chain.send(present(trader, 'trader'), weth, chain.artifacts.Token.abi, 'transfer', [pool, 10n ** 20n]);
      await chain.send(owner, hostile, hostileAbi, 'mint', [[pool], 10n ** 20n]);
      made.push(pool);
    }
    pools = made;
  });

  async function attack(mode: string, kinds: readonly [0 | 1, 0 | 1], misbehaving: 0 | 1 = 0): Promise<Mined> {
    const { abi } = chain.compiled('HostilePool');
    const [first, second] = [present(pools[0], 'pool'), present(pools[1], 'pool')];
    const payout = 2n * amountIn;
    await chain.send(owner, first, abi, 'behave', [modes.indexOf(misbehaving === 0 ? mode : 'Honest'), payout]);
    await chain.send(owner, second, abi, 'behave', [modes.indexOf(misbehaving === 1 ? mode : 'Honest'), payout]);
    return execute(
      owner,
      [
        [kinds[0], first, true, 0],
        [kinds[1], second, false, 0],
      ],
      weth,
      amountIn,
      0n,
    );
  }

  it('an honest pool of theirs works, so that the refusals below mean something', async () => {
    const mined = await attack('Honest', [1, 1]);
    expect(mined.error).toBeNull();
    expect(mined.succeeded).toBe(true);
  });

  it.each([
    ['CallsTwice', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback'],
    ['AsksForMore', 'BadRoute'],
    ['AsksForLess', 'BadRoute'],
    ['NeverCalls', 'BadRoute'],
    ['CallsThroughAnother', 'UnexpectedCallback'],
    ['PaysNothing', null],
  ])('a V3 pool that %s, first or second, gets %s', async (mode, error) => {
    for (const misbehaving of [0, 1] as const) {
      const before = await balanceOf(weth, executor);
      const mined = await attack(mode, [1, 1], misbehaving);
      // The second pool that pays nothing leaves less than the first is owed; in both cases nothing of ours is lost.
      expect(mined.succeeded, `${misbehaving}`).toBe(false);
      if (error !== null) expect(mined.error).toBe(error);
      expect(await balanceOf(weth, executor)).toBe(before);
    }
  });

  it.each([
    ['CallsTwice', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback'],
    ['NeverCalls', 'BadRoute'],
    ['CallsTheOtherKind', 'BadRoute'],
  ])('a V2 pool that %s gets %s', async (mode, error) => {
    expect(await attack(mode, [0, 1])).toMatchObject({ succeeded: false, error });
  });

  it('a later V2 pool that calls back is refused', async () => {
    expect(await attack('CallsTwice', [1, 0], 1)).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
  });

  it('a token that re-enters execute, sweep or a callback in mid-route fails there, and the route stands', async () => {
    // The executor belongs to the token itself, the strongest position that a re-entering contract can have.
    const { abi } = chain.artifacts.Executor;
    for (const [method, parameters, error] of [
      ['execute', [[], weth, 1, 0, never, devnetId], 'Reentered'],
      ['sweep', [weth], 'Reentered'],
      ['uniswapV3SwapCallback', [1, -1, '0x'], 'UnexpectedCallback'],
    ] as const) {
      const token = await chain.create(owner, chain.compiled('HostileToken'));
      const itsExecutor = await chain.create(owner, chain.artifacts.Executor, [token]);
      const made: Address[] = [];
      const [trader] = chain.people.traders;
      for (let i = 0; i < 2; i += 1) {
        const pool = await chain.create(owner, chain.compiled('HostilePool'), [weth, token, 10n ** 20n, 10n ** 20n]);
        await chain.send(present(trader, 'trader'), weth, chain.artifacts.Token.abi, 'transfer', [pool, 10n ** 20n]);
        await chain.send(owner, token, hostileAbi, 'mint', [[pool], 10n ** 20n]);
        await chain.send(owner, pool, chain.compiled('HostilePool').abi, 'behave', [0, 2n * amountIn]);
        made.push(pool);
      }
      await chain.send(owner, token, hostileAbi, 'arm', [itsExecutor, abi.encodeFunctionData(method, [...parameters])]);
      const route = [
        [1, made[0], true, 0],
        [1, made[1], false, 0],
      ];
      const mined = await chain.send(owner, token, hostileAbi, 'forward', [
        itsExecutor,
        abi.encodeFunctionData('execute', [route, weth, amountIn, 0, never, devnetId]),
      ]);
      expect(mined.succeeded).toBe(true);
      expect(await chain.read(token, hostileAbi, 'hookRan')).toBe(true);
      expect(await chain.read(token, hostileAbi, 'hookSucceeded')).toBe(false);
      expect(abi.parseError(String(await chain.read(token, hostileAbi, 'hookAnswer')))?.name).toBe(error);
      expect(await balanceOf(weth, itsExecutor)).toBe(0n);
    }
  });

  it('a token that taxes transfers cannot make a route leave less than was asked for', async () => {
    await chain.send(owner, hostile, hostileAbi, 'tax', [10_000]);
    const mined = await attack('Honest', [1, 1]);
    await chain.send(owner, hostile, hostileAbi, 'tax', [0]);
    expect(mined).toMatchObject({ succeeded: false, error: 'TransferFailed' });
  });
});

it('allows nobody to take anything, ever', async () => {
  // No `approve` in the whole contract: its selector does not occur in the code.
  expect(String(await chain.rpc.call('eth_getCode', executor, 'latest'))).not.toContain('095ea7b3');
});
