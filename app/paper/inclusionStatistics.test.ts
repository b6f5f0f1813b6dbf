import { expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { chancePpm, measureInclusion, noInclusionMeasured } from './inclusionStatistics.ts';
import { hash, orderOf, relayWay } from './testing/paperWorld.ts';

const ended = (order: Order, state: Order['state'], block: number, lost = false): Order => ({
  ...order,
  state,
  resolvedAt: { number: block, hash: hash(block) },
  lostTo: lost ? ({ sender: '0x', transactionHash: '0x' } as never) : null,
});

it('measures a relay by its bundles of one, and not by what somebody took', () => {
  const relayed = (nonce: number): Order => orderOf(nonce, { submission: relayWay });
  const orders = [
    ended(relayed(0), 'landed', 10),
    ended(relayed(1), 'landed', 11),
    ended(relayed(2), 'dropped', 12),
    ended(relayed(3), 'dropped', 12, true),
    relayed(4),
  ];
  const known = new Map(orders.map((order) => [order.id, order]));
  const bundles = [
    { targetBlock: 10, orderIds: ['o0'] },
    { targetBlock: 10, orderIds: ['o1'] },
    { targetBlock: 11, orderIds: ['o1'] },
    { targetBlock: 10, orderIds: ['o2'] },
    { targetBlock: 10, orderIds: ['o3'] },
    { targetBlock: 10, orderIds: ['o4'] },
    { targetBlock: 10, orderIds: ['o0', 'o2'] },
    { targetBlock: 10, orderIds: ['unknown'] },
  ];
  expect(measureInclusion(known, () => undefined, bundles).relay).toMatchObject({
    firstTried: 3,
    firstIncluded: 1,
    laterTried: 1,
    laterIncluded: 1,
  });
});

it('measures the public pool by every block that could have taken an order, reverted or not', () => {
  const orders = [ended(orderOf(0), 'landed', 10), ended(orderOf(1, { gasLimit: 400 }), 'reverted', 12), orderOf(2)];
  const known = new Map(orders.map((order) => [order.id, order]));
  const fillOf = (): never => ({ receipt: { gasUsed: 300 } }) as never;
  expect(measureInclusion(known, fillOf, []).public).toEqual({
    firstTried: 2,
    firstIncluded: 1,
    laterTried: 2,
    laterIncluded: 1,
    revertedGasUsed: 300,
    revertedGasLimit: 400,
  });
});

it('is never certain, and takes later blocks for as good as the first where none was measured', () => {
  expect(chancePpm(noInclusionMeasured, true)).toBe(500_000);
  const measured = { ...noInclusionMeasured, firstTried: 9, firstIncluded: 9 };
  expect(chancePpm(measured, true)).toBe(950_000);
  expect(chancePpm(measured, false)).toBe(950_000);
  expect(chancePpm({ ...measured, laterTried: 1 }, false)).toBe(250_000);
});
