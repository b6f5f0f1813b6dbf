import { describe, expect, it } from 'vitest';
import { wei } from '../../domain/amount.ts';
import { parseAddress, parseHash } from '../../domain/hex.ts';
import { sampleFill, sampleOrder } from '../../store/testing/sampleRecords.ts';
import type { ActorAction, ActorTruth } from '../truth.ts';
import { checkLosses } from './checkLosses.ts';

const [poolA, poolB, rival, other] = ['a', 'b', '1', '2'].map((digit) => parseAddress(`0x${digit.repeat(40)}`)) as [
  ReturnType<typeof parseAddress>,
  ReturnType<typeof parseAddress>,
  ReturnType<typeof parseAddress>,
  ReturnType<typeof parseAddress>,
];
const [theirs, another] = ['5', '6'].map((digit) => parseHash(`0x${digit.repeat(64)}`)) as [
  ReturnType<typeof parseHash>,
  ReturnType<typeof parseHash>,
];
const fill = {
  ...sampleFill(1),
  receipt: { ...sampleFill(1).receipt, transactionIndex: 5, effectiveGasPrice: wei(107n) },
};

function loss(
  changes: Partial<{ sender: typeof rival; transactionHash: typeof theirs; tipAbove: ReturnType<typeof wei> }> = {},
) {
  const lostTo = { sender: rival, transactionHash: theirs, tipAbove: wei(13n), ...changes };
  return { order: { ...sampleOrder(1), state: 'reverted' as const, routePools: [poolA, poolB], lostTo }, fill };
}

function told(
  transactionHash: typeof theirs,
  index: number,
  pools: readonly (typeof poolA)[],
  changes: Partial<ActorAction> = {},
): readonly ActorTruth[] {
  const place = { block: 1, blockHash: fill.block.hash, index, tipWei: '20', baseFeeWei: '100' };
  return [
    {
      kind: 'action',
      atMs: 1,
      block: 0,
      actor: 'rival',
      name: 'strong',
      sender: rival,
      intent: 'arbitrage2',
      transactionHash,
      detail: '',
      pools,
      expectedWei: '1',
      tipWei: '20',
      channel: 'public',
      bundleHash: null,
      ...changes,
    },
    { kind: 'outcome', atMs: 2, transactionHash, outcome: 'included', place },
  ];
}

describe('checkLosses', () => {
  it('agrees with what is true', () => {
    const result = checkLosses(told(theirs, 2, [poolA, poolB]), [loss()]);
    expect(result).toEqual({ checked: 1, byActor: new Map([['rival strong', 1]]), misattributed: [] });
  });

  it.each([
    ['the sender', told(theirs, 2, [poolA], { sender: other }), /sent by/],
    ['the place', told(theirs, 6, [poolA]), /behind ours/],
    ['the pools', told(theirs, 2, [other]), /none of our pools/],
    ['a better one', [...told(theirs, 2, [poolA]), ...told(another, 3, [poolA, poolB])], /took more/],
    ['an earlier one', [...told(theirs, 2, [poolA]), ...told(another, 1, [poolB])], /took more of it, or before/],
    ['the transaction', told(another, 2, [poolA]), /nobody sent/],
  ])('finds that %s contradicts the report', (_, truths, reason) => {
    expect(checkLosses(truths, [loss()]).misattributed[0]).toMatch(reason);
  });

  it('finds a tip that is off by one wei', () => {
    expect(checkLosses(told(theirs, 2, [poolA]), [loss({ tipAbove: wei(14n) })]).misattributed[0]).toMatch(/13 above/);
  });

  it('looks for who took an order that no block held in the first block it was meant for', () => {
    const { order } = loss();
    const plan = { ...order.plan, maxFeePerGas: wei(200n), maxPriorityFeePerGas: wei(7n) };
    const left = { order: { ...order, plan, submittedAt: { number: 0, hash: fill.block.hash } }, fill: null };
    const truths = told(theirs, 9, [poolA, poolB]);
    expect(checkLosses(truths, [left])).toMatchObject({ checked: 1, misattributed: [] });
    const dearer = { ...left, order: { ...left.order, plan: { ...plan, maxPriorityFeePerGas: wei(8n) } } };
    expect(checkLosses(truths, [dearer]).misattributed[0]).toMatch(/12 above ours, reported 13/);
    const later = { ...left, order: { ...left.order, submittedAt: { number: 1, hash: fill.block.hash } } };
    expect(checkLosses(truths, [later]).checked).toBe(0);
  });

  it('leaves out what the truth no longer holds', () => {
    expect(checkLosses([], [loss()])).toEqual({ checked: 0, byActor: new Map(), misattributed: [] });
  });
});
