import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { present } from '../domain/errors.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import { fuzzKinds } from './testing/fuzz/fuzzKinds.ts';

/** Part of the slow tier's time that this file may use. */
const share = 0.12;
/** A node that answers for many invented states keeps memory: start afresh from time to time. */
const quotesPerNode = 20_000;
const perCall = 1000;

/** Questions to one kind until its time is over. @returns how many were asked */
async function askUntil(until: number, kind: string, seed: number, random: Random): Promise<number> {
  const start = present(fuzzKinds[kind], 'kind of pool');
  let asked = 0;
  for (let round = 0; asked === 0 || performance.now() < until; round += 1) {
    const fuzz = await start(seed + round);
    try {
      for (let done = 0; done < quotesPerNode && (done === 0 || performance.now() < until); done += perCall) {
        const { answered, refused, inverted } = await fuzz.check(random.fork(`${kind} ${round} ${done}`), perCall);
        asked += answered + refused + inverted;
      }
    } finally {
      await fuzz.stop();
    }
  }
  return asked;
}

test('random pools and sizes of every kind against the contracts, for as long as the budget says', async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000) * share;
  const begin = performance.now();
  const seed = Number(process.env.SYNDICATE_SLOW_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const kinds = Object.keys(fuzzKinds);
  const covered: Record<string, number> = {};
  // As much time for each kind, so that a small budget too comes to all of them.
  for (const [i, kind] of kinds.entries()) {
    covered[kind] = await askUntil(begin + (budgetMs * (i + 1)) / kinds.length, kind, seed, random);
  }
  console.log(JSON.stringify(covered));
  const quotes = Object.values(covered).reduce((sum, count) => sum + count, 0);
  const coveredFile = process.env.SYNDICATE_COVERED_FILE;
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ quotes })}\n`);
  expect(Math.min(...Object.values(covered))).toBeGreaterThanOrEqual(perCall);
});
