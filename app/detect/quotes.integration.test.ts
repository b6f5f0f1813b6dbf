import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Random, seededRandom } from '../domain/random.ts';
import { checkV2Quotes, checkV3Quotes } from './testing/checkQuotes.ts';
import { type QuoteOracle, startQuoteOracle } from './testing/quoteOracle.ts';

let oracle: QuoteOracle;
const random: Random = seededRandom(21);

beforeAll(async () => {
  oracle = await startQuoteOracle();
});

afterAll(async () => {
  await oracle.stop();
});

test('V2 quotes equal the router, and the pair pays them but not one unit more', async () => {
  let checked = 0;
  for (let round = 0; round < 12; round += 1) checked += await checkV2Quotes(oracle, random.fork(`v2 ${round}`), 100);
  expect(checked).toBeGreaterThan(1000);
});

test('V3 quotes equal QuoterV2 over the real pool, in amounts and in the price after', async () => {
  const outcomes = { filled: 0, partial: 0, refused: 0, crossing: 0 };
  for (let round = 0; round < 30; round += 1) {
    const found = await checkV3Quotes(oracle, random.fork(`v3 ${round}`), 60);
    for (const key of ['filled', 'partial', 'refused', 'crossing'] as const) outcomes[key] += found[key];
  }
  expect(outcomes.filled + outcomes.partial + outcomes.refused).toBe(1800);
  expect(outcomes.crossing).toBeGreaterThan(300);
  expect(outcomes.partial).toBeGreaterThan(100);
});
