import { expect, test } from 'vitest';
import { barTime, displayChange, displayPrice } from './price.ts';

test.each([
  [0.000312345678, '0.0003123457'],
  [65_432.1, '65\u2009432.10'],
  [1, '1.000000'],
  [-2.5, '−2.500000'],
  [1e-15, '1.0000e−15'],
  [Number.NaN, '—'],
])('%d is shown as %s', (value, text) => {
  expect(displayPrice(value)).toBe(text);
});

test('a change has its sign', () => {
  expect([displayChange(100, 101), displayChange(100, 98.5), displayChange(5, 5), displayChange(0, 1)]).toEqual([
    '+1.00 %',
    '−1.50 %',
    '0.00 %',
    '—',
  ]);
});

test('bars open in UTC', () => {
  expect([barTime(1_672_574_400), barTime(1_672_574_405)]).toEqual(['2023-01-01 12:00', '2023-01-01 12:00:05']);
});
