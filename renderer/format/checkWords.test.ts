import { expect, test } from 'vitest';
import { checkWords } from './checkWords.ts';

test.each([
  [
    { name: 'notional wei', value: '1186621625336397665', limit: '10000000000000000000' },
    'notional',
    '1.1866 ETH',
    '10.0000 ETH',
  ],
  [{ name: 'gas price wei', value: '10800000000', limit: '200000000000' }, 'gas price', '10.8 gwei', '200.0 gwei'],
  [
    { name: 'day at worst wei', value: '-7535851749112500', limit: '-500000000000000000' },
    'day at worst',
    '−0.00754 ETH',
    '−0.50000 ETH',
  ],
  [{ name: 'state age ms', value: '12', limit: '4000' }, 'state age', '0.0 s', '4.0 s'],
  [{ name: 'books equal the chain', value: 'true', limit: 'true' }, 'books equal the chain', 'yes', null],
  [{ name: 'quarantined pools', value: 'none', limit: 'none' }, 'quarantined pools', 'none', null],
  [{ name: 'trade wei', value: '<script>', limit: '1' }, 'trade wei', '<script>', null],
] as const)('%o', (check, label, value, limit) => {
  const words = checkWords(check, 'ETH');
  expect([words.label, words.value, words.limit]).toEqual([label, value, limit]);
  expect(words.title).toContain(check.value);
});
