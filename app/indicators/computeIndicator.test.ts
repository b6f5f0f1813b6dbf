import { describe, expect, test } from 'vitest';
import { computeIndicator, indicatorWarmUp } from './computeIndicator.ts';
import { indicatorDefinition, indicatorDefinitions } from './definition.ts';
import { IndicatorStream } from './indicatorStream.ts';

const rising = Float64Array.from({ length: 40 }, (_, i) => 100 + i);

/** Warm-ups as the libraries state them in their look-back and start functions. */
test.each([
  ['talib', 'sma', [5], 4],
  ['talib', 'ema', [5], 4],
  ['tulip', 'ema', [5], 0],
  ['talib', 'rsi', [14], 14],
  ['talib', 'macd', [12, 26, 9], 33],
  ['tulip', 'macd', [12, 26, 9], 25],
  ['talib', 'bbands', [5, 2, 2, 0], 4],
  ['talib', 'atr', [14], 14],
  ['tulip', 'atr', [14], 13],
  ['talib', 'adx', [14], 27],
  ['tulip', 'adx', [14], 26],
  ['talib', 'adxr', [14], 40],
  ['talib', 't3', [5], 24],
  ['talib', 'trix', [30], 88],
  ['talib', 'ht_trendmode', [], 63],
  ['talib', 'mama', [], 32],
  ['tulip', 'zlema', [6], 1],
  ['chart', 'supertrend', [10, 3], 9],
] as const)('%s %s %j warms up for %i bars', (convention, name, options, bars) => {
  expect(indicatorWarmUp(convention, name, options)).toBe(bars);
});

test('takes names in capitals and fills in the defaults', () => {
  expect(indicatorDefinition('talib', 'SMA').options).toEqual([
    { name: 'period', default: 30, least: 2, most: 100_000, whole: true },
  ]);
  expect(computeIndicator('talib', 'SMA', [rising]).begin).toBe(29);
});

test('writes into columns that it is given', () => {
  const column = new Float64Array(40);
  const { outputs } = computeIndicator('talib', 'sma', [rising], [2], [column]);
  expect(outputs[0]?.buffer).toBe(column.buffer);
  expect(column[0]).toBe(100.5);
});

test('knows each name once in a convention, with bounds that hold its default', () => {
  const names = indicatorDefinitions().map(({ convention, name }) => `${convention} ${name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, options } of indicatorDefinitions()) {
    for (const option of options) {
      expect(option.default, name).toBeGreaterThanOrEqual(option.least);
      expect(option.default, name).toBeLessThanOrEqual(option.most);
    }
  }
});

describe('says what to do about', () => {
  test.each([
    ['an unknown name', 'talib', 'moon', [rising], [], 'INDICATOR_UNKNOWN', 'indicatorDefinitions'],
    ['a name of the other convention', 'talib', 'zlema', [rising], [], 'INDICATOR_UNKNOWN', 'convention tulip'],
    ['a period that is too short', 'talib', 'sma', [rising], [1], 'INDICATOR_OPTIONS', 'from 2 to 100000'],
    ['a period that is no whole number', 'talib', 'sma', [rising], [2.5], 'INDICATOR_OPTIONS', 'a whole number'],
    ['an option that is not a number', 'talib', 'sma', [rising], [Number.NaN], 'INDICATOR_OPTIONS', '30 is usual'],
    ['too many options', 'talib', 'sma', [rising], [2, 3], 'INDICATOR_OPTIONS', 'It takes: period'],
    ['periods the wrong way round', 'tulip', 'macd', [rising], [26, 12, 9], 'INDICATOR_OPTIONS', 'no longer'],
    ['a missing column', 'tulip', 'atr', [rising], [], 'INDICATOR_INPUTS', 'high, low, close'],
    ['columns of different bars', 'tulip', 'ao', [rising, rising.subarray(1)], [], 'INDICATOR_INPUTS', 'same bars'],
    ['too few bars', 'talib', 'sma', [rising], [50], 'INDICATOR_TOO_SHORT', 'at least 50 bars'],
    ['no bars', 'talib', 'sma', [new Float64Array()], [5], 'INDICATOR_TOO_SHORT', 'at least 5 bars'],
    ['a gap', 'talib', 'sma', [rising.with(7, Number.NaN)], [5], 'INDICATOR_NOT_FINITE', 'gaps'],
    ['an infinite price', 'talib', 'sma', [rising.with(39, -1 / 0)], [5], 'INDICATOR_NOT_FINITE', 'gaps'],
  ] as const)('%s', (_what, convention, name, inputs, options, code, advice) => {
    expect(() => computeIndicator(convention, name, inputs, options)).toThrow(
      expect.objectContaining({ code, advice: expect.stringContaining(advice) }),
    );
  });

  test('a gap, by the bar it is at', () => {
    expect(() => computeIndicator('talib', 'sma', [rising.with(7, Number.NaN)], [5])).toThrow(/real .* at bar 7/);
  });

  test('a bar of a stream, which goes on without it', () => {
    const stream = new IndicatorStream('talib', 'sma', [2]);
    stream.push([1]);
    expect(() => stream.push([Number.NaN])).toThrow(expect.objectContaining({ code: 'INDICATOR_NOT_FINITE' }));
    expect(() => stream.push([1, 2])).toThrow(expect.objectContaining({ code: 'INDICATOR_INPUTS' }));
    expect(stream.push([3])?.[0]).toBe(2);
  });
});
