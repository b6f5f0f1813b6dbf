import { expect, test } from 'vitest';
import { intervalMs, intervals, isInterval, longestCommonInterval } from './interval.ts';

test('the eight intervals, each in seconds', () => {
  expect(intervals.map((interval) => intervalMs(interval) / 1000)).toEqual([1, 5, 60, 300, 900, 3600, 14_400, 86_400]);
  expect(isInterval('1w')).toBe(false);
  expect(isInterval('toString')).toBe(false);
});

test('the longest interval at whose bounds all times lie', () => {
  const quarter = 900_000;
  expect(longestCommonInterval([0, 4 * quarter, 7 * quarter])).toBe('15m');
  expect(longestCommonInterval([0, 86_400_000])).toBe('1d');
  expect(longestCommonInterval([60_000, 90_000])).toBe('5s');
  expect(longestCommonInterval([1500])).toBe(null);
});
