import { describe, expect, it } from 'vitest';
import { signalFilter } from './forward-signals.mjs';

describe('signalFilter', () => {
  it('leaves Ctrl-C to the terminal, which has told the child already', () => {
    const passes = signalFilter({ stdinIsTerminal: true });
    expect(passes('SIGINT', 0)).toBe(false);
    expect(passes('SIGTERM', 0)).toBe(true);
  });

  it('passes a signal that came twice on once', () => {
    const passes = signalFilter({ stdinIsTerminal: false });
    expect([0, 5, 900].map((atMs) => passes('SIGINT', atMs))).toEqual([true, false, false]);
    expect(passes('SIGTERM', 10)).toBe(true);
    expect(passes('SIGINT', 5_000)).toBe(true);
  });
});
