import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { type BestQuotes, BookFeed } from '../bookFeed.ts';
import { ReferenceBook } from '../reference/referenceBook.ts';
import {
  ReferenceQueue,
  referenceLambda,
  referenceMarkOuts,
  referenceMicroprice,
} from '../reference/referenceMeasures.ts';
import { KyleLambda } from './kyleLambda.ts';
import { MarkOuts, markOutHorizonsMs, type SettledTrade } from './markOut.ts';
import { Microprice } from './microprice.ts';
import { QueuePosition } from './queuePosition.ts';
import { quoteMeasures } from './quoteMeasures.ts';

const level = (ticks: bigint, size: bigint) => ({ ticks, size });
const best: BestQuotes = { bid: level(100n, 30n), ask: level(102n, 10n) };

test('mid, spread, imbalance and weighted mid of a quote', () => {
  // Three quarters stand on the bid side: the ask goes first.
  expect(quoteMeasures(best)).toEqual({ midTicks: 101, spreadTicks: 2, imbalance: 0.5, weightedMidTicks: 101.5 });
  const largest = (1n << 63n) - 1n;
  expect(quoteMeasures({ bid: level(1n, largest), ask: level(2n, largest) })?.imbalance).toBe(0);
  expect(quoteMeasures({ bid: level(1n, 0n), ask: level(2n, 0n) })).toMatchObject({
    imbalance: 0,
    weightedMidTicks: 1.5,
  });
});

test.each([
  [{ bid: level(0n, 1n), ask: level(2n, 1n) }],
  [{ bid: level(1n, -1n), ask: level(2n, 1n) }],
  [{ bid: level(1n, 1n), ask: level(1n << 64n, 1n) }],
  [{ bid: level(1n, 1n << 64n), ask: level(2n, 1n) }],
])('what no book could hold is no quote: %o', (quote) => {
  expect(quoteMeasures(quote)).toBeNull();
});

test('the figures of a book by its sizes, also beyond the window of its best prices', () => {
  const random = seededRandom(31);
  const feed = new BookFeed('binance', [{ symbol: 'AB', priceDigits: 0, sizeDigits: 0, tickUnits: 1n }]);
  const reference = new ReferenceBook();
  feed.begin(0);
  expect(feed.figures(0, { pressure: 5, depth: 10 })).toBeNull();
  for (let round = 0; round < 200; round += 1) {
    const isBid = random.below(2) === 0;
    const away = BigInt(1 + random.below([8, 100, 90_000][random.below(3)] ?? 8));
    const ticks = isBid ? 100_000n - away : 100_000n + away;
    const size = random.below(3) === 0 ? 0n : BigInt(random.below(1_000_000)) << BigInt(random.below(43));
    feed.setLevels(0, 1, {
      isBid: Uint8Array.of(isBid ? 1 : 0),
      ticks: BigInt64Array.of(ticks),
      sizes: BigUint64Array.of(size),
    });
    reference.set(isBid ? 'bid' : 'ask', ticks, size);
    const top = reference.best();
    const [pressure, depth] = [random.below(7), random.below(14)];
    const figures = feed.figures(0, { pressure, depth });
    expect(figures === null).toBe(top === null);
    if (top === null || figures === null) continue;
    const sum = (side: 'bid' | 'ask', count: number): bigint =>
      reference.depth(side, count).reduce((total, each) => total + each.size, 0n);
    const pressed = ([bid, ask]: readonly [bigint, bigint]): number =>
      bid + ask === 0n ? 0 : Number(bid - ask) / Number(bid + ask);
    expect(figures).toMatchObject(quoteMeasures(top) ?? {});
    expect(figures.midTicks).toBe(Number(top.bid.ticks + top.ask.ticks) / 2);
    expect(figures.pressure).toBeCloseTo(pressed([sum('bid', pressure), sum('ask', pressure)]), 12);
    expect([figures.bidDepth, figures.askDepth]).toEqual([Number(sum('bid', depth)), Number(sum('ask', depth))]);
  }
});

test("Kyle's lambda is the slope of least squares, with its error and share", () => {
  const flows = [3, -2, 0, 5, -1, 4, -6, 2, 0, 1, -3, 7];
  const moves = [0.5, -0.2, 0.1, 0.9, 0, 0.3, -1.1, 0.4, -0.1, 0.2, -0.6, 1];
  const lambda = new KyleLambda(1000);
  let price = 100;
  lambda.price(0, price);
  flows.forEach((flow, i) => {
    lambda.trade(i * 1000 + 400, flow + 1);
    lambda.trade(i * 1000 + 500, -1);
    price += moves[i] ?? 0;
    lambda.price(i * 1000 + 900, price);
  });
  expect(lambda.fit()?.intervals).toBe(11);
  lambda.price(12_000, price);
  const fit = lambda.fit();
  // Computed apart, by the textbook's sums.
  expect(fit?.intervals).toBe(12);
  expect(fit?.lambda).toBeCloseTo(0.156_750_572, 8);
  expect(fit?.standardError).toBeCloseTo(0.012_769_617, 8);
  expect(fit?.rSquared).toBeCloseTo(0.937_765_431, 8);
});

test('intervals without trades count with nothing, and too few say nothing', () => {
  const lambda = new KyleLambda(1000);
  lambda.price(0, 100);
  lambda.trade(10, 5);
  lambda.price(20, 101);
  lambda.price(9000, 101);
  expect(lambda.fit()).toBeNull();
  lambda.price(12_000, 101);
  expect(lambda.fit()?.intervals).toBe(12);
  const still = new KyleLambda(1000);
  for (let i = 0; i < 30; i += 1) still.price(i * 1000, 100 + i);
  expect(still.fit()).toBeNull();
});

test('mark-outs split the effective half spread into what the maker keeps and what he loses', () => {
  const marks = new MarkOuts([1000, 5000]);
  marks.trade(-5, 100, 1, true);
  marks.price(0, 100);
  marks.trade(10, 100.1, 2, true);
  marks.trade(20, 99.9, 1, false);
  // Sent after the second trade, though it came first with it.
  marks.price(500, 100.05);
  marks.price(1015, 100.2);
  marks.price(1500, 100);
  const [oneSecond, fiveSeconds] = marks.report();
  expect(oneSecond).toMatchObject({ horizonMs: 1000, trades: 2 });
  expect(oneSecond?.effective).toBeCloseTo(10, 9);
  // The buyer's mid was 100.05 after a second (5 basis points kept), the seller's 100.2 (30 kept).
  expect(oneSecond?.realised).toBeCloseTo((2 * 5 + 30) / 3, 9);
  expect(oneSecond?.impact).toBeCloseTo(10 - 40 / 3, 9);
  expect(fiveSeconds?.trades).toBe(0);
});

test('a trade is held against the mid from before it, not against the quote that it made', () => {
  const marks = new MarkOuts([1000]);
  marks.price(0, 100);
  marks.price(50, 100.1);
  marks.trade(50, 100.05, 1, true);
  marks.price(2000, 100.1);
  expect(marks.report()[0]?.effective).toBeCloseTo(5, 9);
  expect(marks.report()[0]?.impact).toBeCloseTo(10, 9);
});

test('a queue: trades take from the front, cancels by both logarithms, what joins is behind', () => {
  const order = new QueuePosition(100, 10);
  order.trade(30);
  order.level(70);
  expect([order.ahead, order.filled]).toEqual([70, 0]);
  order.level(140);
  expect(order.ahead).toBe(70);
  // Of 40 cancelled half stood before us by their logarithms, as 70 and 70 do.
  order.level(100);
  expect(order.ahead).toBeCloseTo(50, 9);
  order.trade(55);
  expect([order.ahead, order.filled, order.isDone]).toEqual([0, 5, false]);
  // 50 of the level went with that trade, five were ours and never in it.
  order.level(50);
  order.trade(20);
  expect([order.filled, order.isDone]).toEqual([10, true]);
});

test('what stands before an order is never more than the level; a trade through the price fills it', () => {
  const order = new QueuePosition(100, 1);
  order.level(5);
  expect(order.ahead).toBeLessThanOrEqual(5);
  order.tradeThrough();
  expect(order.isDone).toBe(true);
  const alone = new QueuePosition(0, 1);
  alone.trade(1);
  expect(alone.isDone).toBe(true);
  expect(() => alone.trade(Number.NaN)).toThrow(/refused/);
});

test('queues are what a second program finds, whatever is traded, joins and is cancelled', () => {
  const random = seededRandom(21);
  for (let seed = 0; seed < 40; seed += 1) {
    const [stood, size] = [random.below(200), 1 + random.below(20)];
    const [ours, theirs] = [new QueuePosition(stood, size), new ReferenceQueue(stood, size)];
    for (let step = 0; step < 60; step += 1) {
      const amount = random.below(60);
      if (random.below(2) === 0) [ours, theirs].forEach((each) => void each.trade(amount));
      else [ours, theirs].forEach((each) => void each.level(4 * amount));
      expect(Math.abs(ours.ahead - theirs.ahead)).toBeLessThan(1e-9);
      expect(Math.abs(ours.filled - theirs.filled), `seed ${seed} step ${step}`).toBeLessThan(1e-9);
    }
  }
});

/** Quotes and trades whose flow moves the price. */
function tape(seed: number, length: number) {
  const random = seededRandom(seed);
  let [atMs, mid] = [1_723_161_255_000, 60_000];
  return Array.from({ length }, () => {
    // Now and then nothing comes for many seconds.
    atMs += random.below(50) === 0 ? random.below(40_000) : random.below(400);
    const flow = random.below(3) === 0 ? Math.round(8 * random.normal()) / 4 : 0;
    mid += 0.25 * flow + Math.round(2 * random.normal()) / 4;
    return { atMs, mid, flow };
  });
}

test.each([1, 2, 3])("Kyle's lambda of a tape is what two passes over its intervals come to (%i)", (seed) => {
  const events = tape(seed, 4_000);
  const lambda = new KyleLambda(1000);
  for (const { atMs, mid, flow } of events) {
    if (flow !== 0) lambda.trade(atMs, flow);
    lambda.price(atMs, mid);
  }
  const [fit, wanted] = [lambda.fit(), referenceLambda(events, 1000)];
  expect(fit?.intervals).toBe(wanted.intervals);
  for (const name of ['lambda', 'standardError', 'rSquared'] as const)
    expect(Math.abs((fit?.[name] ?? 0) / wanted[name] - 1), name).toBeLessThan(1e-9);
});

test('a clock that jumps by centuries costs no time', () => {
  const lambda = new KyleLambda(1);
  lambda.price(0, 100);
  lambda.trade(0, 1);
  lambda.price(0.5, 101);
  lambda.price(1e17, 101);
  expect(lambda.fit()).toMatchObject({ intervals: 1e17 });
});

test.each([1, 2])('mark-outs of a tape are what a search through all of it comes to (%i)', (seed) => {
  const events = tape(10 + seed, 3_000);
  const settled: SettledTrade[] = [];
  const marks = new MarkOuts(markOutHorizonsMs, (trade) => settled.push(trade));
  for (const { atMs, mid, flow } of events) {
    if (flow !== 0) marks.trade(atMs, mid + flow / 8, Math.abs(flow), flow > 0);
    marks.price(atMs, mid);
  }
  const wanted = markOutHorizonsMs.map((horizonMs) => referenceMarkOuts(events, horizonMs));
  for (const [i, { trades, effective, realised, impact }] of marks.report().entries()) {
    expect(trades).toBe(wanted[i]?.trades);
    expect(trades).toBeGreaterThan(500);
    expect(effective).toBeCloseTo(wanted[i]?.effective ?? 0, 9);
    expect(realised).toBeCloseTo(wanted[i]?.realised ?? 0, 9);
    expect(impact).toBeCloseTo(effective - realised, 12);
    const heard = settled.filter(({ horizonMs }) => horizonMs === markOutHorizonsMs[i]);
    const size = heard.reduce((sum, each) => sum + each.size, 0);
    expect(heard).toHaveLength(trades);
    expect(heard.reduce((sum, each) => sum + each.size * each.realised, 0) / size).toBeCloseTo(realised, 9);
  }
});

test('the micro-price of a tape of quotes is what the series summed term by term comes to', () => {
  const random = seededRandom(41);
  let midTicks = 1000;
  const quotes = Array.from({ length: 20_000 }, () => {
    const [spreadTicks, bidShare] = [1 + random.below(6), random.next()];
    if (random.next() < 0.3) midTicks += (random.next() < bidShare ? 1 : -1) * (1 + random.below(6)) * 0.5;
    return { midTicks, spreadTicks, bidShare };
  });
  const price = new Microprice();
  for (const quote of quotes) price.see(quote);
  const [fit, wanted] = [price.fit(), referenceMicroprice(quotes)];
  for (const spreadTicks of [1, 2, 3, 4])
    for (let bidShare = 0.05; bidShare < 1; bidShare += 0.1) {
      const got = fit?.adjustmentTicks({ spreadTicks, bidShare });
      expect(Math.abs((got ?? Number.NaN) - wanted(spreadTicks, bidShare))).toBeLessThan(1e-9);
    }
  expect(new Microprice().fit()?.adjustmentTicks({ spreadTicks: 1, bidShare: 0.5 })).toBeNull();
});

/** A market that steps a tick towards the heavier side half of the time, and then stays pressed the same way with a chance of `stays`. */
function pressedMarket(stays: number): Microprice {
  const random = seededRandom(3);
  const price = new Microprice();
  let [bidShare, midTicks_] = [0.95, 1000];
  for (let i = 0; i < 60_000; i += 1) {
    price.see({ midTicks: midTicks_, spreadTicks: 1, bidShare });
    if (random.next() < 0.5) continue;
    midTicks_ += bidShare > 0.5 ? 1 : -1;
    if (random.next() >= stays) bidShare = 1 - bidShare;
  }
  return price;
}

test.each([
  // The next move is one tick; the moves after it add (2 x stays - 1) times as much each.
  [0.5, 1],
  [0.75, 2],
  [0.25, 2 / 3],
])('the micro-price is where the mid is expected after all moves (%f)', (stays, ticks) => {
  const fit = pressedMarket(stays).fit();
  const at = (bidShare: number) => fit?.adjustmentTicks({ spreadTicks: 1, bidShare });
  expect(Math.abs((at(0.95) ?? 0) - ticks)).toBeLessThan(0.1 * ticks);
  expect(at(0.05)).toBeCloseTo(-(at(0.95) ?? 0), 9);
  expect(at(0.5)).toBeNull();
});
