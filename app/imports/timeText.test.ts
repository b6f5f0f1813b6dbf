import { expect, test } from 'vitest';
import { parseTime, timeUnitOf } from './timeText.ts';

const newYear = 1_735_689_600_000;

test.each([
  ['1735689600', null, newYear],
  ['1735689600000', null, newYear],
  ['1735689600000999', null, newYear],
  ['1735689600000000001', null, newYear],
  ['2025-01-01', null, newYear],
  ['2025-01-01 00:00:00', null, newYear],
  ['2025-01-01T00:00:00.5Z', null, newYear + 500],
  ['2025-01-01 00:00:00+00:00', null, newYear],
  ['2025-01-01 00:00:00 UTC', null, newYear],
  ['2025-01-01 00:00:00+00', null, newYear],
  ['2025-01-01T02:00:00+02:00', null, newYear],
  ['2024-12-31 18:30-0530', null, newYear],
  ['20250101', null, newYear],
  ['20250101', 's', 20_250_101_000],
  ['1735689600.0', null, newYear],
  ['1735689600.0647', null, newYear + 64],
  ['1735689600.9999999', null, newYear + 999],
  ['1735689600000.0', null, newYear],
  ['1.7356896e9', null, newYear],
  ['1.7356896E+12', null, newYear],
  ['1.735689600123456e15', null, newYear + 123],
  ['1735689600000000001.0', null, newYear],
  ['1.5', null, 1_500],
  ['60000', 'ms', 60_000],
  ['60', 's', 60_000],
  ['60000999', 'us', 60_000],
  ['', null, null],
  ['-5', null, null],
  ['01/02/2025', null, null],
  ['2025-13-01', null, null],
  ['1735689600000000', 'ms', null],
  ['1735689600000', 's', null],
  ['2025-02-30', null, null],
  ['2025-02-29T00:00:00Z', null, null],
  ['20250230', null, null],
  ['2025-01-01T25:00:00Z', null, null],
  ['2025-01-01T00:00:00+25:00', null, null],
  ['1969-12-31T23:00:00Z', null, null],
  ['1e30', null, null],
  ['1e99', null, null],
  ['NaN', null, null],
  ['99999999999999999999', null, null],
] as const)('%s in %s is %s', (text, unit, time) => {
  expect(parseTime(text, unit)).toBe(time);
});

test('a column may say its unit', () => {
  expect(['open_time_ms', 'timestamp_us', 'time_s', 'time'].map(timeUnitOf)).toEqual(['ms', 'us', 's', null]);
});
