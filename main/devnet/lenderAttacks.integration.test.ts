import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../app/domain/errors.ts';
import type { Address } from '../../app/domain/hex.ts';
import type { Mined } from './testing/contractChain.ts';
import { type ExecutorScene, executorScene } from './testing/executorScene.ts';
import { expectNoReentry } from './testing/hostilePools.ts';
import { loanOf } from './testing/lenders.ts';
import { devnetId, hopsOf, never } from './testing/routes.ts';

let scene: ExecutorScene;
let weth: Address;
let lender: Address;
/** A V2 route of WETH that pays, so that an honest loan lands. */
let hops: readonly unknown[];
let amountIn: bigint;
let profit: bigint;
beforeAll(async () => {
  scene = await executorScene();
  weth = present(scene.chain.deployment.tokens.WETH, 'WETH');
  lender = await scene.chain.create(scene.owner, scene.chain.compiled('HostileLender'));
  await scene.chain.send(scene.trader, weth, scene.chain.artifacts.Token.abi, 'transfer', [lender, 10n ** 21n]);
  const best = await scene.bestRoute((cycle) => cycle.start.symbol === 'WETH');
  hops = hopsOf(scene.chain, best.cycle);
  amountIn = best.amountIn;
  profit = best.profit;
});
afterAll(() => scene?.chain.stop());

const modes = [
  'Honest',
  'CallsTwice',
  'AltersData',
  'NeverCalls',
  'CallsThroughAnother',
  'LendsNothing',
  'SaysAnotherAmount',
  'SaysAnotherToken',
  'NamesAnotherInitiator',
  'LendsTwoTokens',
  'PullsLess',
  'PullsTwice',
  'CallsTheOtherKind',
  'CallsAsAPool',
];
const asVault = 0;
const asPool = 1;

async function behave(mode: string, fee = 0n): Promise<void> {
  expect(modes).toContain(mode);
  const { abi } = scene.chain.compiled('HostileLender');
  await scene.chain.send(scene.owner, lender, abi, 'behave', [modes.indexOf(mode), fee]);
}

/** With a snapshot around it, so that the next attack meets the same market. */
async function attack(mode: string, kind: number, fee = 0n): Promise<Mined> {
  await behave(mode, fee);
  const ours = await scene.balanceOf(weth, scene.executor);
  const mined = await scene.execute(scene.owner, hops, weth, amountIn, 0n, { loans: [[kind, lender, amountIn]] });
  expect(await scene.balanceOf(weth, scene.executor)).toBe(ours);
  const allowance = await scene.chain.read(weth, scene.chain.artifacts.Token.abi, 'allowance', [
    scene.executor,
    lender,
  ]);
  expect(allowance).toBe(0n);
  return mined;
}

describe('hostile lenders', () => {
  it.each([
    ['CallsTwice', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['AltersData', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['NeverCalls', 'BadRoute', null],
    ['CallsThroughAnother', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['LendsNothing', 'TransferFailed', 'TransferFailed'],
    ['SaysAnotherAmount', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['SaysAnotherToken', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['CallsTheOtherKind', 'UnexpectedCallback', 'UnexpectedCallback'],
    ['CallsAsAPool', 'UnexpectedCallback', 'UnexpectedCallback'],
  ])('one that %s gets %s as a vault, %s as a pool', async (mode, vaultError, poolError) => {
    expect(await attack(mode, asVault)).toMatchObject({ succeeded: false, error: vaultError });
    const mined = await attack(mode, asPool);
    expect(mined.succeeded).toBe(false);
    if (poolError !== null) expect(mined.error).toBe(poolError);
  });

  it('a vault that lends two tokens, and a pool that names another initiator, are not known', async () => {
    expect(await attack('LendsTwoTokens', asVault)).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
    expect(await attack('NamesAnotherInitiator', asPool)).toMatchObject({
      succeeded: false,
      error: 'UnexpectedCallback',
    });
  });

  it('a pool that pulls less than it may, to come back for the rest, or more, undoes everything', async () => {
    expect(await attack('PullsLess', asPool)).toMatchObject({ succeeded: false, error: 'AllowanceLeft' });
    expect((await attack('PullsTwice', asPool)).succeeded).toBe(false);
  });

  it('a fee above what the route brought cannot be paid out of what else lies here', async () => {
    const { abi } = scene.chain.artifacts.Token;
    await scene.chain.send(scene.trader, weth, abi, 'transfer', [scene.executor, 10n ** 19n]);
    for (const kind of [asVault, asPool]) {
      const mined = await attack('Honest', kind, profit + 1n);
      expect(mined).toMatchObject({ succeeded: false, error: 'MinProfit' });
    }
    // A loan that never came, paid back out of it.
    for (const kind of [asVault, asPool]) expect((await attack('LendsNothing', kind)).succeeded).toBe(false);
    await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [weth]);
  });

  it('a token that refuses the approval, or answers false to the repayment, undoes everything', async () => {
    const hostile = await scene.chain.create(scene.owner, scene.chain.compiled('HostileToken'));
    const { abi } = scene.chain.compiled('HostileToken');
    await scene.chain.send(scene.owner, hostile, abi, 'mint', [[lender], 10n ** 18n]);
    await scene.chain.send(scene.owner, hostile, abi, 'refuse', [true]);
    await behave('Honest');
    for (const kind of [asVault, asPool]) {
      const mined = await scene.execute(scene.owner, hops, hostile, 1_000n, 0n, { loans: [[kind, lender, 1_000n]] });
      expect(mined.succeeded).toBe(false);
    }
  });

  it('an honest one of theirs works, so that the refusals above mean something', async () => {
    const before = await scene.balanceOf(weth, scene.owner.address);
    expect(await attack('Honest', asVault, 5n)).toMatchObject({ succeeded: true, error: null });
    expect((await scene.balanceOf(weth, scene.owner.address)) - before).toBe(profit - 5n);
    await scene.disturb(12);
    const again = await scene.bestRoute((cycle) => cycle.start.symbol === 'WETH');
    hops = hopsOf(scene.chain, again.cycle);
    amountIn = again.amountIn;
    expect(await attack('Honest', asPool, 5n)).toMatchObject({ succeeded: true, error: null });
  });
});

describe('strangers', () => {
  const zeros = `0x${'00'.repeat(32)}`;

  it('cannot call either callback when nothing is under way', async () => {
    const { abi } = scene.chain.artifacts.Executor;
    for (const from of [scene.stranger, scene.owner]) {
      expect(
        await scene.chain.send(from, scene.executor, abi, 'receiveFlashLoan', [[weth], [1n], [0n], zeros]),
      ).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
      for (const initiator of [from.address, scene.executor])
        expect(
          await scene.chain.send(from, scene.executor, abi, 'executeOperation', [weth, 1n, 0n, initiator, zeros]),
        ).toMatchObject({ succeeded: false, error: 'UnexpectedCallback' });
    }
  });

  it('cannot make the real vault or pool lend to us', async () => {
    const { balancerV2, aaveV3 } = scene.chain.deployment;
    const { BalancerVault, AavePool } = scene.chain.artifacts;
    const dust = 10n ** 18n;
    await scene.chain.send(scene.trader, weth, scene.chain.artifacts.Token.abi, 'transfer', [scene.executor, dust]);
    const loan = [scene.executor, [weth], [10n ** 18n], '0x'];
    expect((await scene.chain.send(scene.stranger, balancerV2.vault, BalancerVault.abi, 'flashLoan', loan)).error).toBe(
      'UnexpectedCallback',
    );
    const simple = [scene.executor, weth, 10n ** 18n, '0x', 0];
    expect((await scene.chain.send(scene.stranger, aaveV3.pool, AavePool.abi, 'flashLoanSimple', simple)).error).toBe(
      'UnexpectedCallback',
    );
    expect(await scene.balanceOf(weth, scene.executor)).toBe(dust);
    await scene.chain.send(scene.owner, scene.executor, scene.chain.artifacts.Executor.abi, 'sweep', [weth]);
  });

  it('cannot re-enter through a token while a loan is out', async () => {
    await behave('Honest');
    const amount = 10n ** 18n;
    const loans = [loanOf(scene.chain, 'balancerV2', amount)];
    for (const [method, parameters, error] of [
      ['execute', [[], [], weth, 1, 0, never, devnetId], 'Reentered'],
      ['receiveFlashLoan', [[weth], [1n], [0n], zeros], 'UnexpectedCallback'],
      ['executeOperation', [weth, 1n, 0n, scene.executor, zeros], 'UnexpectedCallback'],
    ] as const)
      await expectNoReentry(scene, { method, parameters, error }, { amountIn: amount, loans });
  });
});
