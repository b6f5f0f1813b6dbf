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
/** While the node answers one call the next is drawn and written. */
const callsAtOnce = 2;

/** How many questions each kind is asked, or until when. */
type Target = { readonly count: number } | { readonly until: number };

/** Questions to one kind until its time is over, or so many. @returns how many were asked */
async function ask(target: Target, kind: string, seed: number, random: Random): Promise<number> {
  const start = present(fuzzKinds[kind], 'kind of pool');
  let asked = 0;
  const isOver = (): boolean =>
    'count' in target ? asked >= target.count : asked > 0 && performance.now() >= target.until;
  for (let round = 0; !isOver(); round += 1) {
    const fuzz = await start(seed + round);
    try {
      for (let done = 0; done < quotesPerNode && !isOver(); done += perCall * callsAtOnce) {
        const calls = Array.from({ length: callsAtOnce }, (_, i) => `${kind} ${round} ${done + i * perCall}`);
        for (const tally of await Promise.all(calls.map((name) => fuzz.check(random.fork(name), perCall)))) {
          // Least inputs that are tried beside the questions are extra: what is counted against a target is asked of the contracts.
          asked += tally.answered + tally.refused + ('count' in target ? 0 : tally.inverted);
        }
      }
    } finally {
      await fuzz.stop();
    }
  }
  return asked;
}

test('random pools and sizes of every kind against the contracts, for as long as the budget says or as many', async () => {
  const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 60_000) * share;
  const wanted = process.env.SYNDICATE_SLOW_QUOTES;
  const begin = performance.now();
  const seed = Number(process.env.SYNDICATE_SLOW_SEED ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const kinds = Object.keys(fuzzKinds);
  const covered: Record<string, number> = {};
  // As much time for each kind, so that a small budget too comes to all of them.
  for (const [i, kind] of kinds.entries()) {
    const target =
      wanted === undefined ? { until: begin + (budgetMs * (i + 1)) / kinds.length } : { count: Number(wanted) };
    const since = performance.now();
    covered[kind] = await ask(target, kind, seed, random);
    console.log(`${kind}: ${covered[kind]} in ${Math.round((performance.now() - since) / 1000)} s`);
  }
  const quotes = Object.values(covered).reduce((sum, count) => sum + count, 0);
  const coveredFile = process.env.SYNDICATE_COVERED_FILE;
  if (coveredFile !== undefined) appendFileSync(coveredFile, `${JSON.stringify({ quotes })}\n`);
  expect(Math.min(...Object.values(covered))).toBeGreaterThanOrEqual(Number(wanted ?? perCall));
});
