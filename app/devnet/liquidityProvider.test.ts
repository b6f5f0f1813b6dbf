import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { planLiquidity } from './liquidityProvider.ts';
import { pools } from './testing/startingMarket.ts';

describe('the liquidity provider', () => {
  it('acts now and then, and never removes what it does not have', () => {
    const random = seededRandom(5);
    let acts = 0;
    for (let block = 0; block < 600; block += 1) {
      const intent = planLiquidity(random, pools, block % 13, 1000);
      if (intent === null) continue;
      acts += 1;
      if (intent.intent === 'removeLiquidity') expect(intent.position).toBeLessThan(block % 13);
      else {
        expect(intent.pool.kind).toBe('uniswapV3');
        expect(intent.highRatio).toBeGreaterThan(intent.lowRatio);
      }
    }
    expect(acts).toBeGreaterThan(50);
    expect(acts).toBeLessThan(150);
  });
});
