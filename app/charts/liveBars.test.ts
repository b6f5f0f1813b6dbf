import { describe, expect, it } from 'vitest';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import type { BlockHead, PoolEvent } from '../domain/block.ts';
import { epochMs, monotonicNs } from '../domain/clock.ts';
import type { MarketInput } from '../domain/engineInput.ts';
import { type Address, parseAddress, zeroAddress, zeroHash } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import { imaginaryHead } from '../market/testing/marketArbitraries.ts';
import type { Bar } from './barChunk.ts';
import { mostFinishedBars } from './finishedBars.ts';
import { LiveBars } from './liveBars.ts';

const pool = parseAddress(`0x${'11'.repeat(20)}`);
const other = parseAddress(`0x${'22'.repeat(20)}`);
const startS = 1_700_000_000;
const atMs = epochMs(0);
const seenNs = monotonicNs(0);
const all = Number.POSITIVE_INFINITY;

interface Swap {
  readonly pool: Address;
  readonly reserve0: bigint;
  readonly reserve1: bigint;
  readonly amount0: bigint;
}
interface Block {
  readonly number: number;
  readonly timestampS: number;
  readonly swaps: readonly Swap[];
}

const place = (of: Address, logIndex: number) => ({ pool: of, transactionHash: zeroHash, logIndex });

function eventsOf(swaps: readonly Swap[]): PoolEvent[] {
  return swaps.flatMap(({ pool: of, reserve0, reserve1, amount0 }, i): PoolEvent[] => [
    { kind: 'v2Sync', ...place(of, 2 * i), reserve0, reserve1 },
    { kind: 'v2Swap', ...place(of, 2 * i + 1), amount0, amount1: -amount0, recipient: zeroAddress },
  ]);
}

function headOf({ number, timestampS }: Block, fork: number): BlockHead {
  return { ...imaginaryHead(number, 1_000_000 * fork + number, number - 1), timestampS };
}

function inputOf(block: Block, fork = 0): MarketInput {
  return { kind: 'block', atMs, seenNs, head: headOf(block, fork), events: eventsOf(block.swaps) };
}

/** Prices with a short exact decimal text, so that the oracle can be plain arithmetic: reserve0 is 1000, reserve1 the price in thousandths. */
function swap(thousandths: number, size: number, of = pool): Swap {
  return { pool: of, reserve0: 1000n, reserve1: BigInt(thousandths), amount0: BigInt(size) };
}

/** What bars should be: every trade sorted into the interval that it lies in, by arithmetic on the list of blocks alone. */
function oracle(blocks: readonly Block[], of: Address, interval: Interval, digits: number) {
  const bars = new Map<
    number,
    { open: bigint; high: bigint; low: bigint; close: bigint; volume: bigint; trades: number }
  >();
  for (const { timestampS, swaps } of blocks)
    for (const each of swaps) {
      if (each.pool !== of) continue;
      const openTimeMs = Math.floor((timestampS * 1000) / intervalMs(interval)) * intervalMs(interval);
      const price = each.reserve1 * 10n ** BigInt(digits - 3);
      const size = each.amount0 < 0n ? -each.amount0 : each.amount0;
      const bar = bars.get(openTimeMs);
      if (bar === undefined)
        bars.set(openTimeMs, { open: price, high: price, low: price, close: price, volume: size, trades: 1 });
      else {
        bar.high = price > bar.high ? price : bar.high;
        bar.low = price < bar.low ? price : bar.low;
        bar.close = price;
        bar.volume += size;
        bar.trades += 1;
      }
    }
  return [...bars].map(([openTimeMs, bar]) => ({ openTimeMs, ...bar }));
}

function pages(live: LiveBars, of: Address, interval: Interval, count: number): readonly Bar[] {
  let joined: readonly Bar[] = [];
  for (let before = all; ; ) {
    const page = live.before(of, interval, before, count);
    joined = [...page.bars, ...joined];
    if (!page.earlier) return joined;
    before = page.bars[0]?.openTimeMs ?? 0;
  }
}

describe('bars of what the engine sees', () => {
  it.each([1, 2, 3, 4])(
    'are those of the swaps that stand, through reorgs, however they are paged (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const pick = (below: number): number => Math.floor(random.next() * below);
      const live = new LiveBars();
      let chain: Block[] = [];
      let fork = 0;
      live.apply({ kind: 'snapshot', atMs, head: { ...imaginaryHead(0, 0, 0), timestampS: startS }, states: [] });
      for (let step = 0; step < 400; step += 1) {
        if (chain.length > 20 && random.next() < 0.05) {
          const kept = chain.length - 1 - pick(10);
          const to = chain[kept - 1];
          chain = chain.slice(0, kept);
          if (to !== undefined)
            live.apply({ kind: 'rollback', atMs, to: { number: to.number, hash: headOf(to, fork).hash }, depth: 1 });
          fork += 1;
        }
        const last = chain.at(-1) ?? { number: 0, timestampS: startS };
        const swaps = Array.from({ length: pick(4) }, () =>
          swap(1_000 + pick(9_000), (1 + pick(500)) * (pick(2) === 0 ? 1 : -1), pick(3) === 0 ? other : pool),
        );
        const block = { number: last.number + 1, timestampS: last.timestampS + 1 + pick(3) ** 3, swaps };
        chain.push(block);
        live.apply(inputOf(block, fork));
      }
      for (const of of [pool, other])
        for (const interval of intervals) {
          const wanted = oracle(chain, of, interval, live.digitsOf(of) ?? 0);
          expect(live.before(of, interval, all, 10_000).bars).toEqual(wanted);
          expect(pages(live, of, interval, 1 + pick(40))).toEqual(wanted);
          const { bars, afterMs } = live.tail(of, interval);
          expect(bars.at(-1)).toEqual(wanted.at(-1));
          // What can still change lies behind what cannot, and nothing between them is lost.
          const before = wanted.length - bars.length - 1;
          expect(bars).toEqual(wanted.slice(before + 1));
          expect(afterMs).toBe(wanted[before]?.openTimeMs ?? null);
        }
      expect(live.gaps).toEqual([]);
    },
  );

  it('say where the chain was not followed', () => {
    const live = new LiveBars();
    const blocks = [1, 2, 3].map((number) => ({ number, timestampS: startS + number, swaps: [swap(2_000, 5)] }));
    live.apply({ kind: 'snapshot', atMs, head: { ...imaginaryHead(0, 0, 0), timestampS: startS }, states: [] });
    for (const block of blocks) live.apply(inputOf(block));
    const later = { ...imaginaryHead(50, 50, 49), timestampS: startS + 90 };
    live.apply({ kind: 'snapshot', atMs, head: later, states: [] });
    live.apply({ kind: 'snapshot', atMs, head: later, states: [] });
    expect(live.gaps).toEqual([{ fromS: startS + 3, toS: startS + 90 }]);
    expect(live.before(pool, '1s', all, 10).bars).toHaveLength(3);
    expect(live.timeOfBlock(50)).toBe(startS + 90);
    expect(live.timeOfBlock(51)).toBeNull();
  });

  it('forget the oldest beyond a bound and say so', () => {
    const live = new LiveBars();
    const count = mostFinishedBars + 500;
    for (let i = 1; i <= count; i += 1)
      live.apply(inputOf({ number: i, timestampS: startS + i, swaps: [swap(1_000 + i, 1)] }));
    const page = live.before(pool, '1s', all, 10_000);
    expect(page.forgotten).toBe(true);
    expect(page.bars.length).toBeGreaterThan(mostFinishedBars - 64);
    expect(page.bars.length).toBeLessThan(mostFinishedBars + 40);
    expect(page.bars.at(-1)?.close).toBe(BigInt(1_000 + count) * 10n ** BigInt((live.digitsOf(pool) ?? 0) - 3));
  });

  it('of a copy go their own way', () => {
    const live = new LiveBars();
    const block = (number: number) => ({ number, timestampS: startS + number, swaps: [swap(1_000 + number, 1)] });
    for (let i = 1; i <= 100; i += 1) live.apply(inputOf(block(i)));
    const copy = live.copy();
    const before = live.before(pool, '1s', all, 500);
    for (let i = 101; i <= 200; i += 1) live.apply(inputOf(block(i)));
    expect(copy.before(pool, '1s', all, 500)).toEqual(before);
    for (let i = 101; i <= 200; i += 1) copy.apply(inputOf(block(i)));
    expect(copy.before(pool, '1s', all, 500)).toEqual(live.before(pool, '1s', all, 500));
  });
});
