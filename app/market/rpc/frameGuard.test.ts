import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deeplyNested } from '../testing/faults.ts';
import { defaultFrameLimits, frameProblem } from './frameGuard.ts';

const limits = { maxBytes: 4096, maxDepth: 64, maxValues: 1000 };
const check = (text: string): string | null => frameProblem(Buffer.from(text), limits);

describe('frameProblem', () => {
  it('lets through whatever JSON.stringify makes within the limits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(frameProblem(Buffer.from(JSON.stringify(value)), defaultFrameLimits)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('is not fooled by brackets and quotes inside strings', () => {
    expect(check(JSON.stringify({ text: '[[[[{{{"\\"\\\\' }))).toBeNull();
    expect(check('"\\\\\\""')).toBeNull();
    expect(check('"\\\\\\"')).toBe('frame ends inside a string');
  });

  it('refuses what is too long, too deep or too much', () => {
    expect(check(' '.repeat(4097))).toContain('over the limit');
    expect(check(deeplyNested(64))).toBeNull();
    expect(check(deeplyNested(65))).toContain('nested deeper');
    expect(check(`[${'0,'.repeat(1001)}0]`)).toContain('more than 1000 values');
    expect(check('{"a":1')).toContain('unbalanced');
  });

  it('takes linear time on a frame of quotes and backslashes', () => {
    const hostile = Buffer.from(`"${'\\"'.repeat(2_000_000)}"`);
    const startedMs = performance.now();
    expect(frameProblem(hostile, defaultFrameLimits)).toBeNull();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
