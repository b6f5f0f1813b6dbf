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
  ['60000', 'ms', 60_000],
  ['60', 's', 60_000],
  ['60000999', 'us', 60_000],
  ['', null, null],
  ['-5', null, null],
  ['1.5', null, null],
  ['01/02/2025', null, null],
  ['2025-13-01', null, null],
  ['2025-01-01T00:00:00+02:00', null, null],
  ['99999999999999999999', null, null],
] as const)('%s in %s is %s', (text, unit, time) => {
  expect(parseTime(text, unit)).toBe(time);
});

test('a column may say its unit', () => {
  expect(['open_time_ms', 'timestamp_us', 'time_s', 'time'].map(timeUnitOf)).toEqual(['ms', 'us', 's', null]);
});
