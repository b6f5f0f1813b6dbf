import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUnits } from '../../app/domain/amount.ts';
import { readBudget, readMinutes } from './grantForm.ts';

test('reads a budget exactly, or says what is wrong', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 27n }), (budget) => {
      expect(readBudget(` ${formatUnits(budget, 18)} `)).toEqual({ ok: true, budget });
    }),
  );
  for (const text of ['', '0', '-1', '1e3', '0.0000000000000000001', '1 000', 'ETH']) {
    expect(readBudget(text).ok).toBe(false);
  }
});

test('minutes are one to a week', () => {
  expect(readMinutes('1')).toBe(1);
  expect(readMinutes('10080')).toBe(10_080);
  for (const text of ['0', '10081', '1.5', '', '-3', '60 min']) expect(readMinutes(text)).toBeNull();
});
