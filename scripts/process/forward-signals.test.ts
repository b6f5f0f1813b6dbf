import { describe, expect, it } from 'vitest';
import { firstOfPress } from './forward-signals.mjs';

describe('firstOfPress', () => {
  it('takes signals that come close together for one', () => {
    const isFirst = firstOfPress();
    expect([0, 5, 900].map((atMs) => isFirst('SIGINT', atMs))).toEqual([true, false, false]);
    expect(isFirst('SIGTERM', 10)).toBe(true);
    expect(isFirst('SIGINT', 5_000)).toBe(true);
  });
});
