import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { loadNative } from '../native.ts';
import { NativeMarketView } from './nativeMarket.ts';
import { referenceProfit } from './reference/cycleProfit.ts';
import { randomBits, randomV2State, testPool } from './testing/randomPools.ts';
import { ringMarket } from './testing/ringMarket.ts';
import { readUint256, writeWords } from './words.ts';

test('quotes of a batch are those of single swaps, failures included', () => {
  const random = seededRandom(51);
  const pools = Array.from({ length: 200 }, (_, i) => testPool(100 + i, 1, 2, { feePpm: random.below(20_000) }));
  const market = new NativeMarketView();
  market.setPools(pools);
  market.applyStates(pools.slice(1).map(({ address }) => ({ pool: address, state: randomV2State(random) })));
  const amounts = pools.map(() => randomBits(random, 120));
  const words = new BigUint64Array(4 * pools.length);
  const errors = new Int32Array(pools.length);
  amounts.forEach((amount, i) => {
    writeWords(words, 4 * i, 4, amount);
  });
  const requests = Uint32Array.from(pools.flatMap((_, i) => [i, i % 2]));
  expect(market.native.quoteEach(requests, words, errors)).toBe(0);
  const seen = { ok: 0, failed: 0 };
  pools.forEach(({ address }, i) => {
    const single = market.swap({ pool: address, zeroForOne: i % 2 === 1, exactIn: true, amount: amounts[i] ?? 0n });
    expect(errors[i] === 0).toBe(single.ok);
    if (single.ok) expect(readUint256(words, 4 * i)).toBe(single.amountOut);
    seen[single.ok ? 'ok' : 'failed'] += 1;
  });
  expect(Math.min(seen.ok, seen.failed)).toBeGreaterThan(5);
});

test.each([2, 3, 4, 5])(
  'the optimum of %i constant products is that of bigint swaps around it, and of a single call',
  (hops) => {
    const rings = ringMarket(seededRandom(52), { hops, rings: 60, v3Share: 0 });
    const market = new NativeMarketView();
    market.setPools(rings.pools);
    market.applyStates([...rings.states].map(([pool, state]) => ({ pool, state })));
    const place = (address: string): number => market.place(address);
    const flat = rings.cycles.flat().flatMap(({ pool, zeroForOne }) => [place(pool.address), zeroForOne ? 1 : 0]);
    const words = new BigUint64Array(8 * rings.cycles.length);
    const header = Uint32Array.of(rings.cycles.length, hops, 10);
    expect(market.native.optimiseEach(header, Uint32Array.from(flat), words)).toBe(rings.cycles.length);
    rings.cycles.forEach((cycle, i) => {
      const amountIn = readUint256(words, 8 * i);
      const gross = readUint256(words, 8 * i + 4);
      expect(referenceProfit(cycle, amountIn)).toBe(gross);
      for (const near of [-2n, -1n, 1n, 2n]) {
        expect(referenceProfit(cycle, amountIn + near) ?? 0n).toBeLessThanOrEqual(gross);
      }
      const path = cycle.map(({ pool, zeroForOne }) => ({
        pool: pool.address,
        in: zeroForOne ? 0 : 1,
        out: zeroForOne ? 1 : 0,
      }));
      expect(market.optimise(path, 10)?.[0]).toBe(amountIn);
    });
  },
);

test('a batch refuses what is out of its range', () => {
  const market = new (loadNative().Market)();
  const none = new BigUint64Array(0);
  expect(market.optimiseEach(Uint32Array.of(1, 6, 0), new Uint32Array(12), new BigUint64Array(8))).toBeLessThan(0);
  expect(market.optimiseEach(Uint32Array.of(1, 2, 0), new Uint32Array(4), new BigUint64Array(8))).toBeLessThan(0);
  expect(market.optimiseEach(Uint32Array.of(1000, 2, 0), new Uint32Array(4), none)).toBeLessThan(0);
  expect(market.quoteEach(new Uint32Array(2), new BigUint64Array(4), new Int32Array(1))).toBeLessThan(0);
  expect(market.quoteEach(new Uint32Array(2), none, new Int32Array(1))).toBeLessThan(0);
  expect(market.quoteEach(new Uint32Array(0), none, new Int32Array(0))).toBe(0);
  const room = [new BigUint64Array(20), new Uint32Array(22), new Uint32Array(38), new BigUint64Array(132)] as const;
  expect(market.split(Uint32Array.of(2, 8, 0, 0, 1, 0, 0), ...room)).toBe(-2);
  expect(market.split(Uint32Array.of(6, 8, 0, ...new Array(12).fill(0)), ...room)).toBe(-2);
  expect(market.split(Uint32Array.of(2, 8, 0), ...room)).toBe(-2);
  expect(market.split(Uint32Array.of(2, 8), ...room)).toBe(-1);
  expect(market.split(Uint32Array.of(2, 8, 0, 0, 1, 0, 0), room[0], room[1], room[2], none)).toBe(-1);
});
