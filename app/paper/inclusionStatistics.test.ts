import { expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { chancePpm, measureInclusion, noInclusionMeasured, withLeadsOf } from './inclusionStatistics.ts';
import { hash, orderOf, relayWay } from './testing/paperWorld.ts';

const untimed = { blockSeen: () => null, submitted: () => null };

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
    { targetBlock: 10, orderIds: ['o0'], atMs: 0 },
    { targetBlock: 10, orderIds: ['o1'], atMs: 0 },
    { targetBlock: 11, orderIds: ['o1'], atMs: 0 },
    { targetBlock: 10, orderIds: ['o2'], atMs: 0 },
    { targetBlock: 10, orderIds: ['o3'], atMs: 0 },
    { targetBlock: 10, orderIds: ['o4'], atMs: 0 },
    { targetBlock: 10, orderIds: ['o0', 'o2'], atMs: 0 },
    { targetBlock: 10, orderIds: ['unknown'], atMs: 0 },
  ];
  expect(measureInclusion(known, () => undefined, bundles, untimed).relay).toMatchObject({
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
  expect(measureInclusion(known, fillOf, [], untimed).public).toMatchObject({
    firstTried: 2,
    firstIncluded: 1,
    laterTried: 2,
    laterIncluded: 1,
    revertedGasUsed: 300,
    revertedGasLimit: 400,
  });
});

it('is never certain, and takes later blocks for as good as the first where none was measured', () => {
  expect(chancePpm(noInclusionMeasured, true, 400)).toBe(500_000);
  const measured = { ...noInclusionMeasured, firstTried: 9, firstIncluded: 9 };
  expect(chancePpm(measured, true, 400)).toBe(950_000);
  expect(chancePpm(measured, false, 400)).toBe(950_000);
  expect(chancePpm({ ...measured, laterTried: 1 }, false, 400)).toBe(250_000);
});

it('measures by how long an order had been handed over when the block was heard of, and draws by that', () => {
  const orders = [ended(orderOf(0), 'landed', 10), ended(orderOf(1), 'landed', 11), ended(orderOf(2), 'landed', 10)];
  const known = new Map(orders.map((order) => [order.id, order]));
  const times = {
    blockSeen: (block: number) => block * 1_000,
    submitted: (id: string) => ({ o0: 9_450, o1: 9_990, o2: null })[id] ?? null,
  };
  const { byLead } = measureInclusion(known, () => undefined, [], times).public;
  expect(byLead).toEqual([
    { tried: 1, included: 0 },
    { tried: 0, included: 0 },
    { tried: 0, included: 0 },
    { tried: 0, included: 0 },
    { tried: 0, included: 0 },
    { tried: 2, included: 2 },
  ]);
  const late = measureInclusion(known, () => undefined, [{ targetBlock: 9, orderIds: ['o0'], atMs: 9_001 }], times);
  expect(late.relay).toMatchObject({ firstTried: 1, byLead: byLead?.map(() => ({ tried: 0, included: 0 })) });
  const measured = { ...noInclusionMeasured, firstTried: 9, firstIncluded: 9, byLead: byLead ?? [] };
  expect([chancePpm(measured, true, 99), chancePpm(measured, true, 500)]).toEqual([250_000, 833_333]);
  expect(chancePpm(measured, true, 250)).toBe(950_000);
});

it('takes steps that little was measured of from other statistics', () => {
  const steps = (tried: number) => Array.from({ length: 6 }, () => ({ tried, included: 1 }));
  const of = (tried: number) => ({
    ...noInclusionMeasured,
    byLead: [...steps(tried).slice(0, 5), { tried: 30, included: 30 }],
  });
  const filled = withLeadsOf(
    { public: of(2), relay: noInclusionMeasured },
    { public: of(50), relay: noInclusionMeasured },
  );
  expect(filled.public.byLead).toEqual([...steps(50).slice(0, 5), { tried: 30, included: 30 }]);
  expect(filled.relay).toEqual(noInclusionMeasured);
});
