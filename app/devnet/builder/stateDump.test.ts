import { expect, it } from 'vitest';
import { withoutEmptySlots } from './stateDump.ts';

const word = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`;

it('drops the slots that hold zero and nothing else', () => {
  const account = { nonce: 1, balance: '0x5', code: '0x6001' };
  const accounts = {
    '0xaa': { ...account, storage: { [word(0)]: word(0), [word(1)]: word(0x10), [word(2)]: '0x0' } },
    '0xbb': { ...account, balance: '0x0', storage: {} },
  };
  expect(withoutEmptySlots(accounts)).toEqual({
    '0xaa': { ...account, storage: { [word(1)]: word(0x10) } },
    '0xbb': accounts['0xbb'],
  });
});

it('refuses what is no list of accounts', () => {
  expect(() => withoutEmptySlots({ '0xaa': { nonce: 1 } })).toThrow('storage');
  expect(() => withoutEmptySlots([])).toThrow();
});
