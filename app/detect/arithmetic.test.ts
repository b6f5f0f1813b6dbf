import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadNative } from '../native.ts';
import {
  maxSqrtRatio,
  maxTick,
  minSqrtRatio,
  minTick,
  sqrtRatioAtTick,
  tickAtSqrtRatio,
} from './reference/tickMath.ts';
import { readUint256, writeWords } from './words.ts';

const native = loadNative();
const limit = 1n << 256n;
const words = new BigUint64Array(12);

const operations = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'mulDiv',
  'mulDivRoundingUp',
  'squareRoot',
  'divideByProduct',
] as const;

/** The native result, or null where it has none. */
function compute(operation: (typeof operations)[number], ...operands: readonly bigint[]): bigint | null {
  for (let i = 0; i < 3; i += 1) writeWords(words, 4 * i, 4, operands[i] ?? 0n);
  return native.arithmetic(operations.indexOf(operation), words) === 0 ? readUint256(words, 0) : null;
}

const inRange = (value: bigint): bigint | null => (value >= 0n && value < limit ? value : null);

/** Every length, and limbs of all zeros or all ones: those are where carries and quotient digits go wrong. */
const anyUint256 = fc.oneof(
  fc.bigInt({ min: 0n, max: limit - 1n }),
  fc.nat({ max: 256 }).chain((bits) => fc.bigInt({ min: 0n, max: 1n << BigInt(bits) }).map((value) => value % limit)),
  fc
    .array(fc.constantFrom(0n, 1n, (1n << 64n) - 1n, 1n << 63n, (1n << 63n) - 1n), { minLength: 4, maxLength: 4 })
    .map((limbs) => limbs.reduce((value, limb) => (value << 64n) | limb, 0n)),
);

const runs = { numRuns: 4000 };

describe('256-bit integers equal bigints, and have no result where 256 bits do not hold it', () => {
  test('sums, differences, products', () => {
    const property = fc.property(anyUint256, anyUint256, (a, b) => {
      expect(compute('add', a, b)).toBe(inRange(a + b));
      expect(compute('subtract', a, b)).toBe(inRange(a - b));
      expect(compute('multiply', a, b)).toBe(inRange(a * b));
    });
    fc.assert(property, runs);
  });

  test('quotients, of 512-bit products too, rounded down and up', () => {
    const property = fc.property(anyUint256, anyUint256, anyUint256, (a, b, c) => {
      expect(compute('divide', a, b)).toBe(b === 0n ? null : a / b);
      expect(compute('mulDiv', a, b, c)).toBe(c === 0n ? null : inRange((a * b) / c));
      const product = b * c;
      expect(compute('divideByProduct', a, b, c)).toBe(
        product === 0n ? null : inRange((a * a + product - 1n) / product),
      );
      expect(compute('mulDivRoundingUp', a, b, c)).toBe(c === 0n ? null : inRange((a * b + c - 1n) / c));
    });
    fc.assert(property, runs);
  });

  test('square roots', () => {
    const property = fc.property(anyUint256, (a) => {
      const root = compute('squareRoot', a) ?? -1n;
      expect(root * root <= a && (root + 1n) * (root + 1n) > a).toBe(true);
    });
    fc.assert(property, runs);
  });
});

describe('tick mathematics', () => {
  const ratio = (tick: number): bigint | null =>
    native.sqrtRatioAtTick(tick, words) === 0 ? readUint256(words, 0) : null;
  const tickOf = (price: bigint): number | null => {
    const tick = new Int32Array(1);
    writeWords(words, 0, 4, price);
    return native.tickAtSqrtRatio(words, tick) === 0 ? (tick[0] ?? null) : null;
  };

  // Snapshot values of Uniswap v3-core, test/TickMath.spec.ts.
  test.each([
    [minTick, 4295128739n],
    [minTick + 1, 4295343490n],
    [maxTick - 1, 1461373636630004318706518188784493106690254656249n],
    [maxTick, 1461446703485210103287273052203988822378723970342n],
    [0, 1n << 96n],
    [50, 79426470787362580746886972461n],
    [100, 79625275426524748796330556128n],
    [-250000, 295440463448801648376846n],
    [500000, 5697689776495288729098254600827762987878n],
  ])('tick %i has its published ratio', (tick, wanted) => {
    expect(ratio(tick)).toBe(wanted);
  });

  test('ratios and ticks equal the reference everywhere', () => {
    const property = fc.property(
      fc.integer({ min: minTick, max: maxTick - 1 }),
      fc.bigInt({ min: 0n, max: 1000n }),
      (tick, above) => {
        const price = sqrtRatioAtTick(tick);
        expect(ratio(tick)).toBe(price);
        for (const near of [price - 1n, price, price + above]) {
          const inside = near >= minSqrtRatio && near < maxSqrtRatio;
          expect(tickOf(near)).toBe(inside ? tickAtSqrtRatio(near) : null);
        }
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });

  test('the reference itself inverts exactly: ratio(tick) <= price < ratio(tick + 1)', () => {
    const property = fc.property(fc.bigInt({ min: minSqrtRatio, max: maxSqrtRatio - 1n }), (price) => {
      const tick = tickAtSqrtRatio(price);
      expect(sqrtRatioAtTick(tick) <= price && price < sqrtRatioAtTick(tick + 1)).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('refuses ticks and prices beyond the extremes', () => {
    expect([ratio(minTick - 1), ratio(maxTick + 1), tickOf(minSqrtRatio - 1n), tickOf(maxSqrtRatio)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the border', () => {
  test('answers a number to arguments of the wrong shape and never throws', () => {
    const market = new native.Market();
    const loose = market as unknown as Record<string, (...args: readonly unknown[]) => number>;
    const odd: readonly unknown[] = [
      undefined,
      null,
      'x',
      1.5,
      {},
      [],
      new Uint8Array(1),
      new Float64Array(4),
      new BigUint64Array(1),
    ];
    for (const method of ['setPools', 'applyStates', 'setQuarantined', 'quote', 'detect', 'optimise']) {
      expect(loose[method]?.()).toBeLessThan(0);
      for (const value of odd) expect(loose[method]?.(...Array.from({ length: 9 }, () => value))).toBeLessThan(0);
    }
    expect((native.arithmetic as (...args: readonly unknown[]) => number)()).toBeLessThan(0);
    expect((native.tickAtSqrtRatio as (...args: readonly unknown[]) => number)(1, 2)).toBeLessThan(0);
  });

  test('refuses indexes that are not there', () => {
    const market = new native.Market();
    expect(market.setQuarantined(0, true)).toBeLessThan(0);
    expect(market.quote(new Uint32Array(4), new BigUint64Array(14), new Int32Array(3))).toBeLessThan(0);
    expect(market.optimise(Uint32Array.of(2, 8, 0, 1, 1, 0), new BigUint64Array(20))).toBeLessThan(0);
    const one = [
      new Uint8Array(1),
      Uint32Array.of(0, 1),
      Uint8Array.of(0, 1),
      Uint32Array.of(3000, 3000),
      new Int32Array(1),
      new Uint32Array(1),
      new Uint32Array(1),
    ] as const;
    expect(market.setPools(...one, 1)).toBeLessThan(0);
    expect(market.setPools(...one, 2)).toBe(0);
    const detect = (touched: number, token: number): number =>
      market.detect(
        Uint32Array.of(1, 1, 3, 1, 0, 0),
        Uint32Array.of(touched),
        Uint32Array.of(token),
        new BigUint64Array(8).fill(1n),
        new BigUint64Array(12),
        new Uint32Array(22),
        new Uint32Array(16),
        new BigUint64Array(32),
      );
    expect([detect(0, 0), detect(1, 0) < 0, detect(0, 2) < 0]).toEqual([0, true, true]);
  });
});
