import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { checkV2Quotes, checkV3Quotes } from './testing/checkQuotes.ts';
import { startQuoteOracle } from './testing/quoteOracle.ts';

/** Part of the slow tier's time that this file may use. */
const share = 0.12;
/** A node that answers for many invented states keeps memory: start afresh from time to time. */
const roundsPerNode = 100;

test('random pools and sizes against the contracts, for as long as the budget says', async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000) * share;
  const until = performance.now() + budgetMs;
  const seed = Number(process.env.SYNDICATE_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  let quotes = 0;
  for (let round = 0; performance.now() < until; ) {
    const oracle = await startQuoteOracle();
    try {
      for (let i = 0; i < roundsPerNode && performance.now() < until; i += 1, round += 1) {
        const { filled, partial, refused } = await checkV3Quotes(oracle, random.fork(`v3 ${round}`), 60);
        quotes += filled + partial + refused + (await checkV2Quotes(oracle, random.fork(`v2 ${round}`), 60));
      }
    } finally {
      await oracle.stop();
    }
  }
  const coveredFile = process.env.SYNDICATE_COVERED_FILE;
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ quotes })}\n`);
  expect(quotes).toBeGreaterThan(0);
});
