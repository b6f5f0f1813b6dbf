import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { priceHistorySchema, pricePath, recordedStepLastsMs } from './pricePath.ts';
import { token } from './testing/startingMarket.ts';
import { devnetTokens } from './token.ts';

const history = priceHistorySchema.parse(
  JSON.parse(readFileSync(new URL('../../resources/devnet/priceHistory.json', import.meta.url), 'utf8')),
);

describe('price paths', () => {
  it('follow the recorded returns exactly at each step', () => {
    const weth = token('WETH');
    const closes = history.closes.ETH;
    const price = pricePath(history, seededRandom(4), devnetTokens);
    const returns = [1, 2, 3].map(
      (step) => price(weth, step * recordedStepLastsMs) / price(weth, (step - 1) * recordedStepLastsMs),
    );
    const recorded = closes.map((close, index) => close / (closes[index - 1] ?? close));
    const backwards = recorded.map((value) => 1 / value);
    const occurs = (list: readonly number[], order: readonly number[]): boolean =>
      list.some((_, at) => order.every((value, k) => Math.abs((list[at + k] ?? 0) - value) < 1e-9));
    expect(occurs(recorded, returns) || occurs(backwards, [...returns].reverse())).toBe(true);
  });

  it('start where the table says, stay within the record, and keep dollars at one', () => {
    const price = pricePath(history, seededRandom(9), devnetTokens);
    for (const one of devnetTokens) {
      expect(price(one, 0)).toBeCloseTo(one.startUsd, 9);
      for (let step = 0; step < 3000; step += 37) {
        const ratio = price(one, step * recordedStepLastsMs) / one.startUsd;
        expect(ratio).toBeGreaterThan(0.5);
        expect(ratio).toBeLessThan(2);
        if (one.follows === null) expect(ratio).toBe(1);
      }
    }
  });
});
