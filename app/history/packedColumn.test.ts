import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafe, isWide, packColumn, unpackBigints, unpackDecimals, unpackDoubles } from './packedColumn.ts';

const safe = fc.maxSafeInteger().map((value) => value + 0);

describe('a packed column', () => {
  it('gives back every safe integer', () => {
    fc.assert(
      fc.property(fc.array(safe), (values) => {
        const bytes = packColumn(Float64Array.from(values));
        expect(unpackBigints(bytes, values.length)).toEqual(values.map(BigInt));
        if (isSafe(bytes)) expect(Array.from(unpackDoubles(bytes, values.length), (v) => v + 0)).toEqual(values);
      }),
    );
  });

  it('gives back every integer of 128 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(1n << 127n), max: (1n << 127n) - 1n })), (values) => {
        expect(unpackBigints(packColumn(values), values.length)).toEqual(values);
      }),
    );
  });

  it.each([
    ['equal values', [7, 7, 7], 10],
    ['steps of a byte', [0, 127, 0, -127], 10 + 3],
    ['steps of two bytes', [0, 128, 0x7fff - 1], 10 + 2 * 2],
    ['steps of four bytes', [0, 0x7fff_ffff], 10 + 4],
    ['longer steps', [0, 0x8000_0000, 2 ** 51], 10 + 2 * 8],
    ['steps that are exact in no double', [-(2 ** 53) + 1, 2 ** 53 - 1], 1 + 2 * 16],
  ])('takes the fewest bytes for %s', (_, values, size) => {
    const bytes = packColumn(Float64Array.from(values));
    expect(bytes.length).toBe(size);
    expect(unpackBigints(bytes, values.length)).toEqual(values.map(BigInt));
  });

  it('keeps a power of ten that all share apart, exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), fc.nat(18), (values, exponent) => {
        const wide = values.map((value) => BigInt(value) * 10n ** BigInt(exponent));
        const bytes = packColumn(wide);
        expect(unpackBigints(bytes, wide.length)).toEqual(wide);
        const seen = unpackDecimals(bytes, wide.length, exponent);
        for (const [i, value] of values.entries())
          expect(Math.abs((seen[i] ?? 0) - value)).toBeLessThanOrEqual(isWide(bytes) ? Math.abs(value) * 2 ** -51 : 0);
      }),
    );
    expect(packColumn([6_000_000n * 10n ** 16n, 6_000_001n * 10n ** 16n]).length).toBe(11);
  });

  it.each([0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => packColumn(Float64Array.of(1, value))).toThrow('safe integer');
  });

  it('refuses what needs more than 128 bits', () => {
    expect(() => packColumn([1n << 127n])).toThrow('128 bits');
  });
});
