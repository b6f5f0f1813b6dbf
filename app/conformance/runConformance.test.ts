import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(suite: string, content: unknown): { code: number; lines: string[] } {
  const file = path.join(folder, 'vectors.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const lines: string[] = [];
  const code = runConformance([suite, file], (line) => lines.push(line));
  return { code, lines };
}

const pair = { kind: 'uniswapV2', reserve0: '1000000', reserve1: '2000000', feePpm: 3000, tokens: ['A', 'B'] };
const swap = { pool: 'p', method: 'exactIn', in: 0, out: '1', amount: '1000', expect: '1992' };

function amm(...cases: object[]): object {
  return { suite: 'amm', pools: { p: pair, odd: { kind: 'curveCubic' } }, cases };
}

describe('amm', () => {
  test('passes what is right and prints the count last', () => {
    expect(run('amm', amm(swap, { ...swap, expectState: { reserves: ['1001000', '1998008'] } }))).toEqual({
      code: 0,
      lines: ['2 passed, 0 failed'],
    });
  });

  test.each([
    ['an answer off by one', { ...swap, expect: '1993' }, 'got 1992, expected 1993'],
    ['an error that does not come', { ...swap, expectError: true }, 'expected an error'],
    ['an unexpected error', { ...swap, amount: '0' }, 'INSUFFICIENT_INPUT_AMOUNT'],
    ['another state', { ...swap, expectState: { reserve0: '1' } }, 'reserve0 after is 1001000, expected 1'],
    ['an unknown kind', { ...swap, pool: 'odd' }, 'pool kind curveCubic is not known'],
    ['a missing pool', { ...swap, pool: 'none' }, 'not in the file'],
    ['a malformed case', { ...swap, method: 'guess' }, 'method'],
    ['a case that expects nothing', { ...swap, expect: undefined }, 'expects nothing'],
  ])('fails %s', (_what, vector, why) => {
    const { code, lines } = run('amm', amm(swap, vector));
    expect(code).toBe(1);
    expect(lines[0]).toContain(why);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  test.each([
    ['the same token twice', { out: 0 }],
    ['a token that the pool does not have', { out: 2 }],
    ['a place that no pool has', { in: -1 }],
    ['an amount of nothing', { amount: '0' }],
    ['more than a uint256', { amount: String(2n ** 256n) }],
    ['less than nothing', { amount: '-1' }],
    ['a pool whose numbers no pair can hold', { pool: 'full' }],
  ])('takes an error for %s, and no answer', (_what, changed) => {
    const pools = { p: pair, full: { ...pair, reserve0: String(2n ** 112n) } };
    const wrong = { ...swap, ...changed };
    expect(run('amm', { suite: 'amm', pools, cases: [{ ...wrong, expect: undefined, expectError: true }] }).code).toBe(
      0,
    );
    expect(run('amm', { suite: 'amm', pools, cases: [wrong] }).code).toBe(1);
  });

  test.each(['odd', 'none', 'nothing', 'short'])(
    'an expected error does not excuse a pool that is not understood: %s',
    (pool) => {
      const { reserve1: _, ...short } = pair;
      const pools = { odd: { kind: 'curveCubic' }, nothing: 5, short };
      const asked = { ...swap, expect: undefined, pool, expectError: true };
      expect(run('amm', { suite: 'amm', pools, cases: [asked] }).lines.at(-1)).toBe('0 passed, 1 failed');
    },
  );

  test('takes null for a field that is not given, in pools and cases', () => {
    const pools = { p: { ...pair, feePpm0: null, feePpm1: null, transferFeePpm0: null } };
    const nulls = {
      sqrtPriceLimitX96: null,
      expectState: null,
      expectError: null,
      underlying: null,
      expectFilled: null,
    };
    expect(run('amm', { suite: 'amm', pools, cases: [{ ...swap, ...nulls }] }).code).toBe(0);
  });

  test('answers each case from the state that the file gives, whatever swaps came before', () => {
    const after = { ...swap, expectState: { reserve0: '1001000' } };
    expect(run('amm', amm(after, after, swap)).lines).toEqual(['3 passed, 0 failed']);
  });

  test('takes a fee per input token', () => {
    const { reserve0, reserve1, kind } = pair;
    const pools = { p: { kind, reserve0, reserve1, feePpm0: 3000, feePpm1: 0 } };
    const back = { ...swap, in: 1, out: 0, expect: String((1000n * 1_000_000n) / 2_001_000n) };
    expect(run('amm', { suite: 'amm', pools, cases: [swap, back] }).code).toBe(0);
  });

  test('takes an error for leaving the known ticks, and an answer inside them', () => {
    const q96 = String(2n ** 96n);
    const known = {
      kind: 'uniswapV3',
      sqrtPriceX96: q96,
      tick: 0,
      liquidity: '1000000',
      feePpm: 3000,
      tickSpacing: 60,
      ticks: [],
    };
    const pools = { p: { ...known, window: { minTick: -60, maxTick: 60 } } };
    const cases = [
      { pool: 'p', method: 'exactIn', in: 0, out: 1, amount: '1000', expect: '996' },
      { pool: 'p', method: 'exactIn', in: 0, out: 1, amount: '100000', expectError: true },
      { pool: 'p', method: 'exactIn', in: 1, out: 0, amount: '100000', expectError: true },
    ];
    expect(run('amm', { suite: 'amm', pools, cases })).toEqual({ code: 0, lines: ['3 passed, 0 failed'] });
  });
});

describe('arb', () => {
  const other = { ...pair, reserve1: '2200000' };
  const cycle = [
    { pool: 'q', in: 0, out: 1 },
    { pool: 'p', in: 1, out: 0 },
  ];
  const arb = (cases: object[], search: object[] = []): object => ({
    suite: 'arb',
    pools: { p: pair, q: other },
    cases,
    search,
  });

  test('finds at least the profit, in a given cycle and in a search, and fails to find more', () => {
    const found = run(
      'arb',
      arb([{ cycle, expectAtLeast: '997' }], [{ start: 'A', maxHops: 2, expectAtLeast: '997' }]),
    );
    expect(found).toEqual({ code: 0, lines: ['2 passed, 0 failed'] });
    const more = run('arb', arb([{ cycle, expectAtLeast: '998' }], [{ start: 'A', maxHops: 3, expectAtLeast: '998' }]));
    expect(more.lines.at(-1)).toBe('0 passed, 2 failed');
  });

  test('trades no token that keeps a part of each transfer, in a search either', () => {
    const pools = { p: pair, q: { ...other, transferFeePpm0: 1 } };
    const file = (expectAtLeast: string): object => ({
      suite: 'arb',
      pools,
      cases: [],
      search: [{ start: 'A', maxHops: 2, expectAtLeast }],
    });
    expect(run('arb', file('1')).code).toBe(1);
    expect(run('arb', file('0')).code).toBe(0);
  });

  test('a case that breaks down fails alone', () => {
    const pools = { p: pair, q: { ...other, tokens: ['A'] } };
    const cases = [
      { cycle, expectAtLeast: '0' },
      { cycle: [{ pool: 'p', in: 0, out: 1 }], amountIn: '1000', expect: '1992' },
    ];
    expect(run('arb', { suite: 'arb', pools, cases }).lines.at(-1)).toBe('1 passed, 1 failed');
  });

  test('gives the output of a chain to the unit, a pool that comes again included', () => {
    const there = { pool: 'p', in: 0, out: 1 };
    const cases = [
      { cycle: [there], amountIn: '1000', expect: '1992' },
      { cycle: [there, { pool: 'p', in: 1, out: 0 }], amountIn: '1000', expect: '994' },
      { cycle: [there], amountIn: '1000', expect: '1991' },
    ];
    expect(run('arb', arb(cases)).lines.at(-1)).toBe('2 passed, 1 failed');
  });
});

test.each([
  ['an unknown suite', 'quants', amm(swap)],
  ['an empty file', 'amm', amm()],
  ['a file that is no JSON', 'amm', '{'],
  ['a file of another suite', 'arb', amm(swap)],
])('does not pass %s', (_what, suite, content) => {
  const { code, lines } = run(suite, content);
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/^0 passed, \d failed$/);
});

test('documents every field that its schemas read', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
  for (const field of [
    'feePpm0',
    'window',
    'liquidityNet',
    'sqrtPriceLimitX96',
    'expectFilled',
    'expectState',
    'amountIn',
    'maxHops',
    'underlying',
    'lpFeePpm',
    'protocolFee',
    'hooks',
    'decimals0',
    'offpegFeeMultiplierE10',
    'invariantForm',
    'adminFeeE10',
    'baseTotalSupply',
    'priceScale',
    'feeGamma',
    'solver',
    'powVersion',
    'ampPrecision',
    'bptIndex',
    'roundInvariantUp',
    'vault',
  ]) {
    expect(text).toContain(field);
  }
});
