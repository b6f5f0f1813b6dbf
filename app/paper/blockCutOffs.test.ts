import { expect, it } from 'vitest';
import { epochMs, monotonicNs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { BlockCutOffs } from './blockCutOffs.ts';
import { apart, dear, hash, headOf, syncOf } from './testing/paperWorld.ts';

const state = apart.get(dear);
const pending = (n: number, atMs: number): EngineInput => ({
  kind: 'pendingTransaction',
  atMs: epochMs(atMs),
  hash: hash(n),
});
const block = (number: number, arrivedAtMs: number, ...taken: readonly number[]): EngineInput => ({
  kind: 'block',
  atMs: epochMs(arrivedAtMs + 30),
  seenNs: monotonicNs(arrivedAtMs * 1e6),
  arrivedAtMs: epochMs(arrivedAtMs),
  head: headOf(number),
  events: taken.flatMap((n, logIndex) => (state === undefined ? [] : syncOf(dear, hash(n), state, logIndex))),
});

it('tells the ends of blocks from a journal, without our own transactions and those that moved no pool', () => {
  const ends = new BlockCutOffs(new Set([hash(7)]));
  const inputs = [
    pending(1, 100),
    pending(2, 300),
    pending(99, 350),
    pending(7, 400),
    pending(3, 600),
    block(10, 1_000, 1, 2, 7),
    pending(4, 1_200),
    block(11, 2_000, 3, 4),
    block(12, 3_000),
  ];
  for (const input of inputs) ends.see(input);
  expect(ends.of(10)).toEqual({ takenMs: 300, passedMs: 600 });
  expect(ends.of(11)).toEqual({ takenMs: 1_200, passedMs: 2_000 });
  expect([ends.of(12), ends.of(13)]).toEqual([null, null]);
  expect(ends.arrivals.of(10)).toBe(1_000);
});
