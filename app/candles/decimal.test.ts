import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimal } from './decimal.ts';

test.each([
  ['93738.19000000', 8, 9373819000000n],
  ['0.1', 18, 100000000000000000n],
  ['1.5', 1, 15n],
  ['13820', 2, 1382000n],
  ['6.14e-05', 8, 6140n],
  ['1.25E+3', 0, 1250n],
  ['1e2', 3, 100000n],
  ['-0.5', 1, -5n],
  ['1.500', 1, 15n],
  ['0', 4, 0n],
  ['123456.789', 18, 123456789000000000000000n],
  ['123456789012345678.12345678', 8, 12345678901234567812345678n],
])('%s with %d digits is %s', (text, digits, units) => {
  expect(parseDecimal(text, digits)).toBe(units);
});

test.each(['', '.', '1.', '.5', 'NaN', 'Infinity', '1,5', ' 1', '0x10', '1e', '1e999', '--1', '1.2.3', '9'.repeat(61)])(
  '%s is no number',
  (text) => {
    expect(parseDecimal(text, 8)).toBe('notNumber');
  },
);

test('what does not fit is said, never rounded', () => {
  expect(parseDecimal('0.123456789', 8)).toBe('tooManyDigits');
  expect(parseDecimal('1e-9', 8)).toBe('tooManyDigits');
});

test('any integer comes back from its own text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 38n }), fc.integer({ min: 0, max: 18 }), (units, digits) => {
      const text = units.toString().padStart(digits + 1, '0');
      const point = text.length - digits;
      const written = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
      expect(parseDecimal(written, digits)).toBe(units);
      const widened = parseDecimal(written.slice(0, 15), 18);
      expect(widened).toBe(parseDecimal(`${written.slice(0, 15)}e0`, 18));
    }),
  );
});
