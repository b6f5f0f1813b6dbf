import { expect } from 'vitest';
import { present } from '../../../app/domain/errors.ts';
import type { Address } from '../../../app/domain/hex.ts';
import type { ExecutorScene } from './executorScene.ts';
import { devnetId, never } from './routes.ts';

const rich = 10n ** 20n;

/** Pools of WETH and another token, rich in both; honest until they are told to misbehave. */
export async function hostilePools(scene: ExecutorScene, token: Address, count: number): Promise<readonly Address[]> {
  const { chain, owner, trader } = scene;
  const weth = present(chain.deployment.tokens.WETH, 'WETH');
  const made: Address[] = [];
  for (let i = 0; i < count; i += 1) {
    const pool = await chain.create(owner, chain.compiled('HostilePool'), [weth, token, rich, rich]);
    await chain.send(trader, weth, chain.artifacts.Token.abi, 'transfer', [pool, rich]);
    await chain.send(owner, token, chain.compiled('HostileToken').abi, 'mint', [[pool], rich]);
    made.push(pool);
  }
  return made;
}

/** A call that a token makes in the middle of a route over it, and the error that it must end with. */
export interface Reentry {
  readonly method: string;
  readonly parameters: readonly unknown[];
  readonly error: string;
}

/**
 * A token that is the owner of an executor, the strongest position that a re-entering contract can have, has it execute a
 * route over itself and calls it again from within: the route lands, the call fails.
 */
export async function expectNoReentry(
  scene: ExecutorScene,
  { method, parameters, error }: Reentry,
  { amountIn, loans = [] }: { readonly amountIn: bigint; readonly loans?: readonly unknown[] },
): Promise<void> {
  const { chain, owner } = scene;
  const { abi } = chain.artifacts.Executor;
  const { abi: tokenAbi } = chain.compiled('HostileToken');
  const weth = present(chain.deployment.tokens.WETH, 'WETH');
  const token = await chain.create(owner, chain.compiled('HostileToken'));
  const itsExecutor = await chain.create(owner, chain.artifacts.Executor, [token]);
  const pools = await hostilePools(scene, token, 2);
  for (const pool of pools)
    await chain.send(owner, pool, chain.compiled('HostilePool').abi, 'behave', [0, 2n * amountIn]);
  await chain.send(owner, token, tokenAbi, 'arm', [itsExecutor, abi.encodeFunctionData(method, [...parameters])]);
  const route = pools.map((pool, index) => [1, pool, index === 0, 0]);
  const execute = abi.encodeFunctionData('execute', [route, loans, weth, amountIn, 0, never, devnetId]);
  const mined = await chain.send(owner, token, tokenAbi, 'forward', [itsExecutor, execute]);
  expect(mined.succeeded).toBe(true);
  expect(await chain.read(token, tokenAbi, 'hookRan')).toBe(true);
  expect(await chain.read(token, tokenAbi, 'hookSucceeded')).toBe(false);
  expect(abi.parseError(String(await chain.read(token, tokenAbi, 'hookAnswer')))?.name).toBe(error);
  expect(await scene.balanceOf(weth, itsExecutor)).toBe(0n);
}
