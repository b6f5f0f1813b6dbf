import { describe, expect, it } from 'vitest';
import { SetupFailure } from '../failure.mjs';
import { parseOnly } from './only.mjs';
import { formatSummary, runSteps } from './run-steps.mjs';

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

describe('runSteps', () => {
  const place = {} as Parameters<typeof runSteps>[1];

  it('goes on after a step that cannot be run, and shows its advice', async () => {
    const lines: string[] = [];
    const broken = async () => Promise.reject(new SetupFailure('No display.', 'apt-get install xvfb'));
    const steps = [
      { name: 'e2e', run: broken },
      { name: 'unit', run: async () => ({ ok: true }) },
    ];
    const finished = await runSteps(steps, place, (line) => lines.push(line));
    expect(finished.map((step) => step.ok)).toEqual([false, true]);
    expect(lines.join('\n')).toContain('syndicate: No display.');
  });

  it('does not hide a bug of its own', async () => {
    const buggy = { name: 'unit', run: async () => Promise.reject(new TypeError('bug')) };
    await expect(runSteps([buggy], place, () => undefined)).rejects.toThrow('bug');
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
