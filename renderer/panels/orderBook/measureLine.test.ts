import { expect, it } from 'vitest';
import { measureLine } from './measureLine.ts';

it('is broken where there is no value, and says where 0 lies', () => {
  expect(measureLine([1, -1, null, 0], 40, 20)).toEqual({
    path: 'M10 0h0.5L20 20M40 10h0.5',
    least: -1,
    most: 1,
    zero: 10,
  });
});

it('lies in the middle where nothing changes, and is none without a value', () => {
  expect(measureLine([5, 5], 40, 20)).toEqual({ path: 'M20 10h0.5L40 10', least: 5, most: 5, zero: null });
  expect(measureLine([null, null], 40, 20)).toBeNull();
});
