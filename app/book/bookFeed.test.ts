import { afterAll, expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { BookFeed, type BookOutcome } from './bookFeed.ts';
import { ReferenceBook } from './reference/referenceBook.ts';
import { ReferenceSync, type Rule } from './reference/referenceSync.ts';
import { StatementSource } from './testing/statements.ts';
import { textInstrument, textOf, venueOfRule } from './testing/venueText.ts';
import { venueMessage } from './venueMessage.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const everything = 1_000_000;
const seen = new Map<string, number>();

afterAll(() => {
  console.log(
    `book statements by rule and outcome: ${[...seen].map(([what, count]) => `${what} ${count}`).join(', ')}`,
  );
});

function sync(rule: Rule, seed: number, length: number): Set<BookOutcome> {
  const random = seededRandom(seed);
  const source = new StatementSource(random, rule);
  const feed = new BookFeed(venueOfRule[rule], [textInstrument]);
  const reference = new ReferenceSync(rule);
  const outcomes = new Set<BookOutcome>();
  for (let i = 0; i < length; i += 1) {
    const statement = source.next();
    const [event] = feed.apply(encode(textOf(rule, statement))) ?? [];
    const outcome = reference.apply(statement);
    const where = `${rule} seed ${seed} step ${i}`;
    expect([where, event?.outcome, feed.isLive(0)]).toEqual([where, outcome, reference.isLive]);
    outcomes.add(outcome);
    seen.set(`${rule} ${outcome}`, (seen.get(`${rule} ${outcome}`) ?? 0) + 1);
    const shown = reference.isLive;
    expect(feed.best(0)).toEqual(shown ? reference.book.best() : null);
    for (const side of ['bid', 'ask'] as const) {
      const count = i % 16 === 0 ? everything : 5;
      const depth = reference.book.depth(side, count);
      expect(feed.depth(0, side, Math.min(count, 2000))).toEqual(shown ? depth : []);
      const level = depth[random.below(depth.length + 1)];
      if (level !== undefined) expect(feed.sizeAt(0, side, level.ticks)).toBe(shown ? level.size : null);
    }
    const taker = random.below(2) === 0 ? 'buy' : 'sell';
    const size = BigInt(random.below(2_000_000));
    expect(feed.impact(0, taker, size)).toEqual(
      shown ? expect.objectContaining(reference.book.taken(taker, size)) : null,
    );
  }
  return outcomes;
}

const everyOutcome: Readonly<Record<Rule, readonly BookOutcome[]>> = {
  spot: ['applied', 'snapshot', 'waiting', 'stale', 'gap', 'crossed', 'oldSnapshot'],
  futures: ['applied', 'snapshot', 'waiting', 'stale', 'gap', 'crossed', 'oldSnapshot'],
  steps: ['applied', 'snapshot', 'waiting', 'stale', 'gap', 'crossed'],
  chain: ['applied', 'snapshot', 'waiting', 'gap', 'crossed'],
  whole: ['snapshot', 'stale', 'crossed'],
  unnumbered: ['applied', 'snapshot', 'waiting', 'crossed'],
};

test.each(['spot', 'futures', 'steps', 'chain', 'whole', 'unnumbered'] as const)(
  'books kept by the rules of %s are what two maps hold, whatever the line loses, doubles or crosses',
  (rule) => {
    const outcomes = new Set<BookOutcome>();
    for (let seed = 0; seed < 12; seed += 1) {
      for (const outcome of sync(rule, seed, 400)) outcomes.add(outcome);
    }
    expect([...outcomes].sort()).toEqual([...everyOutcome[rule]].sort());
  },
  120_000,
);

test('levels from a table, over wide prices, are what two maps hold', () => {
  const random = seededRandom(4);
  const feed = new BookFeed('binance', [textInstrument]);
  const reference = new ReferenceBook();
  const room = 64;
  const levels = { isBid: new Uint8Array(room), ticks: new BigInt64Array(room), sizes: new BigUint64Array(room) };
  feed.begin(0);
  for (let round = 0; round < 400; round += 1) {
    const center = random.below(4) === 0 ? 1_000_000 + random.below(10_000_000) : 5_000_000;
    for (let i = 0; i < room; i += 1) {
      const isBid = random.below(2) === 0;
      const spread = [40, 3000, 40_000, 900_000][random.below(4)] ?? 40;
      const ticks = BigInt(isBid ? center - 1 - random.below(spread) : center + random.below(spread));
      const size = random.below(3) === 0 ? 0n : BigInt(random.below(1000));
      [levels.isBid[i], levels.ticks[i], levels.sizes[i]] = [isBid ? 1 : 0, ticks, size];
      reference.set(isBid ? 'bid' : 'ask', ticks, size);
    }
    const outcome = feed.setLevels(0, room, levels);
    expect([round, outcome]).toEqual([round, reference.isCrossed() ? 'crossed' : 'applied']);
    if (outcome === 'crossed') {
      feed.begin(0);
      reference.clear();
    }
    const count = round % 10 === 0 ? 30_000 : 8;
    for (const side of ['bid', 'ask'] as const) {
      expect(feed.depth(0, side, count)).toEqual(reference.depth(side, count));
    }
  }
});

test('a feed of many instruments tells them apart, and names the one it lacks', () => {
  const feed = new BookFeed('coinbase', [
    { ...textInstrument, symbol: 'A-B' },
    { ...textInstrument, symbol: 'C-D' },
  ]);
  const text = (product: string, price: string): Uint8Array =>
    encode(JSON.stringify({ type: 'snapshot', product_id: product, bids: [[price, '1']], asks: [['9', '2']] }));
  expect(feed.apply(text('C-D', '1.5'))?.map(({ instrument, outcome }) => [instrument, outcome])).toEqual([
    [1, 'snapshot'],
  ]);
  expect(feed.apply(text('E-F', '1.5'))?.map(({ instrument }) => instrument)).toEqual([null]);
  expect([feed.best(0), feed.best(1)?.bid.ticks]).toEqual([null, 300n]);
});

test('an answer without a symbol is about the instrument that was asked for', () => {
  const feed = new BookFeed('binance', [
    { ...textInstrument, symbol: 'AB' },
    { ...textInstrument, symbol: 'CD' },
  ]);
  const answer = encode('{"lastUpdateId":5,"bids":[["1.00","2"]],"asks":[]}');
  expect(feed.apply(answer)?.[0]).toMatchObject({ instrument: null });
  expect(feed.apply(answer, 1)?.[0]).toMatchObject({ instrument: 1, outcome: 'snapshot', levels: 1, lastId: 5 });
  expect([feed.isLive(0), feed.isLive(1)]).toEqual([false, true]);
});

const bybit = (levels: number, type: string, id: number, bid: string) =>
  encode(
    JSON.stringify({
      topic: `orderbook.${levels}.AB`,
      type,
      data: { s: 'AB', b: [[bid, '1']], a: type === 'snapshot' ? [['9', '2']] : [], u: id },
    }),
  );
const okx = (channel: string, action: string, id: number, bid: string) =>
  encode(
    JSON.stringify({
      arg: { channel, instId: 'AB' },
      action,
      data: [{ bids: [[bid, '1']], asks: action === 'snapshot' ? [['9', '2']] : [], prevSeqId: id - 1, seqId: id }],
    }),
  );
const kraken = (levels: number, type: string, _id: number, bid: string) =>
  encode(
    JSON.stringify(
      type === 'snapshot'
        ? [1, { as: [['9', '2']], bs: [[bid, '1']] }, `book-${levels}`, 'AB']
        : [1, { b: [[bid, '1']] }, `book-${levels}`, 'AB'],
    ),
  );
const binance = (stream: string, body: object) => encode(JSON.stringify({ stream: `ab@${stream}`, data: body }));
const partial = (stream: string, id: number, bid: string) =>
  binance(stream, { lastUpdateId: id, bids: [[bid, '1']], asks: [['9', '2']] });
const diff = (id: number, bid: string) =>
  binance('depth@100ms', { e: 'depthUpdate', s: 'AB', U: id, u: id, b: [[bid, '1']], a: [] });

test.each([
  ['bybit', (type: 'snapshot' | 'delta', id: number, bid: string) => bybit(1, type, id, bid), bybit.bind(null, 500)],
  [
    'okx',
    (type: 'snapshot' | 'delta', id: number, bid: string) =>
      okx('books50-l2-tbt', type === 'delta' ? 'update' : type, id, bid),
    (type: 'snapshot' | 'delta', id: number, bid: string) => okx('books', type === 'delta' ? 'update' : type, id, bid),
  ],
  ['kraken', kraken.bind(null, 10), kraken.bind(null, 1000)],
] as const)('of several channels of %s about one book that of most levels is kept', (venue, few, many) => {
  const feed = new BookFeed(venue, [{ ...textInstrument, symbol: 'AB' }]);
  const after = (text: Uint8Array) => [feed.apply(text)?.[0]?.outcome, Number(feed.best(0)?.bid.ticks ?? 0n) / 200];
  expect(after(few('snapshot', 70, '1'))).toEqual(['snapshot', 1]);
  // Not the book yet: it was not stated.
  expect(after(many('delta', 5, '8'))).toEqual(['waiting', 1]);
  expect(after(few('delta', 71, '2'))).toEqual(['applied', 2]);
  expect(after(many('snapshot', 6, '3'))).toEqual(['snapshot', 3]);
  expect(after(few('delta', 73, '7'))).toEqual(['stale', 3]);
  expect(after(few('snapshot', 74, '7'))).toEqual(['stale', 3]);
  expect(after(many('delta', 7, '4'))).toEqual(['applied', 4]);
});

test("Binance's partial books are a book where nothing else is, and none beside its diffs", () => {
  const feed = new BookFeed('binance', [{ ...textInstrument, symbol: 'AB' }]);
  const after = (text: Uint8Array) => [feed.apply(text)?.[0]?.outcome, Number(feed.best(0)?.bid.ticks ?? 0n) / 200];
  expect(after(partial('depth5@100ms', 10, '1'))).toEqual(['snapshot', 1]);
  expect(after(partial('depth5@100ms', 9, '8'))).toEqual(['stale', 1]);
  expect(after(partial('depth20', 11, '2'))).toEqual(['snapshot', 2]);
  expect(after(partial('depth5@100ms', 12, '8'))).toEqual(['stale', 2]);
  expect(after(diff(13, '3'))).toEqual(['waiting', 2]);
  const answer = (id: number) =>
    encode(`{"id":"x","status":200,"result":{"lastUpdateId":${id},"bids":[],"asks":[["9","1"]]}}`);
  // From before what was kept: the partial books go on.
  expect(after(answer(5))).toEqual(['oldSnapshot', 2]);
  expect(after(partial('depth20', 14, '4'))).toEqual(['snapshot', 4]);
  expect(after(answer(12))).toEqual(['snapshot', 3]);
  expect(after(partial('depth20', 15, '8'))).toEqual(['stale', 3]);
  expect(after(diff(14, '5'))).toEqual(['applied', 5]);
});

test('an envelope within an envelope is none', () => {
  const feed = new BookFeed('binance', [{ ...textInstrument, symbol: 'AB' }]);
  const deep = `${'{"data":'.repeat(200_000)}{}${'}'.repeat(200_000)}`;
  expect(feed.apply(encode(deep))).toBeNull();
});

test('a time in microseconds is told from one in milliseconds', () => {
  const feed = new BookFeed('binance', [{ ...textInstrument, symbol: 'AB' }]);
  const timed = (E: number) => encode(JSON.stringify({ e: 'depthUpdate', E, s: 'AB', U: 1, u: 2, b: [], a: [] }));
  expect(feed.apply(timed(1_723_161_255_208))?.[0]?.venueMs).toBe(1_723_161_255_208);
  expect(feed.apply(timed(1_723_161_255_208_123))?.[0]?.venueMs).toBe(1_723_161_255_208.123);
  const { statements } = venueMessage('binance', {
    e: 'trade',
    s: 'AB',
    p: '1',
    q: '2',
    T: 1_723_161_255_208_123,
    m: true,
  });
  expect(statements[0]?.venueMs).toBe(1_723_161_255_208.123);
});

test('a hole in the numbers of a Coinbase connection takes off every book of it', () => {
  const feed = new BookFeed('coinbase', [
    { ...textInstrument, symbol: 'A-B' },
    { ...textInstrument, symbol: 'C-D' },
  ]);
  const level = (side: string, price: string) => ({ side, price_level: price, new_quantity: '1', event_time: 'x' });
  const updates = [level('bid', '1'), level('offer', '2')];
  const message = (number: number, type: string, product: string) =>
    encode(
      JSON.stringify({ channel: 'l2_data', sequence_num: number, events: [{ type, product_id: product, updates }] }),
    );
  const outcomes = (text: Uint8Array) => feed.apply(text)?.map(({ instrument, outcome }) => `${instrument} ${outcome}`);
  expect(outcomes(message(0, 'snapshot', 'A-B'))).toEqual(['0 snapshot']);
  expect(outcomes(message(1, 'snapshot', 'C-D'))).toEqual(['1 snapshot']);
  expect(outcomes(encode('{"channel":"heartbeats","sequence_num":2,"events":[{"heartbeat_counter":1}]}'))).toEqual([]);
  expect(outcomes(message(3, 'update', 'C-D'))).toEqual(['1 applied']);
  expect(outcomes(message(5, 'update', 'C-D'))).toEqual(['0 gap', '1 gap', '1 waiting']);
  expect(outcomes(message(6, 'snapshot', 'C-D'))).toEqual(['1 snapshot']);
  // What comes again was there before.
  expect(outcomes(message(6, 'update', 'C-D'))).toEqual(['1 stale']);
  expect(outcomes(message(4, 'update', 'C-D'))).toEqual(['1 stale']);
  expect(outcomes(message(7, 'update', 'C-D'))).toEqual(['1 applied']);
  // Another connection, of whose beginning nobody said anything: what it did not state yet is lost.
  expect(outcomes(message(1, 'snapshot', 'A-B'))).toEqual(['1 gap', '0 snapshot']);
  expect([feed.isLive(0), feed.isLive(1)]).toEqual([true, false]);
  expect(outcomes(message(2, 'update', 'A-B'))).toEqual(['0 applied']);
  feed.reconnect();
  expect([feed.isLive(0), feed.isLive(1)]).toEqual([false, false]);
  expect(outcomes(message(0, 'snapshot', 'A-B'))).toEqual(['0 snapshot']);
});

test.each([
  ['a price off the tick', '{"lastUpdateId":5,"bids":[["1.0010","2"]],"asks":[]}', 'refused'],
  ['a price of nothing', '{"lastUpdateId":5,"bids":[["0.0000","2"]],"asks":[]}', 'refused'],
  ['more digits than the instrument has', '{"lastUpdateId":5,"bids":[["1.00","2.0001"]],"asks":[]}', 'refused'],
  ['a size above 63 bits', '{"lastUpdateId":5,"bids":[["1.00","9300000000000000"]],"asks":[]}', 'refused'],
  ['zeros behind the digits', '{"lastUpdateId":5,"bids":[["1.0000000000","2.00000000"]],"asks":[]}', 'snapshot'],
  [
    'spaces and bare numbers',
    ' { "lastUpdateId" : "5" , "bids" : [ [ 1.05 , 2e0 , [ ] ] ] , "asks" : [ ] } ',
    'snapshot',
  ],
  ['a locked market', '{"lastUpdateId":5,"bids":[["1.00","2"]],"asks":[["1.00","2"]]}', 'crossed'],
] as const)('%s', (_, text, outcome) => {
  const feed = new BookFeed('binance', [textInstrument]);
  expect(feed.apply(encode(text))?.[0]?.outcome).toBe(outcome);
  expect(feed.isLive(0)).toBe(outcome === 'snapshot');
});

test.each([
  '',
  '{',
  '{"lastUpdateId":5,"bids":[["1.00","2"]]}',
  '{"lastUpdateId":5,"bids":[["1.00","-2"]],"asks":[]}',
  '{"lastUpdateId":5,"bids":[["1.00",""]],"asks":[]}',
  '{"lastUpdateId":5,"bids":[[".5","1"]],"asks":[]}',
  '{"lastUpdateId":5,"bids":[["0000000.","00000001"]],"asks":[]}',
  '{"lastUpdateId":5,"bids":[["1.00"]],"asks":[]}',
  '{"lastUpdateId":5,"bids":[["1.00","99999999999999999999"]],"asks":[]}',
  '{"lastUpdateId":-5,"bids":[],"asks":[]}',
  '{"lastUpdateId":5,"bids":[],"asks":[]} {}',
  '{"e":"depthUpdate","s":"AB","u":5,"b":[],"a":[]}',
  '{"e":"depthUpdate","s":"AB","U":6,"u":5,"b":[],"a":[]}',
  `{"lastUpdateId":5,"bids":${'['.repeat(50_000)}`,
])('a malformed text changes nothing: %s', (text) => {
  const feed = new BookFeed('binance', [textInstrument]);
  feed.apply(encode('{"lastUpdateId":4,"bids":[["1.00","2"]],"asks":[["2.00","2"]]}'));
  expect(feed.apply(encode(text))).toBeNull();
  expect(feed.best(0)?.ask.ticks).toBe(400n);
});

test('texts of one venue with some of their bytes changed never break the core, and never show a crossed book', () => {
  const random = seededRandom(77);
  for (const rule of ['spot', 'futures', 'steps', 'chain', 'whole', 'unnumbered'] as const) {
    const source = new StatementSource(random, rule);
    const feed = new BookFeed(venueOfRule[rule], [textInstrument]);
    for (let i = 0; i < 3000; i += 1) {
      const text = encode(textOf(rule, source.next()));
      for (let changes = random.below(3); changes > 0; changes -= 1)
        text[random.below(text.length)] = random.below(256);
      feed.apply(random.below(8) === 0 ? text.subarray(0, random.below(text.length)) : text);
      const best = feed.best(0);
      expect(best === null || best.bid.ticks < best.ask.ticks).toBe(true);
    }
  }
});
