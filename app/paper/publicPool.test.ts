import { expect, it } from 'vitest';
import type { Hash } from '../domain/hex.ts';
import { PublicPool } from './publicPool.ts';
import { hash } from './testing/paperWorld.ts';

function poolOf(...seen: readonly (readonly [n: number, ms: number])[]): PublicPool {
  const pool = new PublicPool();
  for (const [n, ms] of seen) pool.see(hash(n), ms);
  return pool;
}

const set = (...ns: readonly number[]): ReadonlySet<Hash> => new Set(ns.map(hash));

it('tells the end of a block by what it took and what it left waiting, and forgets what an earlier block took', () => {
  const pool = poolOf([1, 100], [2, 300], [3, 500], [4, 700]);
  expect(pool.onBlock(10, set(1, 3), set(1, 3), 1_000)).toEqual({ takenMs: 500, passedMs: 700 });
  pool.see(hash(5), 1_400);
  // The second one waited since long: what the block before took does not stand between.
  expect(pool.onBlock(11, set(2), set(2), 2_000)).toEqual({ takenMs: 300, passedMs: 700 });
  expect(pool.onBlock(12, set(4, 5), set(4, 5), 3_000)).toEqual({ takenMs: 1_400, passedMs: 3_000 });
});

it('learns nothing from a twin, nor from bundles, which were never seen to wait', () => {
  const pool = poolOf([1, 100], [2, 300]);
  expect(pool.onBlock(10, set(1, 2, 9), set(1, 9), 1_000)).toEqual({ takenMs: 100, passedMs: 1_000 });
  expect(pool.onBlock(11, set(8), set(8), 2_000)).toBeNull();
  expect([pool.has(hash(2)), pool.has(hash(9))]).toEqual([true, false]);
});

it('keeps when it saw one first, and no more than it is to remember', () => {
  const pool = poolOf([1, 100], [1, 900], [2, 500]);
  expect(pool.onBlock(10, set(1), set(1), 1_000)).toEqual({ takenMs: 100, passedMs: 500 });
  for (let n = 10; n < 20_010; n += 1) pool.see(hash(n), 1_000 + n);
  expect([pool.has(hash(1)), pool.has(hash(20_009))]).toEqual([false, true]);
});
