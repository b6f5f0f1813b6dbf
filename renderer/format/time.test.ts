import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayFeePercent } from '../../app/domain/feePercent.ts';
import {
  displayAge,
  displayAxisTimes,
  displayBytes,
  displayLatency,
  displayTime,
  displayTimeSeconds,
  displayWholeAge,
} from './time.ts';

test.each([
  [300, '0.3 s'],
  [-40, '0.0 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [180_000, '3 min'],
  [7_500_000, '2 h 05'],
])('an age of %d ms is %s', (ms, text) => expect(displayAge(ms)).toBe(text));

test.each([
  [-40, '< 1 s'],
  [999, '< 1 s'],
  [1_900, '1 s'],
  [9_949, '9 s'],
  [9_950, '10 s'],
  [180_000, '3 min'],
])('an age of %d ms in whole seconds is %s', (ms, text) => expect(displayWholeAge(ms)).toBe(text));

test.each([
  [0.412, '0.41 ms'],
  [1.94, '1.9 ms'],
  [12.2, '12 ms'],
  [999.6, '1.0 s'],
  [Number.NaN, '—'],
])('a latency of %d ms is %s', (ms, text) => expect(displayLatency(ms)).toBe(text));

test.each([
  [3000, '0.3'],
  [500, '0.05'],
  [100, '0.01'],
  [10_000, '1'],
  [0, '0'],
])('a fee of %d ppm is %s per cent', (ppm, text) => expect(displayFeePercent(ppm)).toBe(text));

test('fees only move the point', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (ppm) => {
      expect(Math.round(Number(displayFeePercent(ppm)) * 10_000)).toBe(ppm);
    }),
  );
});

test('times keep their width', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
      expect(displayTime(atMs)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
      expect(displayTime(atMs).startsWith(displayTimeSeconds(atMs))).toBe(true);
    }),
  );
  expect(displayBytes(388_000_000)).toBe('388 MB');
  expect(displayBytes(1_240_000_000)).toBe('1.2 GB');
});

test('an axis says each second once', () => {
  const at = Date.UTC(2026, 0, 1, 10, 0, 5) / 1000;
  const [first = '', again, next] = displayAxisTimes([at, at + 0.5, at + 1]);
  expect(first).toBe(displayTimeSeconds(at * 1000));
  expect([again, next]).toEqual(['', displayTimeSeconds((at + 1) * 1000)]);
});
