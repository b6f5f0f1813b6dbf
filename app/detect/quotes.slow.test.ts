import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { fuzzKinds } from './testing/fuzz/fuzzKinds.ts';

/** Part of the slow tier's time that this file may use. */
const share = 0.12;
/** A node that answers for many invented states keeps memory: start afresh from time to time. */
const quotesPerNode = 20_000;
const perCall = 1000;

test('random pools and sizes of every kind against the contracts, for as long as the budget says', async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000) * share;
  const until = performance.now() + budgetMs;
  const seed = Number(process.env.SYNDICATE_SLOW_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const covered: Record<string, number> = {};
  for (let round = 0; performance.now() < until; round += 1) {
    for (const [kind, start] of Object.entries(fuzzKinds)) {
      const fuzz = await start(seed + round);
      try {
        for (let done = 0; done < quotesPerNode && performance.now() < until; done += perCall) {
          const { answered, refused, inverted } = await fuzz.check(random.fork(`${kind} ${round} ${done}`), perCall);
          covered[kind] = (covered[kind] ?? 0) + answered + refused + inverted;
        }
      } finally {
        await fuzz.stop();
      }
    }
  }
  console.log(JSON.stringify(covered));
  const quotes = Object.values(covered).reduce((sum, count) => sum + count, 0);
  const coveredFile = process.env.SYNDICATE_COVERED_FILE;
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ quotes })}\n`);
  expect(quotes).toBeGreaterThan(0);
});
