// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import type { LinkSubject } from '../../app/contract/workspace.ts';
import type { Address } from '../../app/domain/hex.ts';
import { success } from '../../app/domain/result.ts';
import { fakeBridge } from '../testing/jsdom.ts';
import { drive, followLink, goesThrough, linkStore, setLinkGroups, subjectOf } from './links.ts';

const token = { kind: 'token', address: `0x${'a'.repeat(40)}` as Address } as const;
const opportunity = { kind: 'opportunity', id: 'o1' } as const;
const of = (panel: 'opportunities' | 'ticket' | 'orders' | 'profit'): LinkSubject | null =>
  subjectOf(linkStore.getState(), panel);
const link = vi.fn(async () => success({}));

beforeEach(() => {
  link.mockClear();
  fakeBridge({ link });
  setLinkGroups({ opportunities: 1, ticket: 1, orders: 2 });
});

test('a click moves every panel of its group, here and in other windows, and no other', () => {
  drive('opportunities', opportunity);
  expect([of('opportunities'), of('ticket'), of('orders'), of('profit')]).toEqual([
    opportunity,
    opportunity,
    null,
    null,
  ]);
  expect(link).toHaveBeenCalledExactlyOnceWith({ group: 1, subject: opportunity, driver: 'opportunities' });
});

test('the driver of a token stays where it is, until another drives', () => {
  drive('opportunities', opportunity);
  drive('opportunities', token);
  expect([of('opportunities'), of('ticket')]).toEqual([opportunity, token]);
  drive('ticket', token);
  expect([of('opportunities'), of('ticket')]).toEqual([token, opportunity]);
  drive('ticket', null);
  expect([of('opportunities'), of('ticket')]).toEqual([null, null]);
});

test('a panel in no group moves nothing else, and no other window is told', () => {
  drive('profit', token);
  drive('profit', opportunity);
  expect([of('profit'), of('ticket'), of('orders')]).toEqual([opportunity, null, null]);
  expect(link).not.toHaveBeenCalled();
});

test('a move of another window counts like one here', () => {
  followLink({ group: 2, subject: token, driver: 'health' });
  expect([of('orders'), of('ticket')]).toEqual([token, null]);
  expect(link).not.toHaveBeenCalled();
});

test('a route goes through each of its tokens and pools', () => {
  const hops = [{ pool: '0x1', tokenIn: '0x2', tokenOut: token.address }];
  expect(goesThrough(hops, token)).toBe(true);
  expect(goesThrough(hops, { kind: 'token', address: '0x1' as Address })).toBe(false);
  expect(goesThrough(hops, { kind: 'pool', address: '0x1' as Address })).toBe(true);
  expect(goesThrough(hops, { kind: 'pool', address: '0x2' as Address })).toBe(false);
  expect([goesThrough(hops, null), goesThrough(hops, opportunity)]).toEqual([true, true]);
});
