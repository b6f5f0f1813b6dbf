import { expect, test } from 'vitest';
import { displayChance, displayNumber, displayPercent } from './statistic.ts';
import { csvOf, jsonOf } from './table.ts';

test('a table for a spreadsheet runs nothing and loses nothing', () => {
  const table = {
    columns: ['name', 'share'],
    rows: [
      ['=HYPERLINK("x")', 0.1 + 0.2],
      ['a "b", c', null],
      ['-1', Number.NaN],
    ],
  };
  expect(csvOf(table)).toBe('name,share\r\n"\'=HYPERLINK(""x"")",0.30000000000000004\r\n"a ""b"", c",\r\n\'-1,\r\n');
  expect(JSON.parse(jsonOf(table, { source: 's' }))).toEqual({
    source: 's',
    rows: [
      { name: '=HYPERLINK("x")', share: 0.30000000000000004 },
      { name: 'a "b", c', share: null },
      { name: '-1', share: null },
    ],
  });
});

test.each([
  [displayNumber(1234.56), '1\u2009235'],
  [displayNumber(-0.041834), '−0.0418'],
  [displayNumber(0), '0'],
  [displayNumber(Number.NaN), '—'],
  [displayNumber(null), '—'],
  [displayNumber(3e-9), '3.0e−9'],
  [displayPercent(0.018437), '1.84 %'],
  [displayPercent(-0.5), '−50.0 %'],
  [displayChance(0.00001), '< 0.001'],
  [displayChance(0.2314), '0.231'],
])('%s', (shown, expected) => expect(shown).toBe(expected));
