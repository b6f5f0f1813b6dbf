import { expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { placeInBlock } from './placeInBlock.ts';
import { other } from './testing/paperWorld.ts';

const bundle = (tip: bigint) => other(1, tip, false);
const open = (tip: bigint) => other(2, tip, true);
const block = [bundle(9n), bundle(4n), open(20n), open(6n), open(0n)];

it.each([
  ['relay', 10n, 0],
  ['relay', 9n, 1],
  ['relay', 5n, 1],
  ['relay', 0n, 2],
  ['public', 21n, 2],
  ['public', 20n, 3],
  ['public', 6n, 4],
  ['public', 0n, 5],
] as const)('one of ours by %s that pays %s stands behind %s others', (way, tip, place) => {
  expect(placeInBlock(way, wei(tip), block)).toBe(place);
});

it('stands behind all that pays as much where the public pool was not watched', () => {
  const unseen = block.map((transaction) => ({ ...transaction, wasPublic: false }));
  expect(placeInBlock('relay', wei(6n), unseen)).toBe(1);
  expect(placeInBlock('public', wei(6n), unseen)).toBe(5);
});
