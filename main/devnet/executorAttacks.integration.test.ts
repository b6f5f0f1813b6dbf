import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import type { ContractChain, Mined } from './testing/contractChain.ts';
import { type ExecutorScene, executorScene } from './testing/executorScene.ts';
import { expectNoReentry, hostilePools } from './testing/hostilePools.ts';
import { devnetId, never } from './testing/routes.ts';

let scene: ExecutorScene;
beforeAll(async () => {
  scene = await executorScene();
});
afterAll(() => scene?.chain.stop());

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
    'NamesAnotherSender',
  ];
  const amountIn = 10n ** 18n;
  let weth: Address;
  let hostile: Address;
  let hostileAbi: ReturnType<ContractChain['compiled']>['abi'];
  let pools: readonly Address[];

  /** Three pools of WETH and a worthless token: the first to misbehave, the second honest V2. All rich. */
  beforeAll(async () => {
    weth = present(scene.chain.deployment.tokens.WETH, 'WETH');
    hostile = await scene.chain.create(scene.owner, scene.chain.compiled('HostileToken'));
    hostileAbi = scene.chain.compiled('HostileToken').abi;
    pools = await hostilePools(scene, hostile, 3);
  });

  async function attack(mode: string, kinds: readonly [0 | 1, 0 | 1], misbehaving: 0 | 1 = 0): Promise<Mined> {
    const { abi } = scene.chain.compiled('HostilePool');
    const [first, second] = [present(pools[0], 'pool'), present(pools[1], 'pool')];
    const payout = 2n * amountIn;
    await scene.chain.send(scene.owner, first, abi, 'behave', [
      modes.indexOf(misbehaving === 0 ? mode : 'Honest'),
      payout,
    ]);
    await scene.chain.send(scene.owner, second, abi, 'behave', [
      modes.indexOf(misbehaving === 1 ? mode : 'Honest'),
      payout,
    ]);
    return scene.execute(
      scene.owner,
      [
        [kinds[0], first, true, 0],
        [kinds[1], second, false, 0],
      ],
      weth,
      amountIn,
      0n,
    );
  }

  /** Two pools in the first leg, each entered inside the other, and one in the second. */
  async function attackSplit(
    mode: string,
    kinds: readonly [0 | 1, 0 | 1, 0 | 1],
    misbehaving: 0 | 1 | 2,
  ): Promise<Mined> {
    const { abi } = scene.chain.compiled('HostilePool');
    for (const [place, pool] of pools.entries()) {
      const behaviour = modes.indexOf(place === misbehaving ? mode : 'Honest');
      await scene.chain.send(scene.owner, pool, abi, 'behave', [behaviour, 2n * amountIn]);
    }
    const swaps = [
      [kinds[0], pools[0], true, 0, 0, amountIn / 2n],
      [kinds[1], pools[1], true, 0, 0, amountIn / 2n],
      [kinds[2], pools[2], false, 0, 1, 0],
    ];
    const values = [swaps, [], weth, amountIn, 0n, never, devnetId];
    return scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'executeSplit', values);
  }

  it('honest pools of theirs serve a split route, so that the refusals below mean something', async () => {
    expect(await attackSplit('Honest', [1, 1, 1], 0)).toMatchObject({ error: null, succeeded: true });
    await scene.expectEmpty();
  });

  it.each([
    ['CallsTwice', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback'],
    ['AsksForMore', 'BadRoute'],
    ['AsksForLess', 'BadRoute'],
    ['NeverCalls', 'BadRoute'],
    ['CallsThroughAnother', 'UnexpectedCallback'],
  ])('a V3 pool of a split route that %s, in any place, gets %s', async (mode, error) => {
    for (const misbehaving of [0, 1, 2] as const) {
      const mined = await attackSplit(mode, [1, 1, 1], misbehaving);
      expect(mined, `place ${misbehaving}`).toMatchObject({ succeeded: false, error });
    }
    await scene.expectEmpty();
  });

  it.each([
    ['CallsTwice', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback'],
    ['NeverCalls', 'BadRoute'],
    ['CallsTheOtherKind', 'UnexpectedCallback'],
    ['NamesAnotherSender', 'UnexpectedCallback'],
  ])('a V2 pool of the first leg of a split route that %s gets %s', async (mode, error) => {
    expect(await attackSplit(mode, [0, 1, 1], 0)).toMatchObject({ succeeded: false, error });
    expect(await attackSplit(mode, [1, 0, 1], 1)).toMatchObject({ succeeded: false, error });
  });

  it('a pool of a split route that pays nothing leaves nothing of ours with it', async () => {
    for (const misbehaving of [0, 1, 2] as const) {
      expect((await attackSplit('PaysNothing', [1, 1, 1], misbehaving)).succeeded).toBe(false);
      await scene.expectEmpty();
    }
  });

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
      const before = await scene.balanceOf(weth, scene.executor);
      const mined = await attack(mode, [1, 1], misbehaving);
      // The second pool that pays nothing leaves less than the first is owed; in both cases nothing of ours is lost.
      expect(mined.succeeded, `${misbehaving}`).toBe(false);
      if (error !== null) expect(mined.error).toBe(error);
      expect(await scene.balanceOf(weth, scene.executor)).toBe(before);
    }
  });

  it.each([
    ['CallsTwice', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback'],
    ['NeverCalls', 'BadRoute'],
    ['CallsTheOtherKind', 'UnexpectedCallback'],
    ['NamesAnotherSender', 'UnexpectedCallback'],
  ])('a V2 pool that %s gets %s', async (mode, error) => {
    expect(await attack(mode, [0, 1])).toMatchObject({ succeeded: false, error });
  });

  it('a later V2 pool that calls back is refused', async () => {
    expect(await attack('CallsTwice', [1, 0], 1)).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
  });

  it('a token that re-enters execute, sweep or a callback in mid-route fails there, and the route stands', async () => {
    for (const [method, parameters, error] of [
      ['execute', [[], [], weth, 1, 0, never, devnetId], 'Reentered'],
      ['sweep', [weth], 'Reentered'],
      ['uniswapV3SwapCallback', [1, -1, '0x'], 'UnexpectedCallback'],
    ] as const)
      await expectNoReentry(scene, { method, parameters, error }, { amountIn });
  });

  it('a pool whose token has no code cannot be paid with nothing', async () => {
    const [first] = pools;
    const poolAbi = scene.chain.compiled('HostilePool').abi;
    const nothing = scene.stranger.address;
    const second = await scene.chain.create(scene.owner, scene.chain.compiled('HostilePool'), [weth, nothing, 1, 1]);
    await scene.chain.send(scene.trader, weth, scene.chain.artifacts.Token.abi, 'transfer', [second, 10n ** 19n]);
    for (const pool of [present(first, 'pool'), second]) {
      await scene.chain.send(scene.owner, pool, poolAbi, 'behave', [0, 2n * amountIn]);
    }
    const route = [
      [1, first, true, 0],
      [1, second, false, 0],
    ];
    const mined = await scene.execute(scene.owner, route, weth, amountIn, 0n);
    expect(mined).toMatchObject({ succeeded: false, error: 'TransferFailed' });
  });

  it('a token that taxes transfers cannot make a route leave less than was asked for', async () => {
    await scene.chain.send(scene.owner, hostile, hostileAbi, 'tax', [10_000]);
    const mined = await attack('Honest', [1, 1]);
    await scene.chain.send(scene.owner, hostile, hostileAbi, 'tax', [0]);
    expect(mined).toMatchObject({ succeeded: false, error: 'TransferFailed' });
  });
});
