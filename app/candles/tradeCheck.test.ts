import { expect, test } from 'vitest';
import { RowReport } from './rowReport.ts';
import type { Trade } from './trade.ts';
import { TradeCheck } from './tradeCheck.ts';

const digits = { price: 0, size: 0 };

const first: Trade = { id: '100', atMs: 5000, price: 50n, size: 3n, takerBuys: true };
const next: Trade = { ...first, id: '101' };

test.each([
  ['notPositive', { price: 0n }, true, 0],
  ['negativeSize', { size: 0n }, true, 0],
  ['duplicate', { id: '100' }, true, 0],
  ['conflict', { id: '100', price: 51n }, true, 0],
  ['outOfOrder', { atMs: 4999 }, true, 0],
  ['outOfOrder', { id: '99' }, true, 0],
  ['gap', { id: '104' }, false, 3],
  ['priceJump', { price: 501n }, false, 0],
] as const)('%s is counted and named', (problem, other, skipped, missing) => {
  const report = new RowReport();
  const check = new TradeCheck(report, digits);
  expect(check.accept(1, first)).toBe(true);
  expect(check.accept(2, { ...next, ...other })).toBe(!skipped);
  expect(report.findings.map(({ row, problem: found }) => [row, found])).toEqual([[2, problem]]);
  expect([report.skipped, report.missing]).toEqual([skipped ? 1 : 0, missing]);
});

test('equal trades without an id, or with ids that are no numbers, are different trades', () => {
  const report = new RowReport();
  const check = new TradeCheck(report, digits);
  for (const id of [null, null, 'b', 'a', 'c']) expect(check.accept(1, { ...first, id })).toBe(true);
  expect(report.findings).toEqual([]);
});

test('a check goes on from its stored state', () => {
  const check = new TradeCheck(new RowReport(), digits);
  check.accept(1, first);
  const report = new RowReport();
  const later = new TradeCheck(report, digits, JSON.parse(JSON.stringify(check.save())));
  expect([later.accept(2, first), later.accept(3, next)]).toEqual([false, true]);
  expect(report.findings.map(({ problem }) => problem)).toEqual(['duplicate']);
});
