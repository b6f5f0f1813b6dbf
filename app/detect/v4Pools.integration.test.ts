import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { checkV4Pools } from './testing/checkV4Pools.ts';
import { startV4Asker } from './testing/contractBatch.ts';
import { v4Manager } from './testing/v4Manager.ts';

const manager = v4Manager();
if (manager === null) {
  console.log('skipped: swaps through the real V4 PoolManager (set SYNDICATE_V4_CORE to a folder of @uniswap/v4-core)');
}

test.skipIf(manager === null)('V4 swaps equal the real PoolManager', { timeout: 120_000 }, async () => {
  if (manager === null) return;
  const oracle = await startV4Asker(manager);
  try {
    const random = seededRandom(44);
    let crossed = 0;
    for (let round = 0; round < 100; round += 1) crossed += await checkV4Pools(oracle, random.fork(`v4 ${round}`), 100);
    console.log(`V4: 10000 swaps, ${crossed} to another liquidity`);
    expect(crossed).toBeGreaterThan(2000);
  } finally {
    await oracle.stop();
  }
});
