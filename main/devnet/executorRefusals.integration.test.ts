import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../app/domain/errors.ts';
import type { ContractChain } from './testing/contractChain.ts';
import { type ExecutorScene, executorScene } from './testing/executorScene.ts';
import { hopsOf } from './testing/routes.ts';

let scene: ExecutorScene;
beforeAll(async () => {
  scene = await executorScene();
});
afterAll(() => scene?.chain.stop());

describe('what must not happen', () => {
  const erc20 = (): ContractChain['artifacts']['Token']['abi'] => scene.chain.artifacts.Token.abi;
  beforeAll(() => scene.disturb(55));

  it('a stranger executes or sweeps', async () => {
    const { cycle, amountIn, token } = await scene.bestRoute();
    expect(await scene.execute(scene.stranger, hopsOf(scene.chain, cycle), token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'NotOwner',
    });
    expect(
      await scene.chain.send(scene.stranger, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [token]),
    ).toMatchObject({
      succeeded: false,
      error: 'NotOwner',
    });
  });

  it('an unprofitable route is carried out', async () => {
    const { cycle, amountIn, token, profit } = await scene.bestRoute();
    const backwards = {
      start: cycle.start,
      hops: cycle.hops.map((hop) => ({ pool: hop.pool, zeroForOne: !hop.zeroForOne })).reverse(),
    };
    expect(await scene.execute(scene.owner, hopsOf(scene.chain, backwards), token, amountIn, 0n)).toMatchObject({
      succeeded: false,
    });
    expect(await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit + 1n)).toMatchObject({
      succeeded: false,
      error: 'MinProfit',
    });
  });

  it('a stale deadline, another chain, or a route that is none is accepted', async () => {
    const { cycle, amountIn, token } = await scene.bestRoute();
    const hops = hopsOf(scene.chain, cycle);
    const block = (await scene.chain.rpc.call('eth_getBlockByNumber', 'latest', false)) as { timestamp: string };
    expect(
      await scene.execute(scene.owner, hops, token, amountIn, 0n, { deadline: BigInt(block.timestamp) - 1n }),
    ).toMatchObject({
      succeeded: false,
      error: 'Expired',
    });
    expect(await scene.execute(scene.owner, hops, token, amountIn, 0n, { chainId: 1n })).toMatchObject({
      succeeded: false,
      error: 'WrongChain',
    });
    expect(await scene.execute(scene.owner, hops.slice(0, 1), token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
    expect(await scene.execute(scene.owner, [], token, amountIn, 0n)).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
    expect(
      await scene.execute(scene.owner, [...hops, ...hops, ...hops, ...hops, ...hops].slice(0, 9), token, amountIn, 0n),
    ).toMatchObject({ succeeded: false, error: 'BadRoute' });
    expect(await scene.execute(scene.owner, hops, token, 0n, 0n)).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
    const [first, ...rest] = hops as readonly (readonly unknown[])[];
    expect(
      await scene.execute(scene.owner, [[2, ...present(first, 'hop').slice(1)], ...rest], token, amountIn, 0n),
    ).toMatchObject({
      succeeded: false,
      error: 'BadRoute',
    });
  });

  it('a callback is answered when nothing is under way', async () => {
    const { abi } = scene.chain.artifacts.Executor;
    expect(
      await scene.chain.send(scene.stranger, scene.executor, abi, 'uniswapV3SwapCallback', [1, -1, '0x']),
    ).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    expect(
      await scene.chain.send(scene.stranger, scene.executor, abi, 'uniswapV2Call', [scene.executor, 1, 0, '0x']),
    ).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    expect(
      await scene.chain.send(scene.owner, scene.executor, abi, 'uniswapV2Call', [scene.owner.address, 1, 0, '0x']),
    ).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
    // A real pair that a stranger makes call us.
    const pair = present(
      scene.chain.pools.find((pool) => pool.kind === 'uniswapV2'),
      'pair',
    );
    expect(
      await scene.chain.send(scene.stranger, pair.address, scene.chain.artifacts.UniswapV2Pair.abi, 'swap', [
        1000,
        0,
        scene.executor,
        '0x01',
      ]),
    ).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
  });

  it('dust that was given to us counts as profit, or is lost', async () => {
    const weth = present(scene.chain.deployment.tokens.WETH, 'WETH');
    const dust = 10n ** 18n;
    await scene.chain.send(scene.trader, weth, erc20(), 'transfer', [scene.executor, dust]);
    const { cycle, amountIn, token, profit } = await scene.bestRoute((candidate) => candidate.start.symbol === 'WETH');
    expect(await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit + 1n)).toMatchObject({
      succeeded: false,
      error: 'MinProfit',
    });
    // A losing route that the dust could pay for, and a caller who forgot to ask for a profit.
    const losing = hopsOf(scene.chain, {
      start: cycle.start,
      hops: cycle.hops.map((hop) => ({ pool: hop.pool, zeroForOne: !hop.zeroForOne })).reverse(),
    });
    expect(await scene.execute(scene.owner, losing, token, dust, 0n)).toMatchObject({
      succeeded: false,
      error: 'MinProfit',
    });
    const before = await scene.balanceOf(weth, scene.owner.address);
    expect((await scene.execute(scene.owner, hopsOf(scene.chain, cycle), token, amountIn, profit)).succeeded).toBe(
      true,
    );
    expect((await scene.balanceOf(weth, scene.owner.address)) - before).toBe(profit);
    expect(await scene.balanceOf(weth, scene.executor)).toBe(dust);
    expect(
      (await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [weth]))
        .succeeded,
    ).toBe(true);
    expect(await scene.balanceOf(weth, scene.owner.address)).toBe(before + profit + dust);
    await scene.expectEmpty();
  });

  it('forced ether stays for ever', async () => {
    await scene.chain.rpc.call('anvil_setBalance', scene.executor, '0xde0b6b3a7640000');
    const swept = await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [
      `0x${'00'.repeat(20)}`,
    ]);
    expect(swept.succeeded).toBe(true);
    expect(BigInt(String(await scene.chain.rpc.call('eth_getBalance', scene.executor, 'latest')))).toBe(0n);
  });

  it('a transfer that answers false, or takes a tax, goes unnoticed', async () => {
    const token = await scene.chain.create(scene.owner, scene.chain.compiled('HostileToken'));
    const { abi } = scene.chain.compiled('HostileToken');
    await scene.chain.send(scene.owner, token, abi, 'mint', [[scene.executor], 1000]);
    await scene.chain.send(scene.owner, token, abi, 'refuse', [true]);
    expect(
      await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [token]),
    ).toMatchObject({
      succeeded: false,
      error: 'TransferFailed',
    });
    expect(
      await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [
        scene.stranger.address,
      ]),
    ).toMatchObject({
      succeeded: false,
    });
  });
});
