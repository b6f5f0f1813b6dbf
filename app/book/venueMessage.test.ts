import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { BookFeed } from './bookFeed.ts';
import { InstrumentInference } from './inferInstruments.ts';
import { bookTexts } from './levelTexts.ts';
import { recordedLine } from './recordedLine.ts';
import { type BookVenue, bookVenueOf, bookVenues } from './venue.ts';
import { venueMessage } from './venueMessage.ts';

const data = recordedDataFolder();
const counts = { run: 0, skipped: 0 };

afterAll(() => console.log(`recorded messages: ${counts.run} run, ${counts.skipped} skipped`));

test.each([
  [
    'binance',
    { u: 1, s: 'AB', b: '1.0', B: '2', a: '1.1', A: '3' },
    'spot quote',
    { updateId: 1, bid: '1.0', askSize: '3' },
  ],
  ['binance', { e: 'trade', s: 'AB', p: '1', q: '2', T: 5, m: true }, 'trade', { takerBuys: false, venueMs: 5 }],
  [
    'coinbase',
    { type: 'match', product_id: 'A-B', price: '1', size: '2', side: 'sell' },
    'exchange match',
    { takerBuys: true },
  ],
  [
    'coinbase',
    { channel: 'market_trades', events: [{ trades: [{ product_id: 'A-B', price: '1', size: '2', side: 'SELL' }] }] },
    'advanced trade',
    { takerBuys: true },
  ],
  [
    'kraken',
    [1, { a: ['2.0', 1, '1.5'], b: ['1.0', 1, '0.5'] }, 'ticker', 'XBT/USD'],
    'v1 ticker',
    { ask: '2.0', bidSize: '0.5' },
  ],
  [
    'kraken',
    [1, [['1.5', '2', '1618678132.5', 's', 'm', '']], 'trade', 'XBT/USD'],
    'v1 trade',
    { takerBuys: false, venueMs: 1618678132500 },
  ],
  [
    'kraken',
    { channel: 'trade', type: 'update', data: [{ symbol: 'BTC/USD', side: 'buy', price: 1.5, qty: 2 }] },
    'v2 trade',
    { price: '1.5', takerBuys: true },
  ],
  [
    'hyperliquid',
    {
      channel: 'bbo',
      data: {
        coin: 'BTC',
        time: 3,
        bbo: [
          { px: '1', sz: '2' },
          { px: '3', sz: '4' },
        ],
      },
    },
    'bbo',
    { ask: '3', venueMs: 3 },
  ],
  [
    'bybit',
    { topic: 'publicTrade.AB', data: [{ T: 5, s: 'AB', S: 'Sell', v: '1', p: '2' }] },
    'trade',
    { takerBuys: false, price: '2' },
  ],
  [
    'okx',
    { arg: { channel: 'trades' }, data: [{ instId: 'A-B', px: '1', sz: '2', side: 'sell', ts: '5' }] },
    'trade',
    { takerBuys: false, venueMs: 5 },
  ],
] as const)('%s: %o', (venue, message, name, statement) => {
  const read = venueMessage(venue, message);
  expect(read).toMatchObject({ name, isKnown: true });
  expect(read.statements[0]).toMatchObject(statement);
});

test.each([
  [{ e: 'x'.repeat(500) }, 60],
  [{ ['k'.repeat(100)]: 1 }, 60],
  [{ e: 'line\nbreak\u001b[2J' }, 60],
  [['a list'], 60],
  ['text', 60],
  [null, 60],
])('what is not known is named short and as plain text: %o', (message, longest) => {
  for (const venue of bookVenues) {
    const { isKnown, name, statements } = venueMessage(venue, message);
    expect([isKnown, statements]).toEqual([false, []]);
    expect(name.length).toBeLessThanOrEqual(2 * longest);
    expect([...name].every((character) => character >= ' ')).toBe(true);
  }
});

test.each([
  ['binance_usdm', 'binance'],
  ['Binance Spot', 'binance'],
  ['Coinbase-Advanced', 'coinbase'],
  ['KRAKEN', 'kraken'],
  ['ftx', null],
])('the venue of %s is %s', (name, venue) => {
  expect(bookVenueOf(name)).toBe(venue);
});

const singles: readonly (readonly [BookVenue, string])[] = [
  ['binance', 'market_data_json__'],
  ['bybit', 'ws_'],
  ['coinbase', 'ws_'],
  ['kraken', 'ws_'],
  ['hyperliquid', 'ws_'],
  ['okx', 'ws_'],
];
/** Of accounts, bare lists without their channel, and of a kind that the product has no use for. */
const passedOver = [
  'execution.fast',
  '{category,symbol,side,size,positionIdx,tradeMode}',
  'allDexsAssetCtxs',
  'user',
  '{}',
];

test.each(singles)('single messages of %s are told apart, and its books are read', (venue, part) => {
  const folder = path.join(data ?? '', 'exchange_ws/nautilus_fixtures', venue);
  if (data === null || !existsSync(folder)) {
    counts.skipped += 1;
    console.log(`skipped: messages of ${venue}: not recorded here (set SYNDICATE_DATA to their folder)`);
    return;
  }
  for (const file of readdirSync(folder).filter((name) => name.includes(part))) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const message: unknown = JSON.parse(text);
    const { isKnown, name } = venueMessage(venue, message);
    if (!passedOver.some((each) => name.startsWith(each))) expect([file, name, isKnown]).toEqual([file, name, true]);
    const inference = new InstrumentInference();
    const books = bookTexts(message).filter(({ symbol }) => symbol !== null);
    for (const texts of books) inference.seeBook(texts, texts.symbol ?? '');
    const events = new BookFeed(venue, inference.instruments()).apply(Buffer.from(text));
    const isBook = /book|l2_data|diff|orderbook/i.test(name);
    expect([file, events?.length]).toEqual([file, isBook ? 1 : 0]);
    if (isBook)
      expect([file, events?.[0]?.levels]).toEqual([file, books.flatMap(({ bids, asks }) => [...bids, ...asks]).length]);
    counts.run += 1;
  }
});

test.each([
  ['kraken', 'KRAKEN.ws.48.0'],
  ['kraken', 'KRAKEN.ws.49.0'],
  ['kraken', 'KRAKEN.ws.50.0'],
  ['coinbase', 'COINBASE.ws.28.0'],
  ['binance', 'BINANCE.ws.1.0'],
] as const)('every message of a session of %s, %s, is known', (venue, name) => {
  const file = path.join(data ?? '', 'exchange_ws/cryptofeed', `${name}.txt.gz`);
  if (data === null || !existsSync(file)) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: not recorded here (set SYNDICATE_DATA to its folder)`);
    return;
  }
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
    const recorded = recordedLine(line);
    if (recorded?.direction !== 'received') continue;
    const { isKnown, name: kind } = venueMessage(venue, JSON.parse(recorded.text));
    if (!isKnown) expect(kind).toBe('known');
    counts.run += 1;
  }
});
