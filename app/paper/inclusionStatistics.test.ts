import { expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { chancePpm, filledUpFrom, measureInclusion, noInclusionMeasured } from './inclusionStatistics.ts';
import { hash, orderOf, relayWay } from './testing/paperWorld.ts';

const untimed = { blockSeen: () => null, cutOff: () => null, submitted: () => null };

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
  const taken = (relayId: string, targetBlock: number, ...orderIds: string[]) => ({
    relayId,
    targetBlock,
    orderIds,
    atMs: 0,
  });
  const bundles = [
    taken('a', 10, 'o0'),
    taken('b', 10, 'o1'),
    taken('a', 11, 'o1'),
    taken('c', 10, 'o2'),
    taken('d', 10, 'o3'),
    taken('e', 10, 'o4'),
    taken('f', 10, 'o0', 'o2'),
    taken('g', 10, 'unknown'),
    // Replaced: what became of it says nothing about the way.
    taken('a', 12, 'o2'),
    taken('a', 12, 'o2', 'o1'),
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

it('does not take it for the pool that an order waited for the one of ours before it', () => {
  const orders = [ended(orderOf(0), 'landed', 12), ended(orderOf(1), 'landed', 12), ended(orderOf(2), 'landed', 13)];
  const known = new Map(orders.map((order) => [order.id, order]));
  // The first waited for three blocks; the second could run in the last of them alone, the third in that and the next.
  expect(measureInclusion(known, () => undefined, [], untimed).public).toMatchObject({
    firstTried: 1,
    firstIncluded: 0,
    laterTried: 5,
    laterIncluded: 3,
  });
});

it('is never certain, and takes later blocks for as good as the first where none was measured', () => {
  expect(chancePpm(noInclusionMeasured, true, 400, null)).toBe(500_000);
  const measured = { ...noInclusionMeasured, firstTried: 9, firstIncluded: 9 };
  expect(chancePpm(measured, true, 400, 1)).toBe(950_000);
  expect(chancePpm(measured, false, 400, null)).toBe(950_000);
  expect(chancePpm({ ...measured, laterTried: 1 }, false, 400, null)).toBe(250_000);
});

it('measures by how long an order had been handed over when the block was heard of, and draws by that', () => {
  const orders = [ended(orderOf(0), 'landed', 10), ended(orderOf(1), 'landed', 11), ended(orderOf(2), 'landed', 10)];
  const known = new Map(orders.map((order) => [order.id, order]));
  const times = {
    blockSeen: (block: number) => block * 1_000,
    cutOff: () => null,
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
  const late = measureInclusion(
    known,
    () => undefined,
    [{ relayId: 'a', targetBlock: 9, orderIds: ['o0'], atMs: 9_001 }],
    times,
  );
  expect(late.relay).toMatchObject({ firstTried: 1, byLead: byLead?.map(() => ({ tried: 0, included: 0 })) });
  const measured = { ...noInclusionMeasured, firstTried: 9, firstIncluded: 9, byLead: byLead ?? [] };
  expect([chancePpm(measured, true, 99, null), chancePpm(measured, true, 500, null)]).toEqual([250_000, 833_333]);
  // What was not measured is as the nearest step that was.
  expect([chancePpm(measured, true, 250, null), chancePpm(measured, true, 350, null)]).toEqual([250_000, 833_333]);
  expect(chancePpm({ ...measured, byLead: [] }, true, 250, null)).toBe(950_000);
});

it('measures by where an order stood to the end of the block, and draws by that before all else', () => {
  const orders = [
    ended(orderOf(0), 'landed', 10),
    ended(orderOf(1), 'landed', 11),
    ended(orderOf(12), 'dropped', 10),
    // Handed over once the block had been heard of: no chance of it.
    ended(orderOf(14), 'dropped', 10),
  ];
  const known = new Map(orders.map((order) => [order.id, order]));
  const times = {
    blockSeen: (block: number) => block * 1_000,
    cutOff: (block: number) => ({ takenMs: block * 1_000 - 500, passedMs: block * 1_000 - 100 }),
    submitted: (id: string) => ({ o0: 9_450, o1: 9_550, o12: 9_950, o14: 10_001 })[id] ?? null,
  };
  const { byCutOff, byLead } = measureInclusion(known, () => undefined, [], times).public;
  expect(byCutOff).toEqual([
    { tried: 1, included: 0 },
    { tried: 0, included: 0 },
    { tried: 0, included: 0 },
    { tried: 0, included: 0 },
    { tried: 1, included: 0 },
    { tried: 2, included: 2 },
  ]);
  const measured = { ...noInclusionMeasured, byLead: byLead ?? [], byCutOff: byCutOff ?? [] };
  const chances = [-1, 0.8, 1].map((share) => chancePpm(measured, true, 50, share));
  expect(chances).toEqual([250_000, 250_000, 833_333]);
  expect(chancePpm(measured, true, 50, null)).toBe(chancePpm({ ...measured, byCutOff: [] }, true, 50, 1));
});

it('fills steps that little was measured of up with what other statistics say', () => {
  const of = (...steps: readonly (readonly [number, number])[]) => ({
    ...noInclusionMeasured,
    byLead: steps.map(([included, tried]) => ({ tried, included })),
  });
  const own = of([0, 0], [2, 2], [0, 10], [30, 30], [20, 20], [0, 19]);
  const others = of([45, 50], [45, 50], [45, 50], [0, 50], [0, 50], [50, 50]);
  const filled = filledUpFrom(
    { public: own, relay: noInclusionMeasured },
    { public: others, relay: noInclusionMeasured },
  );
  expect(filled.public).toEqual(of([45, 50], [18, 20], [9, 20], [30, 30], [20, 20], [1, 20]));
  expect(filled.relay).toEqual(noInclusionMeasured);
});

it('takes what a refused trade costs from others where none was refused, and from itself where one was', () => {
  const both = (used: number) => {
    const one = { ...noInclusionMeasured, revertedGasUsed: used, revertedGasLimit: used * 2 };
    return { public: one, relay: one };
  };
  expect(filledUpFrom(both(0), both(70)).public).toMatchObject({ revertedGasUsed: 70, revertedGasLimit: 140 });
  expect(filledUpFrom(both(30), both(70)).public).toMatchObject({ revertedGasUsed: 30, revertedGasLimit: 60 });
});

it('does not let a short run leave out by the rule what no run ever left out', () => {
  const at = (included: number, tried: number) => ({
    ...noInclusionMeasured,
    byCutOff: [0, 0, 0, 0, 0, 1].map((share) => ({ tried: share * tried, included: share * included })),
  });
  const both = (one: ReturnType<typeof at>) => ({ public: one, relay: one });
  const { relay } = filledUpFrom(both(at(20, 20)), both(at(359, 360)));
  expect(relay.byCutOff?.[5]).toEqual({ tried: 200, included: 200 });
  expect(chancePpm(relay, true, 900, 1)).toBeGreaterThan(997_000);
  // What a run really left out stays so.
  expect(chancePpm(filledUpFrom(both(at(10, 20)), both(at(359, 360))).relay, true, 900, 1)).toBeLessThan(960_000);
});
