import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import type { LevelChange } from '../fills/liquidity.ts';
import type { RecordedEvent } from '../fills/recordedEvents.ts';
import { MeasureSeries } from './measureSeries.ts';

const instrument = { symbol: 'X', priceDigits: 2, sizeDigits: 3, tickUnits: 1n } as const;
const second = 1_000_000;

/** A market that walks about: messages of a few levels, trades that take at the best prices, and once a loss. */
function market(seconds: number): RecordedEvent[] {
  const random = seededRandom(11);
  const book = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() };
  const events: RecordedEvent[] = [];
  const whole = (atUs: number): void => {
    const levels = (['bid', 'ask'] as const).flatMap((side) =>
      [...book[side]].map(([ticks, size]) => ({ side, ticks, size })),
    );
    events.push({ atUs, message: { kind: 'whole', levels } });
  };
  for (let i = 1n; i <= 20n; i += 1n) {
    book.bid.set(10_000n - i, BigInt(1 + random.below(5000)));
    book.ask.set(10_000n + i, BigInt(1 + random.below(5000)));
  }
  whole(0);
  for (let at = 50_000; at < seconds * second; at += 40_000 + random.below(60_000)) {
    if (at > 40 * second && at < 40.2 * second) events.push({ atUs: at, message: { kind: 'lost' } });
    const bids = [...book.bid.keys()].sort((a, b) => Number(b - a));
    const asks = [...book.ask.keys()].sort((a, b) => Number(a - b));
    const [bid = 0n, ask = 0n] = [bids[0], asks[0]];
    if (random.below(3) === 0) {
      const takerBuys = random.below(2) === 0;
      const side = takerBuys ? 'ask' : 'bid';
      const ticks = takerBuys ? ask : bid;
      const size = BigInt(1 + random.below(800));
      events.push({ atUs: at, trade: { ticks, size, takerBuys } });
      const left = (book[side].get(ticks) ?? 0n) - size;
      if (left > 0n) book[side].set(ticks, left);
      else book[side].delete(ticks);
      events.push({ atUs: at, message: { kind: 'changes', levels: [{ side, ticks, size: left > 0n ? left : 0n }] } });
      continue;
    }
    const levels: LevelChange[] = [];
    for (let n = random.below(4); n >= 0; n -= 1) {
      const side = random.below(2) === 0 ? 'bid' : 'ask';
      const away = BigInt(random.below(8));
      const ticks = side === 'bid' ? ask - 1n - away : bid + 1n + away;
      const size = BigInt(random.below(3000));
      const other = side === 'bid' ? book.ask : book.bid;
      if ([...other.keys()].some((each) => (side === 'bid' ? each <= ticks : each >= ticks))) continue;
      if (size === 0n && book[side].size <= 5) continue;
      if (size === 0n) book[side].delete(ticks);
      else book[side].set(ticks, size);
      levels.push({ side, ticks, size });
    }
    events.push({ atUs: at, message: { kind: 'changes', levels } });
    if (at > 45 * second && at < 45.2 * second) whole(at);
  }
  return events;
}

/** The same measures by plain loops over everything, with two maps: nothing of the product's. */
function plainly(events: readonly RecordedEvent[], fromMs: number, toMs: number, points: number, impactSize: bigint) {
  const step = (toMs - fromMs) / points;
  const states: { atMs: number; bids: [number, number][]; asks: [number, number][] }[] = [];
  const trades: { atMs: number; ticks: number; size: number; sign: number }[] = [];
  const book = { bid: new Map<bigint, bigint>(), ask: new Map<bigint, bigint>() };
  let isWhole = false;
  for (const event of events) {
    const atMs = event.atUs / 1000;
    if ('trade' in event) {
      const { ticks, size, takerBuys } = event.trade;
      trades.push({ atMs, ticks: Number(ticks), size: Number(size), sign: takerBuys ? 1 : -1 });
      continue;
    }
    const { message } = event;
    if (message.kind !== 'changes') {
      book.bid.clear();
      book.ask.clear();
      isWhole = message.kind === 'whole';
    }
    if (message.kind !== 'lost' && isWhole)
      for (const { side, ticks, size } of message.levels)
        if (size === 0n) book[side].delete(ticks);
        else book[side].set(ticks, size);
    const sorted = (side: 'bid' | 'ask', sign: number): [number, number][] =>
      [...book[side]].map(([t, s]) => [Number(t), Number(s)] as [number, number]).sort(([a], [b]) => sign * (a - b));
    states.push({ atMs, bids: isWhole ? sorted('bid', -1) : [], asks: isWhole ? sorted('ask', 1) : [] });
  }
  const midOf = ({ bids, asks }: (typeof states)[number]): number | null => {
    const [[bid] = [], [ask] = []] = [bids[0], asks[0]];
    return bid === undefined || ask === undefined ? null : (bid + ask) / 200;
  };
  const mids = states.flatMap((state) => {
    const mid = midOf(state);
    return mid === null ? [] : [{ atMs: state.atMs, mid }];
  });
  return Array.from({ length: points }, (_, i) => {
    const endMs = fromMs + (i + 1) * step;
    const state = states.findLast(({ atMs }) => atMs < endMs);
    const mid = state === undefined ? null : midOf(state);
    const none = { mid: null, spread: null, imbalance: null, imbalanceFive: null, microprice: null };
    const marks = [1000, 5000, 30_000].map((horizon) => {
      let [weight, sum] = [0, 0];
      for (const { atMs, size, sign } of trades) {
        if (atMs < endMs - step || atMs >= endMs) continue;
        const before = mids.findLast((each) => each.atMs < atMs)?.mid;
        const isOver = mids.some((each) => each.atMs > atMs + horizon);
        const after = mids.findLast((each) => each.atMs <= atMs + horizon)?.mid;
        if (before === undefined || after === undefined || !isOver) continue;
        weight += size;
        sum += (size * sign * (after - before) * 1e4) / before;
      }
      return weight === 0 ? null : sum / weight;
    });
    if (state === undefined || mid === null) return { ...none, marks };
    const { bids, asks } = state;
    const pressed = (count: number): number => {
      const sum = (side: [number, number][]): number =>
        side.slice(0, count).reduce((total, [, size]) => total + size, 0);
      return (sum(bids) - sum(asks)) / (sum(bids) + sum(asks));
    };
    const cost = (side: [number, number][]): number | null => {
      let [left, paid] = [Number(impactSize), 0];
      for (const [ticks, size] of side) {
        paid += ticks * Math.min(left, size);
        left -= Math.min(left, size);
      }
      return left > 0 ? null : 1e4 * Math.abs(paid / Number(impactSize) / 100 / mid - 1);
    };
    const [[bid = 0, bidSize = 0] = [], [ask = 0, askSize = 0] = []] = [bids[0], asks[0]];
    const depth = (side: [number, number][]): number =>
      side.slice(0, 10).reduce((sum, [, size]) => sum + size, 0) / 1000;
    return {
      mid,
      spread: (1e4 * (ask - bid)) / 100 / mid,
      imbalance: pressed(1),
      imbalanceFive: pressed(5),
      microprice: 1e4 * ((bid * askSize + ask * bidSize) / (bidSize + askSize) / 100 / mid - 1),
      bidDepth: depth(bids),
      askDepth: depth(asks),
      impactBuy: cost(asks),
      impactSell: cost(bids),
      lambda: slope(states, trades, endMs - 60_000, endMs, midOf),
      marks,
    };
  });
}

/** Least squares of the mid's change in each whole second on the signed size traded in it, in the base. */
function slope<State extends { atMs: number }>(
  states: readonly State[],
  trades: readonly { atMs: number; size: number; sign: number }[],
  fromMs: number,
  toMs: number,
  midOf: (state: State) => number | null,
): number | null {
  const midBefore = (ms: number): number | null =>
    states
      .filter(({ atMs }) => atMs < ms)
      .map(midOf)
      .findLast((mid) => mid !== null) ?? null;
  const rows: [number, number][] = [];
  for (let at = Math.ceil(fromMs / 1000) * 1000; at + 1000 <= toMs; at += 1000) {
    // The first second of all begins at its first price.
    const first = states.find((state) => state.atMs >= at && state.atMs < at + 1000);
    const before = midBefore(at) ?? (first === undefined ? null : midOf(first));
    const after = midBefore(at + 1000);
    if (before === null || after === null) continue;
    const flow = trades
      .filter(({ atMs }) => atMs >= at && atMs < at + 1000)
      .reduce((sum, { size, sign }) => sum + (sign * size) / 1000, 0);
    rows.push([flow, after - before]);
  }
  if (rows.length < 10) return null;
  const mean = (of: 0 | 1): number => rows.reduce((sum, row) => sum + row[of], 0) / rows.length;
  const [x, y] = [mean(0), mean(1)];
  const over = rows.reduce((sum, row) => sum + (row[0] - x) ** 2, 0);
  return over === 0 ? null : rows.reduce((sum, row) => sum + (row[0] - x) * (row[1] - y), 0) / over;
}

test('the measures of a book over time are what plain loops over everything come to', () => {
  const events = market(140);
  const [fromMs, toMs, points] = [20_000, 100_000, 40];
  const impactSize = 4_000n;
  const series = new MeasureSeries(instrument, { fromMs, toMs, points, impactSize });
  for (const event of events) series.take(event);
  const columns = series.end();
  const wanted = plainly(events, fromMs, toMs, points, impactSize);
  const seen = { numbers: 0, nothing: 0 };
  const near = (where: string, got: number | null | undefined, want: number | null | undefined): void => {
    if (want === null || want === undefined) {
      seen.nothing += 1;
      expect([where, got ?? null]).toEqual([where, null]);
    } else {
      seen.numbers += 1;
      expect([where, got === null ? null : typeof got]).toEqual([where, 'number']);
      expect(Math.abs((got ?? 0) - want), where).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(want)));
    }
  };
  wanted.forEach(({ marks, ...rest }, i) => {
    for (const [name, want] of Object.entries(rest))
      near(`${name} ${i}`, columns[name as keyof typeof columns][i], want);
    near(`markOut1 ${i}`, columns.markOut1[i], marks[0]);
    near(`markOut5 ${i}`, columns.markOut5[i], marks[1]);
    near(`markOut30 ${i}`, columns.markOut30[i], marks[2]);
  });
  expect(seen.numbers).toBeGreaterThan(400);
  // While the book was lost nothing is said of it.
  expect(seen.nothing).toBeGreaterThan(0);
  expect(columns.mid.slice(11, 12)).toEqual([null]);
  expect(columns.queueWait.some((wait) => wait !== null && wait > 0 && wait <= 30)).toBe(true);
});

test('nothing is said of a span without a book, or of a size that it does not hold', () => {
  const span = { fromMs: 0, toMs: 1000, points: 4, impactSize: 10n ** 12n };
  const empty = new MeasureSeries(instrument, span);
  expect(new Set(Object.values(empty.end()).flat())).toEqual(new Set([null]));
  const series = new MeasureSeries(instrument, span);
  for (const event of market(2)) series.take(event);
  const { mid, impactBuy, impactSell, lambda, markOut30 } = series.end();
  expect(mid.every((each) => each !== null)).toBe(true);
  expect(new Set([...impactBuy, ...impactSell, ...lambda, ...markOut30])).toEqual(new Set([null]));
});
