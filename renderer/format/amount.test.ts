import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUnits } from '../../app/domain/amount.ts';
import {
  copyableAmount,
  displayAmount,
  displayCount,
  displayCounted,
  displayExact,
  displayGwei,
  exactTitle,
  groupDigits,
  minus,
  thinSpace,
} from './amount.ts';

const amounts = fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n });
const decimals = fc.integer({ min: 0, max: 24 });

/** Reads what is on screen back into an integer, the way a person would. */
function readBack(text: string, units: number): bigint {
  const plain = text.replaceAll(thinSpace, '').replace(minus, '-').replace('+', '');
  return parseUnits(plain, units);
}

describe('displayAmount', () => {
  test.each([
    [14_208_100_000_000_000_000n, 18, '14.2081'],
    [42_990_000_000_000_000n, 18, '0.04299'],
    [-850_000_000_000_000n, 18, `${minus}0.000850`],
    [1_234_567_890_000n, 6, `1${thinSpace}234${thinSpace}568`],
    [1_234_560_000n, 6, `1${thinSpace}234.56`],
    [5n, 0, '5'],
    [0n, 18, '0'],
    [1n, 18, '<0.00000001'],
    [-1n, 18, `${minus}<0.00000001`],
  ])('%d with %d decimals is %s', (amount, units, text) => {
    expect(displayAmount(amount, units)).toBe(text);
  });

  test('carries a sign where asked', () => {
    expect(displayAmount(42_990_000_000_000_000n, 18, 'always')).toBe('+0.04299');
    expect(displayAmount(0n, 18, 'always')).toBe('0');
  });

  test('is never further from the amount than half of its last digit', () => {
    fc.assert(
      fc.property(amounts, decimals, (amount, units) => {
        const text = displayAmount(amount, units);
        if (text.includes('<')) return;
        const shown = text.split('.')[1]?.length ?? 0;
        const step = 10n ** BigInt(units - shown);
        const error = readBack(text, units) - amount;
        expect((error < 0n ? -error : error) * 2n).toBeLessThanOrEqual(step);
      }),
    );
  });

  test('never shows a nonzero amount as zero, nor the wrong sign', () => {
    fc.assert(
      fc.property(amounts, decimals, (amount, units) => {
        const text = displayAmount(amount, units, 'always');
        if (amount === 0n) expect(text).toBe('0');
        else expect(text.startsWith(amount < 0n ? minus : '+')).toBe(true);
        if (amount !== 0n && !text.includes('<')) expect(readBack(text, units)).not.toBe(0n);
      }),
    );
  });
});

describe('exact texts', () => {
  test('displayExact and copyableAmount lose nothing', () => {
    fc.assert(
      fc.property(amounts, decimals, (amount, units) => {
        expect(readBack(displayExact(amount, units), units)).toBe(amount);
        expect(parseUnits(copyableAmount(amount, units), units)).toBe(amount);
      }),
    );
  });

  test('keeps every decimal in a ticket', () => {
    expect(displayExact(14_208_100_000_000_000_000n, 18)).toBe('14.208100000000000000');
  });

  test('hover shows decimal and integer', () => {
    expect(exactTitle(-1_500_000n, 6, 'USDC')).toBe('-1.5 USDC\n-1500000 in its smallest unit');
  });
});

test.each([
  [32_860_000_000n, '32.9'],
  [1_000_000_000n, '1.0'],
  [12_000_000n, '0.01200'],
])('a gas price of %d wei is %s gwei', (wei, text) => expect(displayGwei(wei)).toBe(text));

test('grouping only adds thin spaces, every three digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (value) => {
      const parts = groupDigits(value.toString()).split(thinSpace);
      expect(parts.join('')).toBe(value.toString());
      expect(parts.slice(1).every((part) => part.length === 3)).toBe(true);
    }),
  );
  expect(displayCount(12_441)).toBe(`12${thinSpace}441`);
  expect([0, 1, 2].map((count) => displayCounted(count, 'run'))).toEqual(['0 runs', '1 run', '2 runs']);
});
