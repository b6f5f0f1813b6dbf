import { expect, test } from 'vitest';
import { wei } from '../domain/amount.ts';
import { seededRandom } from '../domain/random.ts';
import type { MarketState } from './exactPoolState.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { NativeMarketView } from './nativeMarket.ts';
import type { MarketPool } from './poolIndex.ts';
import { benchMarket } from './testing/benchMarket.ts';
import { mixedMarket } from './testing/mixedMarket.ts';

const megabyte = 2 ** 20;

function residentMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / megabyte;
}

test('ten million updates of V2 and V3 pools leave the memory where the first million did', () => {
  const random = seededRandom(17);
  const market = benchMarket(random, 2000);
  const view = new NativeMarketView();
  view.setPools(market.pools);
  view.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const places = { uniswapV2: [] as number[], uniswapV3: [] as number[] };
  for (const { address, kind } of market.pools) places[kind].push(view.place(address));
  const spacings = new Map(market.pools.map(({ address, tickSpacing }) => [view.place(address), tickSpacing]));
  const count = 500;
  const v2Pools = Uint32Array.from(places.uniswapV2.slice(0, count));
  const v3Pools = Uint32Array.from(places.uniswapV3.slice(0, count));
  const counts = Uint32Array.of(v2Pools.length, v3Pools.length, 1);
  const v2Words = new BigUint64Array(4 * count);
  const v3Words = new BigUint64Array(5 * count);
  const v3Ticks = new Int32Array(count);
  // A tick table that is longer at each other call: between 2 and 64 ticks, half of them new.
  const tables = new Int32Array(4);
  const tickIndexes = new Int32Array(64);
  const nets = new BigUint64Array(2 * 64);
  const update = (round: number): void => {
    for (let i = 0; i < count; i += 1) {
      v2Words[4 * i] = BigInt(1_000_000_007 * (1 + ((i + round) % 977)));
      v2Words[4 * i + 2] = BigInt(1_000_000_009 * (1 + ((i * 7 + round) % 983)));
      v3Words[5 * i + 1] = BigInt(4_294_967_296 + ((i + round) % 971));
      v3Words[5 * i + 3] = BigInt(1_000_000_021 * (1 + ((i + round) % 991)));
    }
    const ticks = 2 + (round % 2 === 0 ? 62 : round % 32);
    tables.set([v3Pools[round % count] ?? 0, ticks, -887272, 887272]);
    const step = spacings.get(v3Pools[round % count] ?? 0) ?? 1;
    for (let i = 0; i < ticks; i += 1) {
      tickIndexes[i] = step * (i - Math.floor(ticks / 2) + (round % 3));
      nets[2 * i] = BigInt(i);
    }
    const status = view.native.applyStates(
      counts,
      v2Pools,
      v2Words,
      v3Pools,
      v3Words,
      v3Ticks,
      tables,
      tickIndexes,
      nets,
    );
    expect(status).toBe(0);
  };
  const rounds = 10_000_000 / (v2Pools.length + v3Pools.length);
  const before = { resident: 0, native: 0 };
  for (let round = 0; round < rounds; round += 1) {
    update(round);
    if (round === Math.floor(rounds / 10))
      Object.assign(before, { resident: residentMegabytes(), native: view.native.bytesBesideTicks() });
  }
  expect(view.native.bytesBesideTicks()).toBe(before.native);
  // A leak of two bytes an update would be 18 MB.
  expect(residentMegabytes() - before.resident).toBeLessThan(18);
}, 600_000);

test('so do half a million updates of pools of all kinds, with a search after every block', () => {
  const random = seededRandom(18);
  const market = mixedMarket(random, 2000);
  const detector = createNativeDetector<MarketPool>();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = market.hubs.map((token) => ({ token, weiNumerator: 1n, weiDenominator: 1n }));
  const parameters = { profitTokens, maxHops: 3, gasPrice: wei(10n ** 9n), limit: 20, bestOfEachPool: true } as const;
  const blocks = 1000;
  const touchedCount = 500;
  // States made before, so that what grows is not the test's own.
  const changes = market.pools.slice(0, touchedCount).map(({ address }) => {
    const states: MarketState[] = [market.moved(address, random), market.moved(address, random)];
    return { pool: address, states };
  });
  let resident = 0;
  for (let block = 0; block < blocks; block += 1) {
    detector.applyStates(
      changes.map(({ pool, states }) => ({ pool, state: states[block % 2] ?? market.moved(pool, random) })),
    );
    const from = (block * 20) % touchedCount;
    detector.detect(
      changes.slice(from, from + 20).map(({ pool }) => pool),
      parameters,
    );
    if (block === blocks / 5) resident = residentMegabytes();
  }
  // Forty bytes an update would be 15 MB.
  expect(residentMegabytes() - resident).toBeLessThan(24);
}, 600_000);
