import { describe, expect, it } from 'vitest';
import { parseOnly } from './only.mjs';
import { formatSummary } from './run-steps.mjs';

describe('formatSummary', () => {
  it('ends with the totals alone on the last line', () => {
    const counts = { ok: false, passed: 5, failed: 1, skipped: 2 };
    const text = formatSummary([
      { name: 'types', ok: true, elapsedMs: 1_500 },
      { name: 'unit', ok: false, elapsedMs: 65_000, counts },
    ]);
    const lines = text.split('\n');
    expect(lines.at(-1)).toBe('5 passed, 1 failed, 2 skipped');
    expect(lines.at(-2)).toBe('failed: unit');
    expect(text).toContain('types        ok            1.5 s\n');
    expect(text).toContain('unit         FAILED   1 min 05 s  5 passed, 1 failed, 2 skipped');
  });
});

describe('parseOnly', () => {
  const names = ['format', 'types', 'unit'];

  it('takes all steps without arguments and the named ones with', () => {
    expect(parseOnly([], names)).toEqual({ ok: true, names });
    expect(parseOnly(['--only', 'unit,types'], names)).toEqual({ ok: true, names: ['unit', 'types'] });
  });

  it.each([[['--only']], [['--all']], [['--only', 'unit', 'types']], [['--only', 'e2e']], [['--only', '']]])(
    'refuses %j',
    (args) => {
      expect(parseOnly(args, names).ok).toBe(false);
    },
  );
});
