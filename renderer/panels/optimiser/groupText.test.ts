import { expect, test } from 'vitest';
import { readGroups, writtenGroups } from './groupText.ts';

const names = ['binance BTCUSDT', 'binance ETHUSDT', 'binance LINKETH'];

test('reads groups by parts of names, from and to, or to alone', () => {
  expect(readGroups('majors: btc, ethusdt: 10-60; rest: LINK: 20 %', names)).toEqual({
    groups: [
      { name: 'majors', members: ['binance BTCUSDT', 'binance ETHUSDT'], low: 0.1, high: 0.6 },
      { name: 'rest', members: ['binance LINKETH'], low: 0, high: 0.2 },
    ],
    problem: '',
  });
  expect(readGroups('  ', names)).toEqual({ groups: [], problem: '' });
});

test('what was read is written so that it reads the same', () => {
  const { groups } = readGroups('majors: btc, ethusdt: 7-60; short: LINK: -20 - -5', names);
  expect(groups).toHaveLength(2);
  expect(readGroups(writtenGroups(groups), names)).toEqual({ groups, problem: '' });
});

test.each([
  ['majors: eth: 10', /more than one/],
  ['majors: doge: 10', /no chosen series/],
  ['majors btc 10', /write/],
  ['majors: btc: 60-10', /write/],
  ['majors: btc: 500', /write/],
])('says what is wrong with %s', (text, problem) => {
  expect(readGroups(text, names)).toMatchObject({ groups: [], problem: expect.stringMatching(problem) });
});
