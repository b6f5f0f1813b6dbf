import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ether, sampleOpportunity, sampleTokens } from '../../testing/sampleRows.ts';
import { parseFilter } from './filter.ts';

const tokens = new Map(sampleTokens.map((token) => [token.id as string, token]));
const row = sampleOpportunity({ state: 'rejected', reason: { code: 'RISK_TRADE_SIZE', facts: {} } });
const passes = (text: string): boolean => parseFilter(text).test(row, tokens);

test.each([
  ['', true],
  ['link', true],
  ['AAVE', false],
  ['v3 0.05', true],
  ['RISK_TRADE', true],
  ['rejected', true],
  ['landed', false],
  ['net > 0.001 and hops ≤ 4', true],
  ['net>0.05', false],
  ['size >= 14.2081', true],
  ['size > 14.2081', false],
  ['gas < 0.01, hops = 2', true],
  ['block=18204 link', true],
])('%s', (text, expected) => expect(passes(text)).toBe(expected));

test('compares to the last digit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (net) => {
      const exact = sampleOpportunity({ net: ether('0.1') });
      const at = parseFilter(`net >= 0.1`).test({ ...exact, net: (exact.net + net) as typeof exact.net }, tokens);
      expect(at).toBe(net >= 0n);
    }),
  );
});

test('says what it does not understand, lets everything through, and never throws', () => {
  expect(parseFilter('net >> 1').problem).toContain('net>>1');
  expect(parseFilter('nett > 1').problem).toContain('nett>1');
  fc.assert(
    fc.property(fc.string({ maxLength: 120 }), (text) => {
      expect(typeof parseFilter(text).test(row, tokens)).toBe('boolean');
    }),
  );
});
