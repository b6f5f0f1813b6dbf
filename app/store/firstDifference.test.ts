import { expect, it } from 'vitest';
import { firstDifference } from './firstDifference.ts';
import { sampleOrder } from './testing/sampleRecords.ts';

const order = { kind: 'order', order: sampleOrder(7), clock: { seen: 1 } };

it.each([
  [{ ...order, clock: { seen: 2 } }, null],
  [{ ...order, order: sampleOrder(7, { nonce: 8 }) }, 'order.nonce: recorded 7, now 8'],
  [{ kind: 'order', order: { ...sampleOrder(7), more: 1n } }, 'order.more: recorded nothing, now 1'],
  [
    { kind: 'order', order: sampleOrder(7, { routePools: [...sampleOrder(7).routePools].reverse() }) },
    expect.stringMatching(/^order\.routePools\.0000: recorded "0x0+4d", now "0x0+4e"$/),
  ],
  [undefined, expect.stringMatching(/^all of it: recorded \{.*…, now nothing$/)],
])('names what differs in %#', (now, words) => {
  expect(firstDifference(order, now)).toEqual(words);
});

it('looks into maps and sets', () => {
  expect(firstDifference(new Map([['a', new Set([1])]]), new Map([['a', new Set([2])]]))).toBe(
    '"a".1: recorded 1, now nothing',
  );
});
