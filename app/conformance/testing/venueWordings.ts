import { decimalText } from '../../book/testing/venueText.ts';
import type { MarketLevel, Step } from './marketSteps.ts';

/** A market as one of many venues might have it. */
export interface VariedInstrument {
  readonly symbol: string;
  readonly priceDigits: number;
  readonly sizeDigits: number;
  /** In the last place of its prices. */
  readonly tickUnits: number;
  /** About where it trades, in ticks. */
  readonly aboutTicks: number;
}

/** How a venue words a market: its whole book, a change, and what it says of its best. Numbers go on from one call to the next, as over a connection. */
export interface Wording {
  readonly name: string;
  readonly venue: string;
  /** Whether its messages are numbered, so that a hole can be told. */
  readonly isNumbered: boolean;
  /** What is lost shows as a checksum that is another, if not as a hole. */
  readonly hasChecksum: boolean;
  readonly hasQuotes: boolean;
  /** Whether each change of the best is quoted: a quote holds until the next. */
  readonly quotesEachChange: boolean;
  /** Whether a message that comes twice, or again later, can be told from one that is due. */
  readonly toleratesDoubles: boolean;
  /** Its messages carry no time. */
  readonly isTimeless: boolean;
  size(units: number): string;
  whole(step: Step): string[];
  change(step: Step): string[];
  quote(step: Step): string[];
  /** A message of a kind that nobody knows. */
  readonly unknown: string;
}

type Pair = readonly [price: string, size: string];

/** The decimals of an instrument. */
class Texts {
  readonly symbol: string;
  readonly #instrument: VariedInstrument;

  constructor(instrument: VariedInstrument) {
    this.symbol = instrument.symbol;
    this.#instrument = instrument;
  }

  pair({ ticks, size }: MarketLevel): Pair {
    const { tickUnits, priceDigits } = this.#instrument;
    return [decimalText(BigInt(ticks) * BigInt(tickUnits), priceDigits), this.size(size)];
  }

  size(units: number): string {
    return decimalText(BigInt(units), this.#instrument.sizeDigits);
  }

  of(levels: readonly MarketLevel[], isBid?: boolean): Pair[] {
    return levels.filter((each) => isBid === undefined || each.isBid === isBid).map((each) => this.pair(each));
  }

  best({ bids, asks }: Step): readonly [Pair, Pair] {
    const [bid, ask] = [bids[0], asks[0]];
    if (bid === undefined || ask === undefined) throw new Error('the market has no side');
    return [this.pair(bid), this.pair(ask)];
  }

  /** Kraken's, over ten levels a side. */
  checksum({ bids, asks }: Step): number {
    const plain = (text: string): string => text.replace('.', '').replace(/^0+/, '');
    return crc32(
      this.of([...asks.slice(0, 10), ...bids.slice(0, 10)])
        .flatMap((pair) => pair.map(plain))
        .join(''),
    );
  }

  /** Objects with bare numbers, zeros at their ends and all. */
  bare(levels: readonly MarketLevel[], isBid: boolean): string {
    const objects = this.of(levels, isBid).map(([price, size]) => `{"price":${price},"qty":${size}}`);
    return `[${objects.join(',')}]`;
  }
}

function crc32(text: string): number {
  let sum = 0xffffffff;
  for (const character of text) {
    sum ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const usual = {
  isNumbered: true,
  hasChecksum: false,
  hasQuotes: true,
  quotesEachChange: false,
  toleratesDoubles: true,
  isTimeless: false,
} as const;
const iso = (atMs: number): string => new Date(atMs).toISOString();

function binance(texts: Texts, isFutures: boolean): Wording {
  const { symbol } = texts;
  return {
    ...usual,
    quotesEachChange: true,
    name: isFutures ? 'Binance futures' : 'Binance spot',
    venue: isFutures ? 'binance-futures' : 'binance',
    size: (units) => texts.size(units),
    whole: ({ lastId, bids, asks }) => [
      JSON.stringify({ lastUpdateId: lastId, bids: texts.of(bids), asks: texts.of(asks) }),
    ],
    change({ atMs, firstId, lastId, previousId, changes }) {
      const data = { e: 'depthUpdate', E: atMs, ...(isFutures ? { T: atMs } : {}), s: symbol, U: firstId, u: lastId };
      const levels = {
        ...(isFutures ? { pu: previousId } : {}),
        b: texts.of(changes, true),
        a: texts.of(changes, false),
      };
      return [JSON.stringify({ stream: `${symbol.toLowerCase()}@depth@100ms`, data: { ...data, ...levels } })];
    },
    quote(step) {
      const [[b, B], [a, A]] = texts.best(step);
      const quote = { u: step.lastId, s: symbol, b, B, a, A };
      return [JSON.stringify(isFutures ? { e: 'bookTicker', ...quote, T: step.atMs, E: step.atMs } : quote)];
    },
    unknown: '{"e":"newKind","s":"X"}',
  };
}

function bybit(texts: Texts): Wording {
  const { symbol } = texts;
  let id = 10;
  const said = (type: string, atMs: number, b: Pair[], a: Pair[]): string[] => {
    const data = { s: symbol, b, a, u: id, seq: id * 9 };
    return [JSON.stringify({ topic: `orderbook.200.${symbol}`, ts: atMs, type, data, cts: atMs })];
  };
  return {
    ...usual,
    name: 'Bybit',
    venue: 'bybit',
    hasQuotes: false,
    size: (units) => texts.size(units),
    whole: ({ atMs, bids, asks }) => said('snapshot', atMs, texts.of(bids), texts.of(asks)),
    change({ atMs, changes }) {
      id += 1;
      return said('delta', atMs, texts.of(changes, true), texts.of(changes, false));
    },
    quote: () => [],
    unknown: '{"topic":"newKind.X","data":{}}',
  };
}

function okx(texts: Texts): Wording {
  const said = (action: string, step: Step, prevSeqId: number, b: Pair[], a: Pair[]): string[] => {
    const level = (pair: Pair): string[] => [...pair, '0', '1'];
    const ids = { ts: String(step.atMs), checksum: -7, prevSeqId, seqId: step.lastId };
    const data = [{ asks: a.map(level), bids: b.map(level), ...ids }];
    return [JSON.stringify({ arg: { channel: 'books', instId: texts.symbol }, action, data })];
  };
  return {
    ...usual,
    name: 'OKX',
    venue: 'okx',
    hasQuotes: false,
    // Its ids may fall: what came before looks like a hole.
    toleratesDoubles: false,
    size: (units) => texts.size(units),
    whole: (step) => said('snapshot', step, -1, texts.of(step.bids), texts.of(step.asks)),
    change: (step) =>
      said('update', step, step.previousId, texts.of(step.changes, true), texts.of(step.changes, false)),
    quote: () => [],
    unknown: '{"arg":{"channel":"newKind"},"data":[]}',
  };
}

function coinbaseExchange(texts: Texts): Wording {
  const product_id = texts.symbol;
  return {
    ...usual,
    name: 'Coinbase Exchange',
    venue: 'coinbase',
    isNumbered: false,
    size: (units) => texts.size(units),
    whole: ({ bids, asks }) => [
      JSON.stringify({ type: 'snapshot', product_id, asks: texts.of(asks), bids: texts.of(bids) }),
    ],
    change({ atMs, changes }) {
      const said = changes.map((each) => [each.isBid ? 'buy' : 'sell', ...texts.pair(each)]);
      return [JSON.stringify({ type: 'l2update', product_id, changes: said, time: iso(atMs) })];
    },
    quote(step) {
      const [[bid, bidSize], [ask, askSize]] = texts.best(step);
      const quote = { best_bid: bid, best_bid_size: bidSize, best_ask: ask, best_ask_size: askSize };
      return [JSON.stringify({ type: 'ticker', sequence: 5, product_id, price: bid, ...quote, time: iso(step.atMs) })];
    },
    unknown: '{"type":"newKind","product_id":"X"}',
  };
}

function coinbaseAdvanced(texts: Texts): Wording {
  const product_id = texts.symbol;
  let sequence = -1;
  const said = ({ atMs }: Step, channel: string, event: object): string[] => {
    sequence += 1;
    const outer = { client_id: '', timestamp: iso(atMs), sequence_num: sequence };
    return [JSON.stringify({ channel, ...outer, events: [event] })];
  };
  const book = (step: Step, type: string, levels: readonly MarketLevel[]): string[] => {
    const updates = levels.map((each) => {
      const [price_level, new_quantity] = texts.pair(each);
      return { side: each.isBid ? 'bid' : 'offer', event_time: '1970-01-01T00:00:00Z', price_level, new_quantity };
    });
    return said(step, 'l2_data', { type, product_id, updates });
  };
  return {
    ...usual,
    name: 'Coinbase Advanced',
    venue: 'coinbase-advanced',
    size: (units) => texts.size(units),
    whole: (step) => book(step, 'snapshot', [...step.bids, ...step.asks]),
    change: (step) => book(step, 'update', step.changes),
    quote(step) {
      const [[best_bid, best_bid_quantity], [best_ask, best_ask_quantity]] = texts.best(step);
      const ticker = { product_id, price: best_bid, best_bid, best_bid_quantity, best_ask, best_ask_quantity };
      return said(step, 'ticker', { type: 'update', tickers: [ticker] });
    },
    unknown: '{"channel":"newKind","events":[]}',
  };
}

/** What the subscriber of a depth of ten has, and what he is told of a step: levels that fell off are not. */
class TenLevels {
  #shown = new Map<string, number>();

  whole({ bids, asks }: Step): MarketLevel[] {
    const levels = [...bids.slice(0, 10), ...asks.slice(0, 10)];
    this.#shown = new Map(levels.map(({ isBid, ticks, size }) => [`${isBid} ${ticks}`, size]));
    return levels;
  }

  change(step: Step): MarketLevel[] {
    const before = this.#shown;
    const levels = this.whole(step);
    const stands = new Set([...step.bids, ...step.asks].map(({ isBid, ticks }) => `${isBid} ${ticks}`));
    const gone = [...before.keys()]
      .filter((key) => !stands.has(key))
      .map((key) => ({ isBid: key.startsWith('true'), ticks: Number(key.split(' ')[1]), size: 0 }));
    return [...gone, ...levels.filter(({ isBid, ticks, size }) => before.get(`${isBid} ${ticks}`) !== size)];
  }
}

const ofChecksums = { ...usual, venue: 'kraken', isNumbered: false, hasChecksum: true, hasQuotes: false } as const;

function krakenFirst(texts: Texts): Wording {
  const ten = new TenLevels();
  const timed = (levels: readonly MarketLevel[], isBid: boolean, { atMs }: Step): string[][] =>
    texts.of(levels, isBid).map((pair) => [...pair, (atMs / 1000).toFixed(6)]);
  const said = (...bodies: object[]): string[] => [JSON.stringify([336, ...bodies, 'book-10', texts.symbol])];
  return {
    ...ofChecksums,
    name: 'Kraken, version 1',
    isTimeless: true,
    size: (units) => texts.size(units),
    whole(step) {
      const levels = ten.whole(step);
      return said({ as: timed(levels, false, step), bs: timed(levels, true, step) });
    },
    change(step) {
      const levels = ten.change(step);
      const [a, b] = [timed(levels, false, step), timed(levels, true, step)];
      const c = String(texts.checksum(step));
      if (levels.length === 0) return [];
      if (a.length === 0) return said({ b, c });
      return b.length === 0 ? said({ a, c }) : said({ a }, { b, c });
    },
    quote: () => [],
    unknown: '[336,{"x":[]},"newKind","X"]',
  };
}

function krakenSecond(texts: Texts): Wording {
  const ten = new TenLevels();
  const said = (step: Step, type: string, levels: readonly MarketLevel[]): string[] => {
    const sides = `"bids":${texts.bare(levels, true)},"asks":${texts.bare(levels, false)}`;
    const rest = `"checksum":${texts.checksum(step)},"timestamp":"${iso(step.atMs)}"`;
    return [`{"channel":"book","type":"${type}","data":[{"symbol":"${texts.symbol}",${sides},${rest}}]}`];
  };
  return {
    ...ofChecksums,
    name: 'Kraken, version 2',
    size: (units) => texts.size(units),
    whole: (step) => said(step, 'snapshot', ten.whole(step)),
    change(step) {
      const levels = ten.change(step);
      return levels.length === 0 ? [] : said(step, 'update', levels);
    },
    quote: () => [],
    unknown: '{"channel":"newKind","type":"update","data":[]}',
  };
}

function krakenFutures(texts: Texts): Wording {
  const product = `"product_id":"${texts.symbol}"`;
  let id = 50;
  return {
    ...usual,
    name: 'Kraken futures',
    venue: 'kraken-futures',
    size: (units) => texts.size(units),
    whole: ({ atMs, bids, asks }) => [
      `{"feed":"book_snapshot",${product},"timestamp":${atMs},"seq":${id},"bids":${texts.bare(bids, true)},"asks":${texts.bare(asks, false)}}`,
    ],
    change: ({ atMs, changes }) =>
      changes.map((each) => {
        id += 1;
        const [price, size] = texts.pair(each);
        return `{"feed":"book",${product},"side":"${each.isBid ? 'buy' : 'sell'}","seq":${id},"price":${price},"qty":${size},"timestamp":${atMs}}`;
      }),
    quote(step) {
      const [[bid, bidSize], [ask, askSize]] = texts.best(step);
      return [
        `{"feed":"ticker",${product},"bid":${bid},"ask":${ask},"bid_size":${bidSize},"ask_size":${askSize},"time":${step.atMs}}`,
      ];
    },
    unknown: '{"feed":"newKind","product_id":"X"}',
  };
}

function hyperliquid(texts: Texts): Wording {
  const coin = texts.symbol;
  const level = ([px, sz]: Pair) => ({ px, sz, n: 2 });
  const book = ({ atMs, bids, asks }: Step): string[] => {
    const levels = [bids, asks].map((side) => texts.of(side.slice(0, 20)).map(level));
    return [JSON.stringify({ channel: 'l2Book', data: { coin, time: atMs, levels } })];
  };
  return {
    ...usual,
    name: 'Hyperliquid',
    venue: 'hyperliquid',
    isNumbered: false,
    size: (units) => texts.size(units),
    whole: book,
    change: book,
    quote: (step) => [
      JSON.stringify({ channel: 'bbo', data: { coin, time: step.atMs, bbo: texts.best(step).map(level) } }),
    ],
    unknown: '{"channel":"newKind","data":{}}',
  };
}

/** Every protocol of every venue, of one instrument. */
export function wordings(instrument: VariedInstrument): readonly Wording[] {
  const texts = new Texts(instrument);
  return [
    binance(texts, false),
    binance(texts, true),
    bybit(texts),
    okx(texts),
    coinbaseExchange(texts),
    coinbaseAdvanced(texts),
    krakenFirst(texts),
    krakenSecond(texts),
    krakenFutures(texts),
    hyperliquid(texts),
  ];
}
