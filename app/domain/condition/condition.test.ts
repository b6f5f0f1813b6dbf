import { describe, expect, it } from 'vitest';
import { type ConditionFieldKind, type ConditionValue, crossedFieldsOf, fieldsOf } from './condition.ts';
import { holds } from './holds.ts';
import { longestCondition, parseCondition } from './parseCondition.ts';

const fields = new Map<string, ConditionFieldKind>([
  ['net', 'figure'],
  ['hops', 'figure'],
  ['state', 'word'],
  ['token', 'words'],
  ['books', 'yesNo'],
]);

const row: Readonly<Record<string, ConditionValue>> = {
  net: { amount: 42_990_000_000_000_001n, decimals: 18 },
  hops: 3,
  state: 'landed',
  token: ['WETH', 'LINK'],
  books: true,
};

const meets = (text: string, found = row): boolean | null =>
  holds(parseCondition(text, fields), (field) => found[field] ?? null);

describe('a condition', () => {
  it.each([
    ['', true],
    ['net > 0.04299', true],
    ['net > 0.042990000000000001', false],
    ['net >= 0.042990000000000001', true],
    ['net = 0.042990000000000001', true],
    ['NET < -1', false],
    ['hops = 3 and state = landed', true],
    ['hops != 3 or state = LANDED', true],
    ['hops > 3 or hops < 3 or token = link', true],
    ['not hops = 3', false],
    ['not (hops = 4 or state = lost)', true],
    ['hops = 4 and state = landed or books = yes', true],
    ['hops = 4 and (state = landed or books = yes)', false],
    ['token contains "in"', true],
    ['token != weth', false],
    ['state contains "lan"', true],
    ['books = no', false],
  ])('%s', (text, expected) => {
    expect(meets(text)).toBe(expected);
  });

  it('is left open by what is not known, unless the rest decides', () => {
    const unknown = { ...row, net: null };
    expect(meets('net > 1', unknown)).toBeNull();
    expect(meets('not net > 1', unknown)).toBeNull();
    expect(meets('net > 1 and hops = 3', unknown)).toBeNull();
    expect(meets('net > 1 and hops = 4', unknown)).toBe(false);
    expect(meets('net > 1 or hops = 3', unknown)).toBe(true);
    expect(meets('hops > 1', { ...row, hops: Number.NaN })).toBeNull();
  });

  it.each([
    [9, 10, true],
    [9, 11, true],
    [11, 10, true],
    [11, 9, true],
    [10, 11, false],
    [10, 9, false],
    [9, 9.5, false],
    [11, 12, false],
    [null, 11, false],
  ])('crosses 10 from %j to %j: %j', (was, is, expected) => {
    const crossing = parseCondition('hops crosses 10', fields);
    expect(
      holds(
        crossing,
        () => is,
        () => was,
      ),
    ).toBe(expected);
    expect(
      holds(
        crossing,
        () => null,
        () => was,
      ),
    ).toBeNull();
    expect(
      holds(
        parseCondition('not hops crosses 10', fields),
        () => is,
        () => was,
      ),
    ).toBe(!expected);
  });

  it('crosses an exact amount at its last digit', () => {
    const crossing = parseCondition('net crosses 0.000000000000000002', fields);
    const net = (amount: bigint): ConditionValue => ({ amount, decimals: 18 });
    expect(
      holds(
        crossing,
        () => net(2n),
        () => net(1n),
      ),
    ).toBe(true);
    expect(
      holds(
        crossing,
        () => net(1n),
        () => net(0n),
      ),
    ).toBe(false);
    expect(crossedFieldsOf(parseCondition('net crosses 1 and (hops = 2 or not net crosses 5)', fields))).toEqual([
      'net',
    ]);
  });

  it('names its fields once each', () => {
    expect(fieldsOf(parseCondition('net > 1 and not (hops = 2 or net < 5)', fields))).toEqual(['net', 'hops']);
  });

  it.each([
    ['gross > 1', 'at character 1: expected one of net, hops, state, token, books, found “gross”'],
    ['net contains 1', 'at character 5: expected = != > >= < <= crosses after net, found “contains”'],
    ['state crosses 3', 'at character 7: expected = != contains after state, found “crosses”'],
    ['state > landed', 'at character 7: expected = != contains after state, found “>”'],
    ['net > many', 'at character 7: expected a number for net, found “many”'],
    ['net > 1.2.3', 'at character 7: expected a number for net, found “1.2.3”'],
    ['books = maybe', 'at character 9: expected yes or no for books, found “maybe”'],
    ['net >', 'at character 6: expected a number for net, found the end'],
    ['(net > 1', 'at character 9: expected “)”, found the end'],
    ['net > 1 hops = 2', 'at character 9: expected “and”, “or” or the end, found “hops”'],
    ['net > 1 ; hops = 2', 'at character 9: expected a word, a number or a sign, found “;”'],
    ['"net" > 1', 'at character 1: expected one of net, hops, state, token, books, found “net”'],
  ])('%s is refused where it goes wrong', (text, message) => {
    expect(() => parseCondition(text, fields)).toThrow(
      expect.objectContaining({ code: 'CONDITION_MALFORMED', message }),
    );
  });

  it.each([
    ['eth', true],
    ['eth link', true],
    ['eth usdc', false],
    ['"weth" hops ≤ 3', true],
    ['hops ≥ 4 weth', false],
    ['not usdc and (weth or usdc) net > 0', true],
    ['net', false],
    ['0.05', false],
  ])('where words may stand bare: %s', (text, expected) => {
    const everywhere = parseCondition(text, fields, 'token');
    expect(holds(everywhere, (field) => row[field] ?? null)).toBe(expected);
  });

  it.each(['and weth', 'weth or', 'weth )', '> 3', 'weth > 3'])('where words may stand bare: %s is refused', (text) => {
    expect(() => parseCondition(text, fields, 'token')).toThrow(
      expect.objectContaining({ code: 'CONDITION_MALFORMED' }),
    );
  });

  it('is bounded in length and depth', () => {
    expect(() => parseCondition('x'.repeat(longestCondition + 1), fields)).toThrow('at most 512 characters');
    expect(() => parseCondition(`${'('.repeat(40)}net > 1${')'.repeat(40)}`, fields)).toThrow('fewer parts');
    expect(() => parseCondition(`${'not '.repeat(60)} net > 1`, fields)).toThrow('fewer parts');
  });
});
