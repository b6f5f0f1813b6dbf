import { expect, test } from 'vitest';
import type { ChartBar } from './chartBars.ts';
import { behindOlder, studiedAt, withNewestValues, withoutFirst } from './studyColumns.ts';

const bar = (timeS: number): ChartBar => ({ timeS, open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 });
const bars = [10, 20, 30, 40].map(bar);
const answer = (outputs: number[][], problem = '') => [
  { key: 'sma', outputs: outputs.map((column) => Float64Array.from(column)), problem },
];
const sma = (studied: ReturnType<typeof studiedAt>) => studied.values.get('sma')?.outputs;

test('values stand at the bars of their times, and bars that are not in the answer have none', () => {
  const studied = studiedAt(bars, 20_000, Float64Array.of(20, 40, 50), answer([[Number.NaN, 7, 8]]));
  expect(sma(studied)).toEqual([[Number.NaN, Number.NaN, Number.NaN, 7]]);
});

test('the newest values take the place of those that could change, and other studies’ are not theirs', () => {
  const studied = studiedAt(bars, 10_000, Float64Array.of(10, 20, 30, 40), answer([[1, 2, 3, 4]]));
  const row = [{ fromMs: 10_000, key: 'sma', outputs: [Float64Array.of(33, 44, 55)], problem: '' }];
  expect(sma(withNewestValues(studied, 2, 3, row))).toEqual([[1, 2, 33, 44, 55]]);
  // Of another first bar, or not there yet: nothing is better than something else.
  for (const other of [[], [{ ...row[0], fromMs: 0 } as (typeof row)[number]]])
    expect(sma(withNewestValues(studied, 2, 1, other))).toEqual([[1, 2, Number.NaN]]);
});

test('a study that had too few bars begins with the first value of the stream', () => {
  const studied = studiedAt(bars, 10_000, Float64Array.of(10, 20, 30, 40), answer([], 'too few'));
  expect(studied.values.get('sma')).toEqual({ outputs: [], problem: 'too few' });
  const row = [{ fromMs: 10_000, key: 'sma', outputs: [Float64Array.of(Number.NaN, 5)], problem: '' }];
  expect(withNewestValues(studied, 3, 2, row).values.get('sma')).toEqual({
    outputs: [[Number.NaN, Number.NaN, Number.NaN, Number.NaN, 5]],
    problem: '',
  });
});

test('older bars in front have no values yet, and those that are trimmed take theirs along', () => {
  const studied = studiedAt(bars, 10_000, Float64Array.of(10, 20, 30, 40), answer([[1, 2, 3, 4]]));
  expect(sma(behindOlder(studied, 2))).toEqual([[Number.NaN, Number.NaN, 1, 2, 3, 4]]);
  expect(sma(withoutFirst(studied, 3))).toEqual([[4]]);
});
