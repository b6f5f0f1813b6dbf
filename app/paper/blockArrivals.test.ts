import { expect, it } from 'vitest';
import { epochMs, monotonicNs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { BlockArrivals } from './blockArrivals.ts';
import { headOf } from './testing/paperWorld.ts';

const block = (number: number, seenMs: number, atMs: number): EngineInput => ({
  kind: 'block',
  atMs: epochMs(atMs),
  seenNs: monotonicNs(seenMs * 1e6),
  head: headOf(number),
  events: [],
});
const started = { kind: 'started', atMs: epochMs(0), strategies: [], tradingState: 'active' } as const;

it('tells when a block was heard of, however late its turn came, over restarts of the process', () => {
  const arrivals = new BlockArrivals();
  const inputs = [
    started,
    block(1, 100, 5_103),
    block(2, 1_100, 6_900),
    started,
    block(3, 7, 8_010),
    block(4, 900, 8_901),
  ];
  for (const input of inputs) arrivals.see(input);
  expect([1, 2, 3, 4, 5].map((number) => arrivals.of(number))).toEqual([5_103, 6_103, 8_008, 8_901, null]);
});

it('takes the time of day from the block itself, though a late node holds every block back', () => {
  const arrivals = new BlockArrivals();
  for (const input of [started, block(1, 100, 5_250), block(2, 1_100, 6_250)])
    arrivals.see(input.kind === 'block' ? { ...input, arrivedAtMs: epochMs(input.atMs - 150) } : input);
  expect([1, 2].map((number) => arrivals.of(number))).toEqual([5_100, 6_100]);
});
