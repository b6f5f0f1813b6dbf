import { expect, it } from 'vitest';
import { cutOffOf, shareAt } from './cutOff.ts';

it('lies between the last that a block took and the first behind it that it passed over', () => {
  const waiting = [
    // Waits for its fee: older than what was taken.
    [100, false],
    [300, true],
    [400, true],
    [550, false],
    [700, false],
    [1_100, true],
  ] as const;
  expect(cutOffOf(waiting, 1_000)).toEqual({ takenMs: 400, passedMs: 550 });
  expect(cutOffOf(waiting.slice(0, 3), 1_000)).toEqual({ takenMs: 400, passedMs: 1_000 });
  expect(cutOffOf(waiting.slice(3), 1_000)).toBeNull();
});

it('says where an order stands that was handed over in between, before or behind', () => {
  const cutOff = { takenMs: 400, passedMs: 600 };
  expect([399, 400, 450, 500, 600].map((at) => shareAt(cutOff, at))).toEqual([1, 1, 0.75, 0.5, 0]);
  expect(shareAt(cutOff, 601)).toBeLessThan(0);
});
