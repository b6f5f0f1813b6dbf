import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';

const vectors = path.join(path.dirname(fileURLToPath(import.meta.url)), 'vectors');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'books-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function check(file: string): { code: number; lines: string[] } {
  const lines: string[] = [];
  return { code: runConformance(['book', file], (line) => lines.push(line)), lines };
}

/** One of our own streams after `change`, as a file of its own. */
function changed(venue: string, name: string, change: (lines: string[]) => string[], isZipped = false) {
  const lines = readFileSync(path.join(vectors, 'book', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const text = change(lines).join('\n');
  writeFileSync(path.join(folder, 'stream.jsonl'), isZipped ? gzipSync(text) : text);
  const file = path.join(folder, 'vector.json');
  writeFileSync(file, JSON.stringify({ suite: 'book', venue, stream: 'stream.jsonl' }));
  const { code, lines: printed } = check(file);
  return { code, text: printed.join('\n') };
}

test('our own streams: eight protocols, each with what its venue says of its book', () => {
  const { code, lines } = check(path.join(vectors, 'book.json'));
  expect([code, lines.at(-1)]).toEqual([0, '8 passed, 0 failed']);
  expect(lines.filter((line) => line.includes('gaps: 1 in the numbering, 0 missed'))).toHaveLength(5);
  expect(lines.filter((line) => line.includes('unknown: somethingNew 1'))).toHaveLength(1);
});

test('a venue whose quotes are others fails, and the difference is shown', () => {
  const { code, text } = changed('Binance spot', 'binanceSpot', (lines) =>
    lines.map((line) => line.replace('"b":"0.0025","B":"4"', '"b":"0.0023","B":"4"')),
  );
  expect(code).toBe(1);
  expect(text).toContain('4 of 5 quotes are equal');
  expect(text).toContain("rebuilt 25/4 26/100, the venue's 23/4 26/100");
});

test('a lost line is found as a gap, and nothing is compared until the book is whole again', () => {
  const { code, text } = changed('binance_usdm', 'binanceFutures', (lines) =>
    lines.filter((line) => !line.includes('"u":118')),
  );
  expect(code).toBe(0);
  expect(text).toContain('gaps: 2 in the numbering, 0 missed');
  expect(text).toContain('gap 1');
});

test('a level that crosses the book takes it off', () => {
  const { code, text } = changed('binance', 'binanceSpot', (lines) =>
    lines.map((line) => line.replace('[["0.0025","4"]],"a":[]', '[["0.0025","4"],["0.0029","1"]],"a":[]')),
  );
  expect(code).toBe(0);
  expect(text).toContain('crossed books shown: 0');
  expect(text).toContain('crossed 1');
});

test('a wrong checksum counts against the book', () => {
  const { code, text } = changed('kraken', 'krakenFirst', (lines) =>
    lines.map((line) => line.replace('0.05120', '0.05041')),
  );
  expect(code).toBe(1);
  expect(text).toContain('1 of 2 quotes are equal');
});

test('lines of any form, zipped, with what the recorder sent, and garbage between', () => {
  const { code, text } = changed(
    'hyperliquid',
    'hyperliquid',
    (lines) => [
      'wss://api.hyperliquid.xyz/ws <-> 1754450970.5',
      'wss://api.hyperliquid.xyz/ws <- 1754450970.6: {"method":"subscribe"}',
      ...lines.map((line, i) => `175445097${i}.25: ${line}`),
      'a note of the recorder',
      '1754450979000000000 {"channel":"l2Book","data":{"coin":"BTC"',
      '',
    ],
    true,
  );
  expect(code).toBe(0);
  expect(text).toContain('malformed: 1; unreadable lines: 1');
  expect(text).toContain("clock: the recorder's runs at least 2981.0 ms behind the venue's");
});

test('after a new connection nothing is shown until the venue states its book anew', () => {
  const { code, text } = changed('coinbase', 'coinbaseAdvanced', (lines) => [
    ...lines.slice(0, 2),
    'wss://advanced-trade-ws.coinbase.com <-> 1675974722.5',
    ...lines.slice(2),
  ]);
  expect(code).toBe(0);
  expect(text).toContain('snapshot 2, waiting 2');
});

test('a quote of another time than the book is not held against it', () => {
  const bbo = (time: number, bid: string): string =>
    JSON.stringify({
      channel: 'bbo',
      data: {
        coin: 'BTC',
        time,
        bbo: [
          { px: bid, sz: '1' },
          { px: '113381.0', sz: '0.5' },
        ],
      },
    });
  const { code, text } = changed('hyperliquid', 'hyperliquid', (lines) => [
    ...lines,
    bbo(1754450974731, '113380.0'),
    bbo(1754450974900, '113379.0'),
  ]);
  expect(code).toBe(0);
  expect(text).toContain("quotes: 4 of the venue's own, 3 times compared, 3 equal");
});

test('a recording in pieces is put together by its clock', () => {
  const stream = (at: number, text: string): string => `${at}.5: ${text}`;
  const diff = (id: number, price: string): string =>
    JSON.stringify({ e: 'depthUpdate', E: 1, s: 'AB', U: id, u: id, b: [[price, '1']], a: [] });
  const quote = (id: number, price: string): string =>
    JSON.stringify({ u: id, s: 'AB', b: price, B: '1', a: '9.0', A: '2' });
  const answer = '{"lastUpdateId":2,"bids":[["1.0","1"]],"asks":[["9.0","2"]]}';
  writeFileSync(
    path.join(folder, 'stream'),
    [
      stream(1_700_000_001, diff(2, '1.0')),
      stream(1_700_000_003, diff(3, '2.0')),
      stream(1_700_000_003, quote(3, '2.0')),
      stream(1_700_000_004, quote(4, '2.5')),
    ].join('\n'),
  );
  writeFileSync(path.join(folder, 'answers'), `https://host/depth?symbol=AB&limit=10 -> 1700000002.5: ${answer}\n`);
  const file = path.join(folder, 'vector.json');
  const vector = (stream: string | string[]): string => JSON.stringify({ suite: 'book', venue: 'binance', stream });
  writeFileSync(file, vector(['stream', 'answers']));
  expect(check(file)).toMatchObject({ code: 0 });
  writeFileSync(file, vector('stream'));
  expect(check(file).lines.join()).toContain('no quote of the venue could be compared');
});

test('channels of several depths lie in one recording, each with a numbering of its own', () => {
  const { code, text } = changed('bybit', 'bybit', (lines) =>
    lines.flatMap((line) => {
      const message = JSON.parse(line) as { topic?: string; data?: { u: number } };
      if (message.topic?.startsWith('orderbook.') !== true || message.data === undefined) return [line];
      // Of one level, and far from the book: whoever took it for the book would show it.
      const best = { ...message.data, u: message.data.u * 2, b: [['1.50', '1']], a: [['1.60', '1']] };
      return [line, JSON.stringify({ ...message, topic: 'orderbook.1.BTCUSDT', type: 'snapshot', data: best })];
    }),
  );
  expect(code).toBe(0);
  expect(text).toContain('gaps: 1 in the numbering, 0 missed');
});

test('a table of order books is read as messages that say the same', () => {
  const header = 'symbol,timestamp,first_update_id,last_update_id,side,update_type,price,qty,pu';
  const rows = [
    'AB,1667346579146,5,5,b,snap,1.0,1,-1',
    'AB,1667346579146,5,5,a,snap,1.2,2,-1',
    'AB,1667346579246,4,6,b,set,1.1,3,4',
  ];
  const table = [header, ...rows];
  writeFileSync(path.join(folder, 'table.csv'), `\ufeff${table.join('\n')}\n`);
  const quote = { e: 'bookTicker', u: 6, s: 'AB', b: '1.1', B: '3', a: '1.2', A: '2', T: 1667346579246 };
  const next = { ...quote, u: 7 };
  writeFileSync(
    path.join(folder, 'quotes.jsonl'),
    [quote, next].map((each, i) => `166734657925${i} ${JSON.stringify(each)}`).join('\n'),
  );
  const file = path.join(folder, 'vector.json');
  const vector = (venue: string, stream: string[]) =>
    writeFileSync(file, JSON.stringify({ suite: 'book', venue, stream }));
  vector('binance', ['table.csv', 'quotes.jsonl']);
  const { code, lines } = check(file);
  expect([code, lines.join('\n')]).toEqual([0, expect.stringContaining('1 times compared, 1 equal')]);
  // A venue without a protocol of its own here has tables all the same.
  writeFileSync(
    path.join(folder, 'snapshots.csv'),
    'exchange,symbol,timestamp,local_timestamp,asks[0].price,asks[0].amount,bids[0].price,bids[0].amount\nderibit,AB,1598918403696000,1598918403810979,2,1,1,1\nderibit,AB,1598918403696001,1598918403810979,x,1,1,1\n',
  );
  vector('deribit', ['snapshots.csv']);
  const tables = check(file).lines.join('\n');
  expect(tables).toContain('1 times compared, 1 equal');
  expect(tables).toContain('rows of tables that are none: 1');
  vector('bybit', ['snapshots.csv', 'quotes.jsonl']);
  expect(check(file).lines.join('\n')).toContain('the streams are of different kinds');
});

test.each([
  [{ venue: 'nasdaq', stream: 'x' }, 'no such venue; there are binance, bybit'],
  [{ venue: 'binance', stream: 'not-there' }, 'not-there'],
  [{ venue: 'binance' }, 'stream'],
])('says what is wrong with a vector: %o', (vector, problem) => {
  const file = path.join(folder, 'vector.json');
  writeFileSync(file, JSON.stringify({ suite: 'book', ...vector }));
  const { code, lines } = check(file);
  expect([code, lines[0]]).toEqual([1, expect.stringContaining(problem)]);
});
