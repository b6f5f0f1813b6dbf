import { Interface } from 'ethers';
import { describe, expect, test } from 'vitest';
import { present } from '../../domain/errors.ts';
import { type AbiParameter, CallWords, manyAnswers, manyCalls } from './callWords.ts';

const code = new Interface([
  'function many(bytes[] calls) returns (bytes[] answers)',
  'function plain(uint256 a, int24 b, bool c, address d, bytes32 e) returns (int256 x, bool y, bytes32 z, address at)',
  'function nested((address pool, uint256[] balances, (int24 lower, uint128 size)[] ranges, bool up) q, uint8 form) returns ((bool ok, int256 amount)[] outcomes)',
  'function deep((uint256[] a, uint8 b) own, uint256[][] lists, (uint256 p, int256 q) fixed, (uint256[] a, uint8 b)[] more) returns (uint256)',
]);
const address = `0x${'ab'.repeat(20)}`;
const hash = `0x${'c0ffee'.repeat(10)}0102`;
const most = 2n ** 256n - 1n;

function wordsOf(method: string): CallWords {
  const { selector, inputs, outputs } = present(code.getFunction(method), method);
  const plain = (list: typeof inputs): AbiParameter[] =>
    list.map((each) => JSON.parse(each.format('json')) as AbiParameter);
  return new CallWords(selector, plain(inputs), plain(outputs));
}

const calls = [
  { method: 'plain', args: [most, -887_272, true, address, hash] },
  { method: 'plain', args: [0n, 3, false, address, hash] },
  {
    method: 'nested',
    args: [
      [
        address,
        [1n, 2n ** 200n],
        [
          [-60, 5n],
          [60, 2n ** 127n],
        ],
        true,
      ],
      2,
    ],
  },
  { method: 'nested', args: [[address, [], [], false], 0] },
  {
    method: 'deep',
    args: [
      [[7n], 1],
      [[], [1n, 2n], [3n]],
      [4n, -5n],
      [
        [[8n, 9n], 2],
        [[], 3],
      ],
    ],
  },
];

describe("calls are written, and answers read, as by ethers' coder", () => {
  test('many calls in one', () => {
    const inner = calls.map(({ method, args }) => code.encodeFunctionData(method, args));
    const asked = calls.map(({ method, args }) => ({ words: wordsOf(method), args }));
    const selector = present(code.getFunction('many'), 'many').selector;
    expect(manyCalls(selector, asked)).toBe(code.encodeFunctionData('many', [inner]));
  });

  test('more calls than the first buffer holds', () => {
    const large = { method: 'deep', args: [[Array.from({ length: 3000 }, (_, i) => BigInt(i)), 1], [], [1n, 1n], []] };
    const [selector, words] = [present(code.getFunction('many'), 'many').selector, wordsOf('deep')];
    const inner = [large, large].map(({ method, args }) => code.encodeFunctionData(method, args));
    expect(
      manyCalls(
        selector,
        [large, large].map(({ args }) => ({ words, args })),
      ),
    ).toBe(code.encodeFunctionData('many', [inner]));
  });

  test('many answers, one of them a revert', () => {
    const answers: readonly [string, readonly unknown[]][] = [
      ['plain', [-(2n ** 255n), true, hash, address]],
      ['plain', [2n ** 255n - 1n, false, hash, address]],
      [
        'nested',
        [
          [
            [true, -1n],
            [false, 2n ** 100n],
          ],
        ],
      ],
    ];
    const bytes = answers.map(([method, values]) => code.encodeFunctionResult(method, values));
    const read = manyAnswers(code.encodeFunctionResult('many', [[...bytes, '0x']]));
    expect(read.map((answer) => answer.length)).toEqual([128, 128, 192, 0]);
    expect(answers.map(([method], i) => wordsOf(method).read(present(read[i], 'answer')))).toEqual([
      answers[0]?.[1],
      answers[1]?.[1],
      [
        [
          { ok: true, amount: -1n },
          { ok: false, amount: 2n ** 100n },
        ],
      ],
    ]);
  });
});

test('refuses what is no word, another number of values, and types that it does not know', () => {
  const selector = '0x00000000';
  const one = (type: string): CallWords => new CallWords(selector, [{ name: 'a', type }], []);
  expect(() => manyCalls(selector, [{ words: one('uint256'), args: [2n ** 256n] }])).toThrow('no word');
  expect(() => manyCalls(selector, [{ words: one('uint256'), args: [] }])).toThrow('number of values');
  expect(() => one('string')).toThrow('do not have');
  expect(() => one('tuple')).toThrow('components');
});
