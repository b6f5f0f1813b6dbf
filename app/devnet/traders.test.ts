import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { inputToMovePrice, spotPrice, virtualReserves } from './poolView.ts';
import { rawPrice } from './startingPrice.ts';
import { startUsd, viewsAt } from './testing/startingMarket.ts';
import { planSwaps } from './traders.ts';

describe('traders', () => {
  it('plan the same from the same seed, and otherwise from another', () => {
    const plan = (seed: number): string => {
      const random = seededRandom(seed);
      const all = Array.from({ length: 20 }, (_, block) =>
        planSwaps(
          random,
          viewsAt((index) => 1 + ((index * 7 + block) % 5) / 100),
          startUsd,
          1000,
        ),
      );
      return JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    };
    expect(plan(3)).toBe(plan(3));
    expect(plan(3)).not.toBe(plan(4));
  });

  it('trade at least 200 times a minute with any seed', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = seededRandom(seed);
        let swaps = 0;
        for (let block = 0; block < 60; block += 1)
          swaps += planSwaps(
            random,
            viewsAt(() => 1),
            startUsd,
            1000,
          ).length;
        expect(swaps).toBeGreaterThan(250);
      }),
      { numRuns: 50 },
    );
  });

  it('who follows moves a pool towards the recorded price, and not past it', () => {
    const random = seededRandom(8);
    const views = viewsAt((index) => (index % 2 === 0 ? 1.04 : 0.96));
    let followed = 0;
    for (let block = 0; block < 50; block += 1) {
      for (const { intent, pool, zeroForOne, amountIn } of planSwaps(random, views, startUsd, 1000)) {
        if (intent !== 'follow') continue;
        followed += 1;
        const view = views.find((candidate) => candidate.pool === pool);
        if (view === undefined) throw new Error('unknown pool');
        const fair = rawPrice(pool.token0, pool.token1);
        // token0 is too dear in its pool when the spot price is above the fair one: it is sold.
        expect(zeroForOne).toBe(spotPrice(view) > fair);
        const added = Number(amountIn) * (1 - pool.feePpm / 1e6);
        const product = view.reserve0 * view.reserve1;
        const after = zeroForOne ? product / (view.reserve0 + added) ** 2 : (view.reserve1 + added) ** 2 / product;
        expect(zeroForOne ? after >= fair : after <= fair).toBe(true);
      }
    }
    expect(followed).toBeGreaterThan(50);
  });

  it('know what moves a constant product by a ratio', () => {
    const reserveIn = 1000;
    const amount = inputToMovePrice(reserveIn, 1.21, 3000);
    expect(((reserveIn + amount * 0.997) / reserveIn) ** 2).toBeCloseTo(1.21, 12);
    const { reserve0, reserve1 } = virtualReserves(3n * 2n ** 96n, 600n);
    expect([reserve0, reserve1]).toEqual([200, 1800]);
  });
});
