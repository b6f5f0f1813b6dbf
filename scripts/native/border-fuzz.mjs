// @ts-nocheck what it passes is wrong on purpose
// Throws garbage at everything that the native core exports: `node --expose-gc border-fuzz.mjs ADDON SECONDS SEED MEGABYTES`. The slow tier runs it under
// sanitizers, which end the process at the first bad access, and without them. Prints one line with the calls made and the memory held at half time and at
// the end; exit code 1 when it grew by more than MEGABYTES.
import { createRequire } from 'node:module';

const [addonFile = '', secondsText = '60', seedText = '1', growthText = '64'] = process.argv.slice(2);
const addon = createRequire(import.meta.url)(addonFile);

let state = Number(seedText) >>> 0 || 1;
/** xorshift32: the same calls for the same seed. */
function random() {
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state;
}
/** @param {number} bound */
const below = (bound) => random() % bound;
/** @template T @param {readonly T[]} list @returns {T} */
const pick = (list) => list[below(list.length)];

const wideWords = [0n, 1n, 2n, 10n ** 18n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n - 2n, 10_000_000_000n];
const word = () =>
  below(2) === 0 ? pick(wideWords) : BigInt.asUintN(below(64) + 1, (BigInt(random()) << 32n) | BigInt(random()));
const small = () => pick([0, 1, 2, 3, 4, 5, 7, 8, 9, 18, 60, 100, 3000, 255, 256, 65_535, 887_272, 1_000_000]);
const integer = () => pick([small(), -small(), random() | 0, -1, 0x7fffffff, -0x80000000]);

/** @type {Record<string, (length: number) => unknown>} */
const makers = {
  u8: (length) => Uint8Array.from({ length }, () => below(256)),
  u32: (length) => Uint32Array.from({ length }, () => (below(4) === 0 ? random() : small())),
  i32: (length) => Int32Array.from({ length }, integer),
  i64: (length) => BigInt64Array.from({ length }, () => BigInt.asIntN(64, word())),
  f64: (length) => Float64Array.from({ length }, () => pick([0, -1, 0.5, Number.NaN, 2 ** 53])),
  u64: (length) => BigUint64Array.from({ length }, word),
  garch: () =>
    below(8) === 0
      ? Int32Array.from({ length: below(6) }, integer)
      : Int32Array.of(below(3), below(3), below(2), below(2)),
  fit: () => pick([null, Float64Array.from({ length: 7 }, () => pick([0, 0.1, 0.85, 8, -1, 1e300, Number.NaN]))]),
  columns: (length) =>
    Array.from({ length: below(6) }, () =>
      below(10) === 0 ? pick(strangers)() : makers.f64(pick([length, length, 3])),
    ),
  // Periods of a hundred thousand bars are allowed, and their warm-up takes its time.
  options: (length) =>
    Float64Array.from({ length: Math.min(length, below(8)) }, () => pick([-1, 0, 0.5, 1, 2, 3, 14, 26, Number.NaN])),
};

const places = [0, 1, 2, 3, 4, 6, 7, 8, 9, 12, 13, 14, 16, 28, 32, 40, 64, 100];

/** Things that no caller of ours would pass. */
const strangers = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => -1,
  () => 2 ** 40,
  () => 'text',
  () => ({ length: 8 }),
  () => [1n, 2n, 3n],
  () => new ArrayBuffer(64),
  () => new DataView(new ArrayBuffer(64)),
  () => new Float64Array(16),
  () => new BigInt64Array(16),
  () => Symbol.iterator,
  () => Object.create(null),
  () => new BigUint64Array(new ArrayBuffer(264), 8, 3),
  () => {
    const array = new BigUint64Array(32);
    structuredClone(array.buffer, { transfer: [array.buffer] });
    return array;
  },
];

/** @param {string} kind */
function argument(kind) {
  if (below(12) === 0) return pick(strangers)();
  if (kind === 'number') return pick([0, 1, 2, 5, 100, -1, 0.5, Number.NaN, 2 ** 32, 2 ** 53]);
  if (kind === 'tick') return integer();
  if (kind === 'boolean') return below(2) === 0;
  return makers[kind](pick(places));
}

/** Log lines nearly as a node sends them, some of their bytes changed. */
function logText() {
  const hex = (digits) => Array.from({ length: digits }, () => pick([...'0123456789abcdefABCDEFxg'])).join('');
  const topics = [
    '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1',
    '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67',
    '0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95',
    '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde',
    '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c',
  ];
  const log = () => ({
    address: `0x${hex(pick([40, 39, 0, 64]))}`,
    topics: Array.from({ length: below(5) }, (_, i) => (i === 0 ? pick(topics) : `0x${hex(64)}`)),
    data: `0x${hex(pick([0, 64, 128, 320, 319, 640]))}`,
    removed: pick([true, false, 'no', null]),
    ...(below(4) === 0 ? { more: [{ a: ['\u0000', '\\"', { b: [] }] }] } : {}),
  });
  const text = new TextEncoder().encode(JSON.stringify(Array.from({ length: below(6) }, log)));
  for (let changes = below(4); changes > 0 && text.length > 0; changes -= 1) text[below(text.length)] = below(256);
  return below(3) === 0 ? text.subarray(0, below(text.length + 1)) : text;
}

/** What a pool of each kind is described by: many numbers in range, some not. @param {number} kind */
function poolShape(kind) {
  const coins = () => pick([2, 2, 3, 4, 8, 9]);
  const ticks = () => [
    below(10_000),
    below(2),
    pick([1, 10, 60]),
    integer() % 900_000,
    -887_272,
    887_272,
    pick([0, 2, 3]),
  ];
  const shapes = [
    () => [3000, 100],
    ticks,
    () => [random() % 16_777_216, ...ticks()],
    () => [3000, 500, 18, pick([6, 18, 77]), below(2)],
    () => [100, 400, pick([0, 18]), 6, below(2)],
    () => [coins(), below(2), below(3)],
    () => [2, below(2), below(3), coins(), below(2), below(3)],
    () => [pick([2, 3]), below(2)],
    () => [coins(), pick([2, 3]), pick([1, 2])],
    () => [coins(), pick([2, 3]), below(2), pick([-1, 0, 1])],
  ];
  const shape = [kind, ...shapes[kind]()];
  if (below(8) === 0) shape[below(shape.length)] = integer();
  return Int32Array.from(below(10) === 0 ? shape.slice(0, below(shape.length)) : shape);
}

/** Numbers a contract might hold, four words each. @param {number} count */
function amounts(count) {
  const words = new BigUint64Array(4 * count);
  for (let i = 0; i < words.length; i += 1) {
    const low = i % 4 < pick([1, 1, 1, 2, 3, 4]);
    words[i] = low ? word() : 0n;
  }
  return words;
}

function exactPool() {
  const pool = new addon.ExactPool();
  const kind = below(10);
  pool.set(poolShape(kind), amounts(pick([2, 3, 24, 40])), Int32Array.of(-600, 0, 600), makers.u64(pick([4, 6, 8])));
  for (let i = 0; i < 4; i += 1) {
    const request = Uint32Array.of(
      below(3),
      below(4),
      below(2),
      pick([0, 0, 1]),
      pick([0, 0, 1]),
      pick([0, 1, 2, 1000]),
    );
    pool.quote(request, amounts(pick([2, 4])), new Int32Array(pick([0, 1, 2])));
    pool.swap(request.slice(0, pick([5, 6, 2])), amounts(2));
    pool.state(new BigUint64Array(pick([0, 31, 32, 40])), new Int32Array(pick([0, 1])));
  }
  return 14;
}

function market() {
  const market = new addon.Market();
  const pools = below(12);
  const tokens = 2 + below(5);
  const list = (make) => Array.from({ length: pools }, make);
  market.setPools(
    Uint8Array.from(list(() => pick([0, 1, 0, 1, below(11)]))),
    Uint32Array.from(list(() => [below(tokens + 1), below(tokens)]).flat()),
    Uint8Array.from(
      list(() =>
        pick([
          [0, 1],
          [0, 1],
          [1, 2],
          [7, 8],
        ]),
      ).flat(),
    ),
    Uint32Array.from(list(() => [pick([500, 3000, 1_000_000, random()]), 3000]).flat()),
    Int32Array.from(list(() => pick([1, 10, 60, 0, -1]))),
    Uint32Array.from(list((_, i) => (below(10) === 0 ? random() : i))),
    Uint32Array.from(list((_, i) => (below(20) === 0 ? below(3) : i))),
    pick([tokens, tokens, 0, 1]),
  );
  const [v2, v3] = [below(pools + 2), below(pools + 2)];
  const some = (count) => Uint32Array.from({ length: count }, () => below(pools + 1));
  market.applyStates(
    Uint32Array.of(v2, v3, pick([0, 1, 2])),
    some(v2),
    makers.u64(4 * v2 + pick([0, 0, -1].map((each) => Math.max(each, -4 * v2)))),
    some(v3),
    makers.u64(5 * v3),
    makers.i32(v3),
    Int32Array.of(below(pools + 1), 2, -887_272, 887_272, below(pools + 1), pick([0, 3, 1000]), integer(), integer()),
    pick([Int32Array.of(-600, 600, 0, 60), makers.i32(5)]),
    makers.u64(pick([4, 8, 10])),
  );
  const shapes = Array.from({ length: below(3) }, () => poolShape(below(10)));
  const sizes = shapes.map((shape) => [below(pools + 1), shape.length, pick([2, 3, 24, 40]), 3]);
  const total = (place) => sizes.reduce((sum, each) => sum + each[place], 0);
  market.setStates?.(
    Uint32Array.from(sizes.flat()),
    Int32Array.from(shapes.flatMap((shape) => [...shape])),
    amounts(total(2)),
    Int32Array.from(shapes.flatMap(() => [-600, 0, 600])),
    makers.u64(2 * total(3)),
  );
  market.setQuarantined(pick([0, 1, pools, -1]), true);
  market.setBlocked?.(pick([0, 1, tokens, -1]), below(2) === 0);
  for (let i = 0; i < 3; i += 1) {
    const request = Uint32Array.of(below(pools + 1), below(2), below(2), below(2));
    market.quote(request, amounts(4), new Int32Array(3));
    const [touched, profits] = [below(4), 1 + below(2)];
    market.detect(
      Uint32Array.of(touched, profits, pick([2, 3, 4, 5, 6]), pick([1, 10]), pick([0, 3]), below(2)),
      some(touched),
      Uint32Array.from({ length: profits }, () => below(tokens + 1)),
      makers.u64(8 * profits),
      makers.u64(pick([4, 12])),
      makers.u32(pick([6, 22, 24])),
      new Uint32Array(130),
      new BigUint64Array(280),
    );
    const hops = pick([0, 1, 2, 3, 5, 6]);
    const route = Array.from({ length: 2 * hops }, () => below(pools + 1));
    market.optimise(Uint32Array.of(hops, 3, ...route), new BigUint64Array(4 * hops + 4));
    market.optimiseEach(Uint32Array.of(2, hops, 1), Uint32Array.from([...route, ...route]), new BigUint64Array(16));
    market.quoteEach(Uint32Array.from(route), amounts(hops), new Int32Array(hops));
  }
  return 20;
}

function logs() {
  const decoder = new addon.LogDecoder();
  const updates = decoder.decode(logText());
  const count = Math.max(0, updates) + pick([0, 0, -1]);
  const length = Math.max(0, count);
  decoder.read(new Uint8Array(20 * length), new Int32Array(4 * length), new BigUint64Array(7 * length));
  return 2;
}

/** Book messages nearly as six venues send them, some of their bytes changed. */
function bookText() {
  const decimal = () =>
    pick(['0', '1', '0.5', '61837.63000000', '61837.64', '99', '1e-05', '123456789012345678901', '', '-1', '1.']);
  const pairs = (n) => Array.from({ length: below(n) }, () => [decimal(), decimal()]);
  const objects = (names) => pairs(4).map((pair) => Object.fromEntries(names.map((name, i) => [name, pair[i]])));
  const id = () => below(12);
  const texts = [
    () => ({ e: 'depthUpdate', E: 1, s: 'A', U: id(), u: id(), b: pairs(5), a: pairs(5) }),
    () => ({ stream: 'a', data: { e: 'depthUpdate', s: 'A', U: id(), u: id(), pu: id(), b: pairs(5), a: pairs(40) } }),
    () => ({ lastUpdateId: id(), bids: pairs(40), asks: pairs(5) }),
    () => ({
      topic: 'orderbook.50.A',
      type: pick(['snapshot', 'delta']),
      ts: 1,
      data: { s: 'A', b: pairs(5), a: pairs(5), u: id() },
    }),
    () => ({ type: 'snapshot', product_id: 'A', bids: pairs(5), asks: pairs(5) }),
    () => ({ type: 'l2update', product_id: 'A', changes: pairs(4).map((pair) => [pick(['buy', 'sell']), ...pair]) }),
    () => ({
      channel: 'l2_data',
      sequence_num: id(),
      events: [
        {
          type: pick(['snapshot', 'update']),
          product_id: 'A',
          updates: objects(['price_level', 'new_quantity']).map((each) => ({ side: pick(['bid', 'offer']), ...each })),
        },
      ],
    }),
    () => [1, { as: pairs(5), bs: pairs(5) }, 'book-10', 'A'],
    () => [1, { a: pairs(5) }, { b: pairs(5), c: String(random()) }, 'book-10', 'A'],
    () => ({
      channel: 'book',
      type: pick(['snapshot', 'update']),
      data: [{ symbol: 'A', bids: objects(['price', 'qty']), asks: objects(['price', 'qty']), checksum: random() }],
    }),
    () => ({
      arg: { channel: 'books', instId: 'A' },
      action: pick(['snapshot', 'update']),
      data: [{ bids: pairs(4), asks: pairs(4), prevSeqId: pick([-1, id()]), seqId: id() }],
    }),
    () => ({ feed: 'book', product_id: 'A', side: pick(['buy', 'sell']), seq: id(), price: 5, qty: below(2) }),
    () => ({
      channel: 'l2Book',
      data: { coin: 'A', levels: [objects(['px', 'sz']), objects(['px', 'sz'])], time: id() },
    }),
  ];
  const text = new TextEncoder().encode(JSON.stringify(pick(texts)()));
  if (below(2) === 0) text[below(text.length)] = below(256);
  return below(6) === 0 ? text.subarray(0, below(text.length + 1)) : text;
}

function books() {
  const room = new Float64Array(new SharedArrayBuffer(8 * pick([0, 4, 5, 10])));
  const feed = new addon.BookFeed(below(6), pick([room, room, makers.f64(10), undefined]));
  feed.add(
    Uint8Array.of(65),
    Uint32Array.of(pick([0, 2, 8, 18]), 8, pick([0, 0, 1, 10])),
    BigUint64Array.of(pick([1n, 10n, 1_000_000n])),
  );
  const texts = 1 + below(40);
  for (let i = 0; i < texts; i += 1) {
    feed.apply(bookText(), pick([-1, 0, 1]));
    const count = below(20);
    feed.begin(0);
    feed.setLevels(0, count, makers.u8(count), makers.i64(count), makers.u64(count));
    feed.top(0, new BigInt64Array(4));
    feed.depth(0, below(2) === 0, new BigInt64Array(pick([0, 1, 20])));
    feed.impact(0, below(2) === 0, BigUint64Array.of(word(), 0n, 0n, 0n, 0n));
    feed.figures(0, small(), small(), new Float64Array(pick([7, 7, 6])));
  }
  return 2 + 7 * texts;
}

/** Measures of books over times and prices that mostly are some. */
function measures() {
  const number = () => pick([0, 1, 2, 0.5, 60_000, 1e9, -1, 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY]);
  const lambda = new addon.KyleLambda(pick([1000, 1, 0, -1, Number.NaN]));
  const marks = new addon.MarkOuts(
    pick([Float64Array.of(0, 1000), Float64Array.of(1), makers.f64(3), makers.f64(9), makers.f64(0)]),
    below(2) === 0,
  );
  const price = new addon.Microprice();
  const queue = new addon.QueuePosition(number(), number());
  let atMs = 0;
  for (let i = 0; i < 40; i += 1) {
    atMs += below(600);
    const mostly = (usual) => (below(10) === 0 ? number() : usual);
    lambda.price(mostly(atMs), mostly(100 + below(5)));
    lambda.trade(mostly(atMs), mostly(below(9) - 4));
    marks.price(mostly(atMs), mostly(100 + below(5)));
    marks.trade(mostly(atMs), mostly(100), mostly(below(4)), below(2) === 0);
    price.see(mostly(below(5) / 2), mostly(1 + below(5)), mostly(below(100) / 100));
    queue.trade(mostly(below(9)));
    queue.setLevel(mostly(below(90)));
    if (below(8) === 0) queue.tradeThrough();
  }
  lambda.fit(new Float64Array(pick([4, 3])));
  marks.takeSettled(new Float64Array(pick([0, 4, 5, 500])));
  marks.report(new Float64Array(pick([0, 10, 100])));
  price.fit();
  price.adjustment(number(), number(), new Float64Array(pick([0, 1])));
  queue.read(new Float64Array(pick([1, 2])));
  addon.measureQuote(makers.i64(pick([4, 3])), new Float64Array(pick([4, 3])));
  return 291;
}

const indicatorTable = JSON.parse(addon.indicatorTable());

/** An indicator as it may be asked for, over bars that mostly are some. */
function indicators() {
  const place = below(indicatorTable.length);
  const { inputs, outputs, options } = indicatorTable[place];
  const bounded = ({ default: usual, least, most }) =>
    below(3) === 0 ? usual : least + below(Math.min(most - least, 40) + 1);
  const chosen = Float64Array.from(options, bounded);
  const count = below(200);
  const bars = () => Float64Array.from({ length: count }, () => (below(500) === 0 ? Number.NaN : 1 + below(1000) / 10));
  const columns = (names, make) => names.slice(0, names.length - (below(20) === 0 ? 1 : 0)).map(make);
  addon.indicatorBatch(
    place,
    chosen,
    columns(inputs, bars),
    columns(outputs, () => new Float64Array(count)),
  );
  addon.indicatorWarmUp(place, chosen);
  const indicator = new addon.Indicator(place, chosen);
  const bar = () => Float64Array.from(inputs, () => 1 + below(1000) / 10);
  for (let i = 0; i < 8; i += 1) {
    indicator.append(
      columns(inputs, bars),
      columns(outputs, () => new Float64Array(count)),
    );
    indicator.peek(bar(), new Float64Array(outputs.length - below(2)));
    indicator.peekAppend(
      columns(inputs, bars),
      columns(outputs, () => new Float64Array(count - (count === 0 ? 0 : below(2)))),
    );
    indicator.push(bar(), new Float64Array(outputs.length));
  }
  const profile = new addon.VolumeProfile(pick([0.5, 1, 1e-9, 0, -1, Number.NaN]));
  profile.add(bars().fill(900), bars(), bars());
  profile.read(
    new Float64Array(pick([5, 5, 4])),
    new Float64Array(pick([0, 1, 2_000, Math.max(0, profile.rowCount())])),
  );
  return 37;
}

/** Limits, an account and positions that are mostly possible, and trades held against them. */
function risks() {
  const book = new addon.RiskBook();
  const figure = () => pick([0n, 1n, 10n ** 9n, 10n ** 15n, 10n ** 15n + 1n, -1n, -(2n ** 63n), 2n ** 63n - 1n]);
  const list = (count) => BigInt64Array.from({ length: below(20) === 0 ? count - 1 : count }, figure);
  const place = () =>
    [below(3), below(4), below(5) - 1, below(5) - 1].map((each) => (below(20) === 0 ? integer() : each));
  book.setLimits(
    BigInt64Array.from({ length: 17 }, () => BigInt(pick([0, 1, 20_000, 250_000, 1_000_000, 10_000_000]))),
  );
  book.setAccount(list(8));
  const positions = below(12);
  for (let i = 0; i < positions; i += 1)
    book.setPosition(Int32Array.of(pick([i, i, 2047, 2048, -1]), ...place()), list(2));
  const trades = below(5);
  book.check(
    Int32Array.from(place()),
    list(6),
    new BigInt64Array(pick([30, 30, 29])),
    new Uint8Array(pick([15, 15, 14])),
  );
  book.timeChecks(
    Int32Array.from({ length: 4 * trades }, (_, i) => place()[i % 4]),
    list(6 * trades + (trades === 0 ? 1 : 0)),
    new Float64Array(trades),
  );
  return 4 + positions;
}

/** Every method of every class with arguments of nearly the right kinds. */
const methods = {
  BookFeed: {
    add: ['u8', 'u32', 'u64'],
    apply: ['u8', 'number'],
    reconnect: [],
    isLive: ['number'],
    top: ['number', 'i64'],
    depth: ['number', 'boolean', 'i64'],
    sizeAt: ['number', 'boolean', 'i64'],
    impact: ['number', 'boolean', 'u64'],
    figures: ['number', 'number', 'number', 'f64'],
    begin: ['number'],
    setLevels: ['number', 'number', 'u8', 'i64', 'u64'],
    bytes: [],
  },
  ExactPool: {
    set: ['i32', 'u64', 'i32', 'u64'],
    quote: ['u32', 'u64', 'i32'],
    swap: ['u32', 'u64'],
    state: ['u64', 'i32'],
  },
  Indicator: {
    push: ['f64', 'f64'],
    peek: ['f64', 'f64'],
    append: ['columns', 'columns'],
    peekAppend: ['columns', 'columns'],
  },
  KyleLambda: { price: ['number', 'number'], trade: ['number', 'number'], fit: ['f64'] },
  MarkOuts: {
    price: ['number', 'number'],
    trade: ['number', 'number', 'number', 'boolean'],
    takeSettled: ['f64'],
    report: ['f64'],
  },
  Microprice: { see: ['number', 'number', 'number'], fit: [], adjustment: ['number', 'number', 'f64'] },
  QueuePosition: { trade: ['number'], tradeThrough: [], setLevel: ['number'], read: ['f64'] },
  RiskBook: {
    setLimits: ['i64'],
    setAccount: ['i64'],
    setPosition: ['i32', 'i64'],
    check: ['i32', 'i64', 'i64', 'u8'],
    timeChecks: ['i32', 'i64', 'f64'],
  },
  VolumeProfile: { add: ['f64', 'f64', 'f64'], rowCount: [], read: ['f64', 'f64'] },
  GasRanking: { put: ['u32', 'u64', 'u32'], remove: ['u32'], top: ['u64', 'u32', 'u64'] },
  LogDecoder: { decode: ['u8'], read: ['u8', 'i32', 'u64'] },
  Market: {
    setPools: ['u8', 'u32', 'u8', 'u32', 'i32', 'u32', 'u32', 'number'],
    applyStates: ['u32', 'u32', 'u64', 'u32', 'u64', 'i32', 'i32', 'i32', 'u64'],
    setStates: ['u32', 'i32', 'u64', 'i32', 'u64'],
    setQuarantined: ['number', 'boolean'],
    setBlocked: ['number', 'boolean'],
    quote: ['u32', 'u64', 'i32'],
    detect: ['u32', 'u32', 'u32', 'u64', 'u64', 'u32', 'u32', 'u64'],
    optimise: ['u32', 'u64'],
    optimiseEach: ['u32', 'u32', 'u64'],
    quoteEach: ['u32', 'u64', 'i32'],
    split: ['u32', 'u64', 'u32', 'u32', 'u64'],
    bytesBesideTicks: [],
  },
};
const functions = {
  fitGarch: ['f64', 'garch', 'f64', 'f64', 'fit'],
  evaluateGarch: ['f64', 'garch', 'f64', 'f64', 'f64'],
  indicatorTable: [],
  indicatorBatch: ['number', 'options', 'columns', 'columns'],
  indicatorWarmUp: ['number', 'options'],
  measureQuote: ['i64', 'f64'],
  arithmetic: ['number', 'u64'],
  sqrtRatioAtTick: ['tick', 'u64'],
  tickAtSqrtRatio: ['u64', 'i32'],
};

/** @type {Record<string, object>} */
let standing = {};

function garbage() {
  let calls = 0;
  for (const [name, own] of Object.entries(methods)) {
    standing[name] ??= new addon[name]();
    for (const [method, kinds] of Object.entries(own)) {
      const given = kinds.map(argument);
      if (below(20) === 0) given.length = below(given.length + 1);
      standing[name][method]?.(...given);
      calls += 1;
    }
  }
  for (const [name, kinds] of Object.entries(functions)) {
    addon[name](...kinds.map(argument));
    calls += 1;
  }
  if (below(50) === 0) standing = {};
  return calls;
}

// A class or method that is exported and not named here would go untried.
for (const [name, value] of Object.entries(addon)) {
  const own = Object.getOwnPropertyNames(value.prototype ?? {}).filter((each) => each !== 'constructor');
  const known = methods[name] === undefined ? (functions[name] === undefined ? null : []) : Object.keys(methods[name]);
  if (known === null || own.some((each) => !known.includes(each))) {
    throw new Error(`the border fuzz does not know ${name}: ${own.join(', ')}`);
  }
}

/** What lies beyond a collected object is freed by a later turn of the event loop. */
const turn = () => new Promise((fulfil) => setImmediate(fulfil));

async function held() {
  // A ranking told of slot 2^24 holds that many.
  standing = {};
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.();
    await turn();
  }
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}

const lengthMs = Number(secondsText) * 1000;
const start = Date.now();
let before = 0;
let calls = 0;
for (let round = 1; Date.now() < start + lengthMs; round += 1) {
  for (let i = 0; i < 20; i += 1)
    calls += garbage() + exactPool() + market() + logs() + books() + measures() + indicators() + risks();
  // By itself the collector sees the few bytes of a wrapper and waits for gigabytes behind them: the peak would hide a leak.
  if (round % 10 === 0) globalThis.gc?.();
  await turn();
  if (before === 0 && Date.now() > start + lengthMs / 2) before = await held();
}
const after = await held();
process.stdout.write(
  `${JSON.stringify({ calls, seed: Number(seedText), megabytesBefore: before, megabytesAfter: after })}\n`,
);
process.exitCode = after > before + Number(growthText) ? 1 : 0;
