import { expect, test } from 'vitest';
import { runAmm } from '../../../conformance/amm.ts';
import { Tally } from '../../../conformance/tally.ts';
import { seededRandom } from '../../../domain/random.ts';
import { ExactPool } from '../../exactPool.ts';
import type { FuzzQuestion } from './fuzzQuestion.ts';
import { checkQuotes, type QuoteFuzz } from './quoteFuzz.ts';
import { simplerBalances, simplerNumbers } from './simplerNumbers.ts';

/** Answers as the core does, but for inputs of `wrongFrom` on, where it pays a unit more. */
function oracleThatErrs(wrongFrom: bigint): QuoteFuzz {
  return {
    draw: (random, count) =>
      Array.from({ length: count }, () => ({
        state: {
          kind: 'uniswapV2',
          reserve0: 10n ** 21n + BigInt(random.below(1e9)),
          reserve1: 10n ** 24n + BigInt(random.below(1e9)),
          feePpm0: 3000,
          feePpm1: 3000,
        },
        direction: { in: 0, out: 1, exactIn: true },
        amount: 1n + BigInt(random.below(1e15)),
      })),
    ask: async (questions) =>
      questions.map(({ state, direction, amount }) => {
        const got = new ExactPool(state).swap(direction, amount);
        if (!got.ok) return { ok: false };
        return { ok: true, amountIn: amount, amountOut: got.amountOut + (amount >= wrongFrom ? 1n : 0n) };
      }),
    simpler: (question: FuzzQuestion) => [
      ...simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
      ...simplerBalances(question.state).map((state) => ({ ...question, state })),
    ],
    stop: () => Promise.resolve(),
  };
}

test('answers that agree are counted', async () => {
  const found = await checkQuotes(oracleThatErrs(10n ** 18n), seededRandom(1), 50);
  expect(found).toEqual({ answered: 50, refused: 0, inverted: 0, partial: 0 });
});

test('a difference is made simple and printed as a vector file that fails as it did', async () => {
  const failure = await checkQuotes(oracleThatErrs(12_345n), seededRandom(1), 50).catch((error: unknown) => error);
  const line = String(failure instanceof Error ? failure.message : failure)
    .split('\n')
    .at(-1);
  const file = JSON.parse(line ?? '') as { cases: { amount: string }[]; pools: Record<string, { reserve0: string }> };
  expect(file.cases[0]?.amount).toBe('12345');
  expect(Number(file.pools.found?.reserve0)).toBeLessThan(100);
  const lines: string[] = [];
  const tally = new Tally((each) => lines.push(each));
  runAmm('found', file, tally);
  expect(lines).toHaveLength(1);
});
