import { expect, it } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { type ComparedTrade, differenceInterval } from './differenceInterval.ts';

const ether = 10n ** 18n;

/** A trade in each block; what paper makes of it less than 1 ETH is normal around `mean`, in ETH. */
function tradesOf(blocks: number, mean: number, deviation: number, seed = 3): readonly ComparedTrade[] {
  const random = seededRandom(seed);
  return Array.from({ length: blocks }, (_, block) => ({
    block,
    real: ether,
    paper: BigInt(Math.round((1 + mean + deviation * random.normal()) * 1e9)) * 10n ** 9n,
  }));
}

it('covers the true difference about as often as it says, and is as wide as the sample is small', () => {
  let covered = 0;
  const widths = { short: 0, long: 0 };
  for (let seed = 0; seed < 60; seed += 1) {
    const interval = differenceInterval(tradesOf(600, -0.02, 0.5, seed), seededRandom(seed));
    if (interval === null) throw new Error('no interval');
    covered += interval.lowPpm <= -20_000 && -20_000 <= interval.highPpm ? 1 : 0;
    widths.short += interval.highPpm - interval.lowPpm;
    const long = differenceInterval(tradesOf(2_400, -0.02, 0.5, seed), seededRandom(seed));
    widths.long += (long?.highPpm ?? 0) - (long?.lowPpm ?? 0);
  }
  expect(covered).toBeGreaterThanOrEqual(51);
  expect(covered).toBeLessThanOrEqual(60);
  expect(widths.short / widths.long).toBeGreaterThan(1.6);
  expect(widths.short / widths.long).toBeLessThan(2.5);
});

it('is wider where trades fall together than where each falls by itself', () => {
  const apart = tradesOf(600, 0, 0.5);
  const together = apart.map((trade, at) => ({ ...trade, paper: apart[at - (at % 20)]?.paper ?? 0n }));
  const width = (trades: readonly ComparedTrade[]): number => {
    const interval = differenceInterval(trades, seededRandom(1));
    return (interval?.highPpm ?? 0) - (interval?.lowPpm ?? 0);
  };
  expect(width(together)).toBeGreaterThan(2.5 * width(apart));
});

it('says nothing of a short run, of none, or of one that earned nothing for real', () => {
  expect(differenceInterval([], seededRandom(1))).toBeNull();
  expect(differenceInterval(tradesOf(180, 0, 0.1), seededRandom(1))).toBeNull();
  const lost = tradesOf(600, 0, 0.1).map((trade) => ({ ...trade, real: -1n }));
  expect(differenceInterval(lost, seededRandom(1))).toBeNull();
});

it('draws alike by equal seeds', () => {
  const interval = (seed: number) => differenceInterval(tradesOf(600, 0, 0.5), seededRandom(seed));
  expect(interval(7)).toEqual(interval(7));
  expect(interval(7)).not.toEqual(interval(8));
});
