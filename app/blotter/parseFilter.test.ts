import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Wei } from '../domain/amount.ts';
import { parseFilter } from './parseFilter.ts';
import { ether, facts, row } from './testing/rows.ts';

const big = row(1, { state: 'rejected', reason: { code: 'RISK_TRADE_SIZE', facts: {} } });
const passes = (text: string): boolean => {
  const { test: passesRow, problem } = parseFilter(text);
  expect(problem).toBeNull();
  return passesRow(big, facts);
};

describe('a filter', () => {
  test.each([
    ['', true],
    ['   ', true],
    ['link', true],
    ['AAVE', false],
    ['v3 0.05', true],
    ['RISK_TRADE', true],
    ['rejected', true],
    ['landed', false],
    ['"over the trade size"', true],
    ['net > 0.001 and hops ≤ 4', true],
    ['net > 20 and chain = base', false],
    ['net > 0.02 and chain = base', true],
    ['chain = ethereum', false],
    ['chain != ethereum', true],
    ['net>0.05', false],
    ['net > -1', true],
    ['size >= 14.2081', true],
    ['size > 14.2081', false],
    ['gas < 0.01 hops = 2', true],
    ['block=18204 link', true],
    ['token = weth and token = link', true],
    ['token = usdc', false],
    ['token contains us', false],
    ['venue = UniV2 venue = "V3 0.05"', true],
    ['state = "over the trade size limit"', true],
    ['state = RISK_TRADE_SIZE', true],
    ['state = risk_trade', false],
    ['state contains risk_trade', true],
    ['lender = "flash swap"', true],
    ['lender != balancer', true],
    ['not rejected', false],
    ['not not rejected', true],
    ['net > 1 or gas < 1', true],
    ['net > 1 or gas < 1 and hops = 9', false],
    ['(net > 1 or gas < 1) and hops = 2', true],
    ['not (net > 1 or gas > 1)', true],
    ['constructor', false],
  ])('%s: %s', (text, expected) => expect(passes(text)).toBe(expected));

  test('compares to the last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (more) => {
        const exact = row(1, { net: (ether('0.1') + more) as Wei });
        expect(parseFilter('net >= 0.1').test(exact, facts)).toBe(more >= 0n);
        expect(parseFilter('net = 0.1').test(exact, facts)).toBe(more === 0n);
      }),
    );
  });

  test('counts in the decimals of each token', () => {
    const dollars = row(1, { profitToken: row(1).hops[0]?.tokenIn ?? big.profitToken });
    const usdc = [...facts.tokens.values()][2]?.id ?? big.profitToken;
    const inDollars = { ...dollars, profitToken: usdc, gross: 20_000_001n as typeof dollars.gross };
    expect(parseFilter('gross > 20').test(inDollars, facts)).toBe(true);
    expect(parseFilter('gross > 20.000001').test(inDollars, facts)).toBe(false);
  });

  test.each([
    ['net >> 1', 'at character 6: expected a number for net, found “>”'],
    ['nett > 1', 'expected one of net, gas, gross'],
    ['toString > 1', 'expected one of net'],
    ['net > lots', 'expected a number for net, found “lots”'],
    ['net contains 1', 'after net'],
    ['chain > base', 'after chain'],
    ['(link', 'expected “)”, found the end'],
    ['link)', 'found “)”'],
    ['link and', 'found the end'],
    ['('.repeat(30), 'fewer parts'],
  ])('%s is not understood, in words, and leaves nothing out', (text, problem) => {
    const filter = parseFilter(text);
    expect(filter.problem).toContain(problem);
    expect(filter.test(big, facts)).toBe(true);
  });

  test('never throws, whatever is typed', () => {
    const pieces = fc.constantFrom(
      'net',
      '>',
      '(',
      ')',
      'and',
      'or',
      'not',
      '"',
      '0.1',
      'chain',
      '~',
      '!',
      ',',
      '≠',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 120 }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        expect(typeof parseFilter(typed).test(big, facts)).toBe('boolean');
      }),
    );
  });
});
