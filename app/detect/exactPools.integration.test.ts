import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { checkExactPools, questionKinds } from './testing/checkExactPools.ts';
import { startContractBatch } from './testing/contractBatch.ts';

const quotes = 10_000;
const perCall = 500;

test.each(Object.keys(questionKinds) as (keyof typeof questionKinds)[])(
  '%s quotes equal the published algorithm on a chain, errors too',
  { timeout: 120_000 },
  async (kind) => {
    const oracle = await startContractBatch(questionKinds[kind].contract);
    try {
      const random = seededRandom(34);
      const total = { answered: 0, refused: 0, inverted: 0 };
      for (let round = 0; round < quotes / perCall; round += 1) {
        const found = await checkExactPools(kind, oracle, random.fork(`${kind} ${round}`), perCall);
        for (const key of ['answered', 'refused', 'inverted'] as const) total[key] += found[key];
      }
      console.log(`${kind}: ${JSON.stringify(total)}`);
      expect(total.answered + total.refused).toBe(quotes);
      expect(total.answered).toBeGreaterThan(quotes / 2);
      expect(total.inverted).toBeGreaterThan(500);
    } finally {
      await oracle.stop();
    }
  },
);
