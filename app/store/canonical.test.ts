import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCanonical, encodeCanonical } from './canonical.ts';

const plain = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.bigInt(),
    fc.array(again('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$n', '$m', '$$', '$x')), again('value'), { maxKeys: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.string(), again('value')), { selector: ([key]) => key, maxLength: 4 })
      .map((e) => new Map(e)),
    fc.uniqueArray(fc.string(), { maxLength: 4 }).map((items) => new Set(items)),
  ),
})).value;

describe('canonical text', () => {
  it('gives every plain value back', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = encodeCanonical(value);
        expect(encodeCanonical(decodeCanonical(text))).toBe(text);
        expect(decodeCanonical(text)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order in which keys and entries were put in', () => {
    const one = {
      b: 1n,
      a: new Map([
        ['x', 1],
        ['y', 2],
      ]),
      s: new Set([1n, 2n]),
    };
    const two = {
      s: new Set([2n, 1n]),
      a: new Map([
        ['y', 2],
        ['x', 1],
      ]),
      b: 1n,
    };
    expect(encodeCanonical(one)).toBe(encodeCanonical(two));
    expect(encodeCanonical(one)).toBe(
      '{"a":{"$m":[["x",1],["y",2]]},"b":{"$n":"1"},"s":{"$s":[{"$n":"1"},{"$n":"2"}]}}',
    );
  });

  it('tells a string from a bigint and an object that looks like a tag', () => {
    expect(decodeCanonical(encodeCanonical({ $n: '12' }))).toEqual({ $n: '12' });
    expect(decodeCanonical(encodeCanonical(12n))).toBe(12n);
    expect(encodeCanonical('12')).not.toBe(encodeCanonical(12n));
  });

  it('leaves out undefined and omitted fields at every depth', () => {
    expect(encodeCanonical({ a: undefined, b: [{ clock: 1, c: 2 }] }, new Set(['clock']))).toBe('{"b":[{"c":2}]}');
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [() => 1], [new Date(0)], [[undefined]], [Symbol('x')]])(
    'refuses %s as a bug',
    (value) => {
      expect(() => encodeCanonical(value)).toThrowError(expect.objectContaining({ name: 'BugError' }));
    },
  );

  it.each(['', '{', '{"$n":"x"}', '{"$q":1}', '{"$m":[[1]]}', '{"$n":12}'])('cannot read %j', (text) => {
    expect(() => decodeCanonical(text)).toThrowError(expect.objectContaining({ code: 'STORE_MALFORMED_RECORD' }));
  });
});
