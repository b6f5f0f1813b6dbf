import { describe, expect, it } from 'vitest';
import { formatCovered, sumCovered } from './covered.mjs';

describe('sumCovered', () => {
  it('adds up lines of either kind', () => {
    expect(sumCovered('{"quotes":10}\n{"kills":2}\n\n{"quotes":5,"kills":1}\n')).toEqual({ quotes: 15, kills: 3 });
    expect(sumCovered('')).toEqual({ quotes: 0, kills: 0 });
  });

  it.each(['{"quote":1}', '{"quotes":-1}', '{"quotes":1.5}', '{"quotes":"1"}', '{"quotes":1', 'null'])(
    'refuses %s',
    (line) => {
      expect(() => sumCovered(line)).toThrow();
    },
  );
});

describe('formatCovered', () => {
  it('is the line that is looked for', () => {
    expect(formatCovered({ quotes: 1_000, kills: 40 }, 0)).toBe('covered: quotes=1000 kills=40 failed=0');
  });
});
