import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { fuzzKinds } from './testing/fuzz/fuzzKinds.ts';
import { addTallies, type FuzzTally } from './testing/fuzz/quoteFuzz.ts';
import { v4Manager } from './testing/v4Manager.ts';

const quotes = 10_000;
const perCall = 500;

if (v4Manager() === null) {
  console.log('skipped: swaps through the real V4 PoolManager (set SYNDICATE_V4_CORE to a folder of @uniswap/v4-core)');
}

test.each(Object.keys(fuzzKinds))('%s: quotes are equal, and refusals', { timeout: 180_000 }, async (kind) => {
  const fuzz = await fuzzKinds[kind]?.(21);
  if (fuzz === undefined) throw new TypeError(kind);
  try {
    const random = seededRandom(34);
    const total: FuzzTally = { answered: 0, refused: 0, inverted: 0, partial: 0 };
    for (let round = 0; round < quotes / perCall; round += 1) {
      addTallies(total, await fuzz.check(random.fork(`${kind} ${round}`), perCall));
    }
    console.log(`${kind}: ${JSON.stringify(total)}`);
    expect(total.answered + total.refused).toBe(quotes);
    expect(total.answered).toBeGreaterThan(quotes / 2);
    expect(total.refused).toBeGreaterThan(0);
  } finally {
    await fuzz.stop();
  }
});
