import { expect, test } from 'vitest';
import { parseDecimal } from './decimal.ts';
import { decimalText, utcText } from './findingText.ts';

test.each([
  [Date.UTC(2024, 2, 1), '2024-03-01 00:00 UTC'],
  [Date.UTC(2024, 2, 1, 5, 0, 9), '2024-03-01 05:00:09 UTC'],
  [Date.UTC(2024, 2, 1, 5, 0, 0, 7), '2024-03-01 05:00:00.007 UTC'],
  [9e15, '9000000000000000 ms'],
])('%i is %s', (atMs, text) => expect(utcText(atMs)).toBe(text));

test.each([
  [150n, 2, '1.5'],
  [-5n, 3, '-0.005'],
  [0n, 18, '0'],
  [42n, 0, '42'],
  [100n, 0, '100'],
  [7_000_000_000_000_000_000n, 18, '7'],
])('%i with %i digits is %s', (value, digits, text) => {
  expect(decimalText(value, digits)).toBe(text);
  expect(parseDecimal(text, digits)).toBe(value);
});
