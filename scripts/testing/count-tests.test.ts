import { describe, expect, it } from 'vitest';
import { countTests, formatTotals } from './count-tests.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe('countTests', () => {
  it('counts tests by outcome', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')] };
    expect(countTests(report, 1)).toEqual({ ok: false, passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be run as a failure', () => {
    expect(countTests({ testResults: [file('failed')] }, 1)).toEqual({ ok: false, passed: 0, failed: 1, skipped: 0 });
    expect(countTests({ testResults: [file('failed', 'passed')] }, 1)).toMatchObject({ failed: 1 });
  });

  it('never takes a runner that died for a good run', () => {
    expect(countTests(undefined, 137)).toMatchObject({ ok: false, failed: 1 });
    expect(countTests(undefined, 0)).toMatchObject({ ok: false, failed: 1 });
    expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({
      ok: false,
      passed: 1,
      failed: 1,
    });
  });

  it('accepts a good run', () => {
    expect(countTests({ testResults: [file('passed', 'passed')] }, 0)).toEqual({
      ok: true,
      passed: 1,
      failed: 0,
      skipped: 0,
    });
  });
});

describe('formatTotals', () => {
  it('adds up, and names the skipped only where there are any', () => {
    const counts = { ok: true, passed: 3, failed: 0, skipped: 0 };
    expect(formatTotals([counts, counts])).toBe('6 passed, 0 failed');
    expect(formatTotals([counts, { ...counts, failed: 1, skipped: 2 }])).toBe('6 passed, 1 failed, 2 skipped');
    expect(formatTotals([])).toBe('0 passed, 0 failed');
  });
});
