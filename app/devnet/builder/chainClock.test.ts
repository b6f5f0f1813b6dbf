import { describe, expect, it } from 'vitest';
import { ChainClock } from './chainClock.ts';

function scripted(startS: number) {
  const now = { wallMs: startS * 1000, monotonicMs: 0 };
  const clock = new ChainClock(
    () => now.wallMs,
    () => now.monotonicMs,
  );
  let parentS = 0;
  const pass = (ms: number, jumpMs = 0): number => {
    now.wallMs += ms + jumpMs;
    now.monotonicMs += ms;
    parentS = clock.timestampS(parentS);
    return parentS;
  };
  return { pass, clock };
}

describe('ChainClock', () => {
  it('is the wall clock, in whole seconds', () => {
    const { pass } = scripted(1_000);
    expect([pass(0), pass(500), pass(499), pass(1), pass(12_000)]).toEqual([1_000, 1_000, 1_000, 1_001, 1_013]);
  });

  it('goes on at half the pace where the wall clock was set back, until the two meet again', () => {
    const { pass } = scripted(10_000);
    expect(pass(0)).toBe(10_000);
    expect(pass(1_000, -3_600_000)).toBe(10_000);
    const times = Array.from({ length: 20 }, () => pass(500));
    expect(times.at(-1)).toBe(10_005);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    // 3,599 s behind, of which each second makes up half a second.
    for (let i = 0; i < 7_300; i += 1) pass(1_000);
    const met = pass(1_000);
    expect(met).toBe(10_000 - 3_600 + 1 + 10 + 7_301);
    expect(pass(5_000)).toBe(met + 5);
  });

  it('goes on from a block that was given a later time', () => {
    const { clock, pass } = scripted(500);
    pass(0);
    expect(clock.timestampS(503)).toBe(503);
    expect(pass(1_000)).toBe(501);
  });
});
