import { expect, test } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { wei } from '../domain/amount.ts';
import { monotonicNs } from '../domain/clock.ts';
import type { NeverTrade } from '../domain/neverTrade.ts';
import { copyKernel, teachDetector } from './copyKernel.ts';
import { applyInput } from './kernel.ts';
import { addressOf, dai, mispricing, poolA, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const poolC = addressOf(0x1003);

function worldThatNeverTrades(neverTrade: NeverTrade | null): ScriptedWorld {
  const world = new ScriptedWorld('automate', null, { morePools: [poolC] });
  world.neverTrade = neverTrade;
  world.mostSplitPools = 8;
  return world.start();
}

/** Pools of all routes that the block showed. */
function seen(world: ScriptedWorld): Set<string> {
  return new Set([...world.kernel.routes.values()].flatMap(({ hops }) => hops.map(({ pool }) => pool)));
}

test('a pool that is never to be traded is in no route, single or split', () => {
  const free = worldThatNeverTrades(null);
  free.next({ move: mispricing });
  expect(seen(free)).toEqual(new Set([poolA, poolB, poolC]));
  const world = worldThatNeverTrades({ tokens: [], pools: [poolC, addressOf(0x9999)] });
  world.next({ move: mispricing });
  expect(seen(world)).toEqual(new Set([poolA, poolB]));
});

test('no route goes through a token that is never to be traded', () => {
  const world = worldThatNeverTrades({ tokens: [dai, addressOf(0x9999)], pools: [] });
  world.next({ move: mispricing });
  expect(world.kernel.routes.size).toBe(0);
  expect(world.kernel.orders.size).toBe(0);
});

test('that holds when the universe comes again, after a reorg, and where a quarantine ends', () => {
  const world = worldThatNeverTrades({ tokens: [], pools: [poolC] });
  const universe = world.inputs.find(({ kind }) => kind === 'universe');
  const snapshot = world.inputs.find(({ kind }) => kind === 'snapshot');
  if (universe === undefined || snapshot?.kind !== 'snapshot') throw new Error('the world did not start');
  world.push(universe);
  world.next({ move: mispricing });
  world.reorg(1);
  world.next({ move: mispricing });
  expect(seen(world)).toEqual(new Set([poolA, poolB]));
  world.kernel.quarantines.set(poolC, { pool: poolC, sinceMs: 0, blockNumber: 1, reason: 'a test' });
  const hash = `0x${'5'.repeat(64)}` as typeof snapshot.head.hash;
  const moved = snapshot.states.map(({ pool }) => {
    const { reserve0, reserve1 } =
      pool === mispricing.pool ? mispricing : { reserve0: 10n ** 21n, reserve1: 3n * 10n ** 24n };
    return { pool, state: { kind: 'uniswapV2' as const, reserve0, reserve1 } };
  });
  world.push({ ...snapshot, head: { ...snapshot.head, hash }, states: moved });
  expect(world.kernel.quarantines.size).toBe(0);
  const value = { token: weth, weiNumerator: 1n, weiDenominator: 1n };
  const parameters = { profitTokens: [value], maxHops: 2, gasPrice: wei(1n), limit: 100 } as const;
  const cycles = world.kernel.detector.detect([poolA, poolB, poolC], parameters);
  expect(new Set(cycles.flatMap(({ hops }) => hops.map(({ pool }) => pool)))).toEqual(new Set([poolA, poolB]));
});

test('a copy of the kernel, as a replay steps back to, keeps to it', () => {
  const world = worldThatNeverTrades({ tokens: [], pools: [poolC] });
  const copy = copyKernel(world.kernel, createNativeDetector(), () => monotonicNs(0));
  teachDetector(copy);
  world.next({ move: mispricing });
  const block = world.inputs.find(({ kind }) => kind === 'block');
  if (block === undefined) throw new Error('no block');
  applyInput(copy, block);
  const pools = [...copy.routes.values()].flatMap(({ hops }) => hops.map(({ pool }) => pool));
  expect(new Set(pools)).toEqual(new Set([poolA, poolB]));
});
