import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import type { BestQuotes } from '../bookFeed.ts';
import { KyleLambda } from './kyleLambda.ts';
import { MarkOuts } from './markOut.ts';
import { Microprice } from './microprice.ts';
import { logarithmicCancels, proportionalCancels, QueuePosition } from './queuePosition.ts';
import { imbalance, midTicks, weightedMidTicks } from './quoteMeasures.ts';
import { solveLinear } from './solveLinear.ts';

const level = (ticks: bigint, size: bigint) => ({ ticks, size });
const best: BestQuotes = { bid: level(100n, 30n), ask: level(102n, 10n) };

test('mid, imbalance and weighted mid of a quote', () => {
  expect(midTicks(best)).toBe(101);
  expect(imbalance([best.bid], [best.ask])).toBe(0.5);
  expect(imbalance([best.bid, level(99n, 10n)], [best.ask, level(103n, 30n)])).toBe(0);
  expect(imbalance([], [])).toBe(0);
  // Three quarters stand on the bid side: the ask goes first.
  expect(weightedMidTicks(best)).toBe(101.5);
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

test('a queue: trades take from the front, cancels by the model, what joins is behind', () => {
  const order = new QueuePosition(100, 10, proportionalCancels);
  order.trade(30);
  order.level(70);
  expect([order.ahead, order.filled]).toEqual([70, 0]);
  order.level(140);
  expect(order.ahead).toBe(70);
  // Half stands before us: of 40 cancelled, 20 did.
  order.level(100);
  expect(order.ahead).toBe(50);
  order.trade(55);
  expect([order.ahead, order.filled, order.isDone]).toEqual([0, 5, false]);
  // 50 of the level went with that trade, five were ours and never in it.
  order.level(50);
  order.trade(20);
  expect([order.filled, order.isDone]).toEqual([10, true]);
});

test('what stands before an order is never more than the level; a trade through the price fills it', () => {
  const order = new QueuePosition(100, 1, logarithmicCancels);
  order.level(5);
  expect(order.ahead).toBeLessThanOrEqual(5);
  order.tradeThrough();
  expect(order.isDone).toBe(true);
  const alone = new QueuePosition(0, 1);
  alone.trade(1);
  expect(alone.isDone).toBe(true);
});

test('near the front little of what is cancelled is taken for ours', () => {
  expect(proportionalCancels(10, 90)).toBe(0.9);
  expect(logarithmicCancels(10, 90)).toBeCloseTo(Math.log(91) / (Math.log(11) + Math.log(91)), 12);
  expect([proportionalCancels(0, 0), logarithmicCancels(0, 0)]).toEqual([1, 1]);
});

test('linear systems are solved, and singular ones told', () => {
  const random = seededRandom(9);
  const matrix = Array.from({ length: 12 }, () => Float64Array.from({ length: 12 }, () => random.normal()));
  const wanted = Float64Array.from({ length: 12 }, () => random.normal());
  const right = Float64Array.from(matrix, (row) => row.reduce((sum, value, i) => sum + value * (wanted[i] ?? 0), 0));
  const solved = solveLinear(matrix, right);
  for (const [i, value] of wanted.entries()) expect(solved?.[i]).toBeCloseTo(value, 8);
  expect(solveLinear([Float64Array.of(1, 2), Float64Array.of(2, 4)], Float64Array.of(1, 2))).toBeNull();
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
  const at = (bidShare: number) => fit?.adjustmentTicks({ midTicks: 0, spreadTicks: 1, bidShare });
  expect(Math.abs((at(0.95) ?? 0) - ticks)).toBeLessThan(0.1 * ticks);
  expect(at(0.05)).toBeCloseTo(-(at(0.95) ?? 0), 9);
  expect(at(0.5)).toBeNull();
});
