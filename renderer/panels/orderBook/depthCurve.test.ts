import { expect, it } from 'vitest';
import { depthCurve, standings } from './depthCurve.ts';

const level = (price: string, size: string) => ({ price, size });
const bids = [level('99', '1'), level('98', '2'), level('90', '40')];
const asks = [level('101', '3'), level('102', '1')];

it('adds sizes up from the best price on', () => {
  expect(standings(bids).map(({ total }) => total)).toEqual([1, 3, 43]);
});

it('reaches as far on both sides as the nearer one does, so that heights can be compared', () => {
  const curve = depthCurve({ bids, asks });
  expect(curve).toMatchObject({ lowest: 98, highest: 102, most: 4 });
  expect(curve?.bids).toEqual([
    { x: 0.25, y: 0.25 },
    { x: 0, y: 0.75 },
    { x: 0, y: 0.75 },
  ]);
  expect(curve?.asks).toEqual([
    { x: 0.75, y: 0.75 },
    { x: 1, y: 1 },
    { x: 1, y: 1 },
  ]);
});

it('draws nothing of a book without a side', () => {
  expect(depthCurve({ bids: [], asks })).toBeNull();
  expect(depthCurve({ bids, asks: [] })).toBeNull();
});
