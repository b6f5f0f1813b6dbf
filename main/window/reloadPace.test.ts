import { expect, it } from 'vitest';
import { reloadPace } from './reloadPace.ts';

it('loads at once, slower where it keeps dying, and at once again after a quiet while', () => {
  let nowMs = 0;
  const next = reloadPace(() => nowMs);
  const delays = Array.from({ length: 7 }, () => {
    nowMs += 1_000;
    return next();
  });
  expect(delays).toEqual([0, 0, 0, 0, 0, 10_000, 10_000]);
  nowMs += 60_000;
  expect(next()).toBe(0);
});
