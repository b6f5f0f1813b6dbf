import { expect, test } from 'vitest';
import { withRoomForPrices } from './gainBounds.ts';
import type { LimitCheck } from './riskBook.ts';

function check(limit: LimitCheck['limit'], value: bigint, state: LimitCheck['state'] = 'passed'): LimitCheck {
  return { limit, unit: 'wei', value, bound: 100n, headroom: 100n - value, state };
}

test.each([
  ['what is held, at four fifths', check('relatedAssets', 80n), { bound: 80n, headroom: 0n, state: 'passed' }],
  ['one above them', check('relatedAssets', 81n), { bound: 80n, headroom: -1n, state: 'failed' }],
  ['the largest position', check('largestPosition', 99n), { bound: 80n, headroom: -19n, state: 'failed' }],
  ['the group of the chain', check('layer2Capital', 81n), { bound: 80n, state: 'failed' }],
  ['what failed already', check('relatedAssets', 101n, 'failed'), { state: 'failed' }],
  ['what is not known', check('relatedAssets', 0n, 'unknown'), { bound: 100n, state: 'unknown' }],
  ['what a gain does not touch', check('singleTrade', 99n), { bound: 100n, state: 'passed' }],
])('%s', (_name, given, expected) => {
  expect(withRoomForPrices([given])[0]).toMatchObject(expected);
});
