import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { ReferenceFills, type ReferenceOrder } from '../reference/referenceFills.ts';
import { BookFills, type BookMessage } from './bookFills.ts';
import { feeOf } from './fees.ts';
import { MeasuredLatency } from './latency.ts';
import type { LevelChange } from './liquidity.ts';
import type { BookOrder, OrderEvent } from './order.ts';
import type { QueueRule } from './restingLevel.ts';

const instrument = { symbol: 'AB', priceDigits: 2, sizeDigits: 3, tickUnits: 5n };
const fees = { makerPpm: -100n, takerPpm: 500n };
const instant = (ns = 0): MeasuredLatency => new MeasuredLatency([ns], seededRandom(1));

function fillsOf(queueRule: QueueRule = 'conservative', entryNs = 0, responseNs = 0): BookFills {
  return new BookFills({ instrument, fees, queueRule, entry: instant(entryNs), response: instant(responseNs) });
}

const bid = (ticks: number, size: number): LevelChange => ({ side: 'bid', ticks: BigInt(ticks), size: BigInt(size) });
const ask = (ticks: number, size: number): LevelChange => ({ side: 'ask', ticks: BigInt(ticks), size: BigInt(size) });
const whole = (...levels: LevelChange[]): BookMessage => ({ kind: 'whole', levels });
const changes = (...levels: LevelChange[]): BookMessage => ({ kind: 'changes', levels });
const trade = (ticks: number, size: number, takerBuys: boolean) => ({
  ticks: BigInt(ticks),
  size: BigInt(size),
  takerBuys,
});
const order = (id: string, side: 'buy' | 'sell', kind: BookOrder['kind'], ticks: number, size: number): BookOrder => {
  return { id, side, kind, ticks: BigInt(ticks), size: BigInt(size) };
};

/** An event in short. */
function line(event: OrderEvent): string {
  if (event.kind === 'resting') return `${event.order.id} rests ${event.open} behind ${event.ahead}`;
  if (event.kind === 'fill') return `${event.order.id} ${event.role} ${event.size} at ${event.ticks}`;
  return `${event.order.id} ${event.reason} ${event.open}`;
}
const lines = (events: readonly OrderEvent[]): string[] => events.map(line);

const start = whole(bid(100, 10), bid(99, 20), ask(101, 5), ask(102, 7), ask(104, 9));

describe('an order that takes', () => {
  test.each([
    [order('a', 'buy', 'market', 0, 8), ['a taker 5 at 101', 'a taker 3 at 102', 'a filled 0']],
    [
      order('a', 'buy', 'market', 0, 30),
      ['a taker 5 at 101', 'a taker 7 at 102', 'a taker 9 at 104', 'a BOOK_EXHAUSTED 9'],
    ],
    [order('a', 'buy', 'ioc', 102, 30), ['a taker 5 at 101', 'a taker 7 at 102', 'a BOOK_UNFILLED 18']],
    [order('a', 'buy', 'limit', 102, 13), ['a taker 5 at 101', 'a taker 7 at 102', 'a rests 1 behind 0']],
    [order('a', 'sell', 'ioc', 99, 12), ['a taker 10 at 100', 'a taker 2 at 99', 'a filled 0']],
    [order('a', 'buy', 'postOnly', 101, 1), ['a BOOK_WOULD_TAKE 1']],
    [order('a', 'buy', 'postOnly', 100, 4), ['a rests 4 behind 10']],
    [order('a', 'sell', 'limit', 103, 4), ['a rests 4 behind 0']],
  ])('%o', (sent, wanted) => {
    const fills = fillsOf();
    fills.book(0, start);
    fills.submit(1, sent);
    expect(lines(fills.advance(10))).toEqual(wanted);
  });

  test('pays its fee to the last unit, and a maker gets no more than his rebate', () => {
    const fills = fillsOf();
    fills.book(0, start);
    fills.submit(1, order('a', 'buy', 'market', 0, 3));
    fills.submit(1, order('b', 'buy', 'limit', 100, 3));
    // 101 ticks of 0.05 times 0.003: 1515 in 10^-5; 500 ppm of it are 0.7575, which is 1.
    expect(fills.advance(10)[0]).toMatchObject({ notional: 1515n, fee: 1n });
    // 100 x 5 x 3 = 1500; -100 ppm are -0.15: nothing.
    expect(fills.trade(20, trade(99, 9, false))[0]).toMatchObject({ role: 'maker', notional: 1500n, fee: 0n });
    expect([
      feeOf(1_000_000n, 500n),
      feeOf(1_000_001n, 500n),
      feeOf(10_000_000n, -100n),
      feeOf(10_009_999n, -100n),
    ]).toEqual([500n, 501n, -1000n, -1000n]);
  });

  test('takes nothing twice: what it took stays away until the recording lets it go', () => {
    const fills = fillsOf();
    const take = (atUs: number, id: string): string[] => {
      fills.submit(atUs, order(id, 'buy', 'ioc', 101, 9));
      return lines(fills.advance(atUs + 1));
    };
    fills.book(0, start);
    expect(take(1, 'a')).toEqual(['a taker 5 at 101', 'a BOOK_UNFILLED 4']);
    // The recording shows it still.
    fills.book(10, changes(ask(101, 5)));
    expect(take(11, 'b')).toEqual(['b BOOK_UNFILLED 9']);
    // Three more have come.
    fills.book(20, changes(ask(101, 8)));
    expect(take(21, 'c')).toEqual(['c taker 3 at 101', 'c BOOK_UNFILLED 6']);
    // Six are gone: of the eight that we took, two are left in the recording. Then four come.
    fills.book(30, changes(ask(101, 2)));
    expect(take(31, 'd')).toEqual(['d BOOK_UNFILLED 9']);
    fills.book(40, changes(ask(101, 6)));
    expect(take(41, 'e')).toEqual(['e taker 4 at 101', 'e BOOK_UNFILLED 5']);
    // Emptied and stated anew.
    fills.book(50, changes(ask(101, 0)));
    fills.book(60, changes(ask(101, 2)));
    expect(take(61, 'f')).toEqual(['f taker 2 at 101', 'f BOOK_UNFILLED 7']);
  });
});

describe('an order that rests', () => {
  function resting(rule: QueueRule, ahead: number, size: number): BookFills {
    const fills = fillsOf(rule);
    fills.book(0, whole(bid(100, ahead), ask(105, 50)));
    fills.submit(1, order('a', 'buy', 'limit', 100, size));
    expect(lines(fills.advance(2))).toEqual([`a rests ${size} behind ${ahead}`]);
    return fills;
  }
  const aheadOf = (fills: BookFills): bigint[] => [...fills.resting()].map(({ ahead }) => ahead);

  test('is filled by trades once those before it are, in parts', () => {
    const fills = resting('conservative', 10, 6);
    expect(lines(fills.trade(10, trade(100, 4, false)))).toEqual([]);
    expect(aheadOf(fills)).toEqual([6n]);
    // A buyer takes from the other side, and a higher price is none of ours.
    expect(lines(fills.trade(11, trade(100, 9, true)))).toEqual([]);
    expect(lines(fills.trade(12, trade(101, 9, false)))).toEqual([]);
    expect(lines(fills.trade(13, trade(100, 8, false)))).toEqual(['a maker 2 at 100']);
    expect(lines(fills.trade(14, trade(100, 3, false)))).toEqual(['a maker 3 at 100']);
    expect(lines(fills.trade(15, trade(100, 3, false)))).toEqual(['a maker 1 at 100', 'a filled 0']);
  });

  test.each([
    // 10 before, then 10 join behind; 4 traded; of the 16 that are left, 8 go: 6 before and 10 behind.
    ['conservative', [6n, 6n]],
    ['proportional', [6n, 3n]],
  ] as const)('moves up by cancels as the rule %s says', (rule, [traded, cancelled]) => {
    const fills = resting(rule, 10, 6);
    fills.book(10, changes(bid(100, 20)));
    expect(aheadOf(fills)).toEqual([10n]);
    fills.trade(20, trade(100, 4, false));
    fills.book(21, changes(bid(100, 16)));
    expect(aheadOf(fills)).toEqual([traded]);
    fills.book(30, changes(bid(100, 8)));
    expect(aheadOf(fills)).toEqual([cancelled]);
    // There is never more before it than stands there.
    fills.book(40, changes(bid(100, 2)));
    expect(aheadOf(fills)).toEqual([rule === 'conservative' ? 2n : 1n]);
    fills.book(50, changes(bid(100, 0)));
    expect(aheadOf(fills)).toEqual([0n]);
  });

  test('is filled by a trade beyond its price, at most by its size', () => {
    const fills = resting('conservative', 10, 6);
    expect(lines(fills.trade(10, trade(99, 4, false)))).toEqual(['a maker 4 at 100']);
    expect(lines(fills.trade(11, trade(98, 4, false)))).toEqual(['a maker 2 at 100', 'a filled 0']);
  });

  test('is met by sellers who come to its price, and what they gave is gone', () => {
    const fills = resting('conservative', 10, 6);
    expect(lines(fills.book(10, changes(bid(100, 0), ask(99, 4))))).toEqual(['a maker 4 at 100']);
    fills.submit(11, order('b', 'buy', 'ioc', 99, 1));
    expect(lines(fills.advance(12))).toEqual(['b BOOK_UNFILLED 1']);
    expect(lines(fills.book(20, changes(ask(99, 9))))).toEqual(['a maker 2 at 100', 'a filled 0']);
    fills.submit(21, order('c', 'buy', 'ioc', 99, 9));
    expect(lines(fills.advance(22))).toEqual(['c taker 3 at 99', 'c BOOK_UNFILLED 6']);
  });

  test('two of ours share one trade by time, and a better price comes first', () => {
    const fills = resting('conservative', 2, 3);
    fills.book(3, changes(bid(100, 5)));
    fills.submit(4, order('b', 'buy', 'limit', 100, 3));
    fills.submit(5, order('c', 'buy', 'limit', 101, 1));
    expect(lines(fills.advance(6))).toEqual(['b rests 3 behind 5', 'c rests 1 behind 0']);
    // 1 for c; then 2 others, 3 for a, 3 others, 1 for b.
    expect(lines(fills.trade(10, trade(100, 10, false)))).toEqual([
      'c maker 1 at 101',
      'c filled 0',
      'a maker 3 at 100',
      'a filled 0',
      'b maker 1 at 100',
    ]);
  });

  test('does not meet an order of ours', () => {
    const fills = resting('conservative', 0, 3);
    fills.submit(3, order('b', 'sell', 'limit', 99, 4));
    fills.submit(4, order('c', 'sell', 'postOnly', 100, 4));
    expect(lines(fills.advance(5))).toEqual(['b BOOK_SELF_TRADE 4', 'c BOOK_WOULD_TAKE 4']);
  });

  test('is called off, unless it is over by then', () => {
    const fills = resting('conservative', 0, 3);
    fills.cancel(10, 'a');
    expect(lines(fills.trade(10, trade(100, 2, false)))).toEqual(['a maker 2 at 100']);
    expect(lines(fills.trade(11, trade(100, 2, false)))).toEqual(['a cancelled 1']);
    fills.cancel(12, 'a');
    expect(fills.advance(20)).toEqual([]);
  });

  test('keeps its place while the book is lost, and no order is taken then', () => {
    const fills = resting('conservative', 10, 3);
    fills.book(10, { kind: 'lost' });
    fills.submit(11, order('b', 'buy', 'market', 0, 1));
    expect(lines(fills.advance(12))).toEqual(['b BOOK_UNKNOWN 1']);
    fills.trade(13, trade(100, 4, false));
    expect(aheadOf(fills)).toEqual([6n]);
    fills.book(20, whole(bid(100, 9), ask(105, 1)));
    expect(aheadOf(fills)).toEqual([6n]);
    fills.book(30, whole(bid(99, 9), ask(105, 1)));
    expect(aheadOf(fills)).toEqual([0n]);
  });
});

describe('latency', () => {
  test('an order comes after what is recorded until then, and is heard of later', () => {
    const fills = fillsOf('conservative', 5_000, 7_500);
    fills.book(0, start);
    expect(fills.submit(10, order('a', 'buy', 'ioc', 101, 5))).toBe(15);
    expect(fills.book(15, changes(ask(101, 1)))).toEqual([]);
    expect(fills.advance(16)).toMatchObject([
      { size: 1n, atUs: 15, knownUs: 23 },
      { reason: 'BOOK_UNFILLED', atUs: 15 },
    ]);
  });

  test('is drawn from what was measured alone, and nothing overtakes what was sent before', () => {
    const samples = [1_000, 900_000, 40_000];
    const drawn = new MeasuredLatency(samples, seededRandom(4));
    const seen = new Set(Array.from({ length: 200 }, () => drawn.drawUs()));
    expect([...seen].sort((a, b) => a - b)).toEqual([1, 40, 900]);
    const entry = new MeasuredLatency(samples, seededRandom(9));
    const fills = new BookFills({ instrument, fees, queueRule: 'conservative', entry, response: instant() });
    const comes = Array.from({ length: 50 }, (_, i) => fills.submit(i, order(`o${i}`, 'buy', 'market', 0, 1)));
    expect(comes).toEqual(comes.toSorted((a, b) => a - b));
    expect(() => new MeasuredLatency([], seededRandom(1))).toThrow(/at least one/);
    expect(() => new MeasuredLatency([-1], seededRandom(1))).toThrow(/no time/);
  });
});

const runs = 300;
const steps = 120;

describe.each(['conservative', 'proportional'] as const)('%s: random markets', (rule) => {
  test(`come to what a second program finds that queues unit by unit, ${runs} times ${steps} steps`, () => {
    let filled = 0;
    for (let seed = 1; seed <= runs; seed += 1) filled += compare(seed, rule);
    expect(filled).toBeGreaterThan(runs);
  });
});

/** One market; returns how many fills there were. */
function compare(seed: number, rule: QueueRule): number {
  const random = seededRandom(seed);
  const fills = fillsOf(rule);
  const reference = new ReferenceFills(rule === 'proportional');
  const said = { ours: [] as string[], theirs: [] as string[] };
  const open = new Map<string, bigint>();
  const sent: string[] = [];
  let count = 0;
  const hear = (events: readonly OrderEvent[], most: bigint | null): void => {
    said.ours.push(...lines(events));
    let made = 0n;
    for (const event of events) {
      if (event.kind === 'fill') {
        count += 1;
        if (event.role === 'maker') made += event.size;
        expect(event.notional).toBe(event.ticks * 5n * event.size);
        open.set(event.order.id, (open.get(event.order.id) ?? 0n) - event.size);
      }
      // What is filled and what is left is always what was sent.
      if (event.kind === 'ended') expect([seed, event.open]).toEqual([seed, open.get(event.order.id)]);
    }
    if (most !== null) expect(made <= most).toBe(true);
  };
  let middle = 15;
  for (let step = 1; step <= steps; step += 1) {
    const atUs = step * 10;
    const what = random.below(10);
    if (what < 3 || step === 1) {
      middle = Math.max(8, Math.min(24, middle + random.below(3) - 1));
      const isWhole = step === 1 || random.below(12) === 0;
      const used = new Set<number>();
      const levels = Array.from({ length: isWhole ? 12 : 1 + random.below(4) }, () => middle - 4 + random.below(9))
        .filter((price) => !used.has(price) && price !== middle && used.add(price))
        .map((price) => ({ side: price < middle ? ('bid' as const) : ('ask' as const), price, size: random.below(7) }));
      // The other side of a price is empty, as in a book that is not crossed.
      const all = isWhole
        ? levels
        : levels.flatMap((each) => [
            { ...each, side: each.side === 'bid' ? ('ask' as const) : ('bid' as const), size: 0 },
            each,
          ]);
      const message = {
        kind: isWhole ? 'whole' : 'changes',
        levels: all.map(({ side, price, size }) => ({ side, ticks: BigInt(price), size: BigInt(size) })),
      } as const;
      hear(fills.book(atUs, message), null);
      said.theirs.push(...reference.book(isWhole, all));
    } else if (what < 6) {
      const [price, size, takerBuys] = [middle - 3 + random.below(7), 1 + random.below(6), random.below(2) === 0];
      hear(fills.trade(atUs, trade(price, size, takerBuys)), BigInt(size));
      said.theirs.push(...reference.trade(price, size, takerBuys));
    } else if (what < 9) {
      const kind = (['limit', 'limit', 'limit', 'postOnly', 'ioc', 'market'] as const)[random.below(6)] ?? 'limit';
      const id = `o${step}`;
      const each: ReferenceOrder = {
        id,
        side: random.below(2) === 0 ? 'buy' : 'sell',
        kind,
        ticks: kind === 'market' ? 0 : middle - 3 + random.below(7),
        size: 1 + random.below(6),
      };
      open.set(id, BigInt(each.size));
      sent.push(id);
      fills.submit(atUs, order(id, each.side, kind, each.ticks, each.size));
      hear(fills.advance(atUs + 1), null);
      said.theirs.push(...reference.arrive(each));
    } else if (random.below(4) > 0) {
      const id = sent[random.below(Math.max(1, sent.length))] ?? 'none';
      fills.cancel(atUs, id);
      hear(fills.advance(atUs + 1), null);
      said.theirs.push(...reference.callOff(id));
    } else {
      hear(fills.book(atUs, { kind: 'lost' }), null);
      reference.lose();
    }
    expect([seed, step, ...joined(said.ours)]).toEqual([seed, step, ...joined(said.theirs)]);
    said.ours = [];
    said.theirs = [];
  }
  return count;
}

/** Fills of one order at one price that follow each other, as one. */
function joined(events: readonly string[]): string[] {
  const found: string[] = [];
  const maker = /^(\S+) maker (\d+) at (\d+)$/;
  for (const event of events) {
    const [, id, size, price] = maker.exec(event) ?? [];
    const [, lastId, lastSize, lastPrice] = maker.exec(found.at(-1) ?? '') ?? [];
    const goesOn = id !== undefined && id === lastId && price === lastPrice;
    if (goesOn) found.splice(-1, 1, `${id} maker ${Number(lastSize) + Number(size)} at ${price}`);
    else found.push(event);
  }
  return found;
}
