import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeReceipts } from '../blocks/testing/sampleBlocks.ts';
import { intervals } from '../candles/interval.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { importIntervals } from '../contract/imports.ts';
import { recogniseFile, recogniseLines } from './recogniseFile.ts';
import { steppingClock } from './testing/manualClock.ts';

const clock = steppingClock(1_000);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recognise-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const bars = (stepMs: number, columns: string): string[] =>
  Array.from({ length: 50 }, (_, i) =>
    columns.replace('TIME', String(1_700_000_400_000 - (1_700_000_400_000 % stepMs) + i * stepMs)),
  );

test('the window offers the intervals that are kept', () => {
  expect([...importIntervals]).toEqual([...intervals]);
});

test.each([
  [
    'a header',
    ['time,open,high,low,close,volume', ...bars(900_000, 'TIME,1,3,1,2,5')],
    { content: { kind: 'candles', interval: '15m' }, columnOrder: 'named', orderUncertain: false },
  ],
  [
    'Binance without a header',
    bars(60_000, 'TIME,1,3,1,2,5,0,5,1,1,1,0'),
    { content: { kind: 'candles', interval: '1m' }, columnOrder: 'named', orderUncertain: false },
  ],
  [
    'six columns without a header',
    bars(60_000, 'TIME,1,2,3,1,5'),
    { content: { kind: 'candles', interval: '1m' }, columnOrder: 'bitfinex', orderUncertain: true },
  ],
  [
    'seven columns without a header',
    bars(86_400_000, 'TIME,1,3,1,2,5,9'),
    { content: { kind: 'candles', interval: '1d' }, columnOrder: 'bybit', orderUncertain: true },
  ],
  ['trades of Binance', ['4,61837.63,0.02,1236.7,1723161255342,True,True'], { content: { kind: 'trades' } }],
  [
    'trades by name',
    ['symbol,time_ms,price,size,side', 'A,1723161255342,5,1,buy'],
    { content: { kind: 'trades' }, namesSeries: true, series: ['A'] },
  ],
  [
    'bars of a length that is not kept',
    ['time,open,high,low,close,volume', ...bars(120_000, 'TIME,1,3,1,2,5')],
    { content: null, detail: 'bars of a length that is not kept' },
  ],
  [
    'from the newest to the oldest',
    ['time,open,high,low,close,volume', ...bars(900_000, 'TIME,1,3,1,2,5').reverse()],
    { content: null, detail: expect.stringContaining('sort them by time') },
  ],
  [
    'trades from the newest to the oldest',
    ['time,price,size', '1723161255344,5,1', '1723161255343,5,1', '1723161255342,5,1'],
    { content: null, detail: expect.stringContaining('sort them by time') },
  ],
  [
    'one bar at midnight',
    ['time,open,high,low,close,volume', '1735689600000,1,3,1,2,5'],
    { content: null, detail: 'one bar, whose length it does not tell' },
  ],
  [
    'times that contradict their column',
    ['open_time_ms,open,high,low,close,volume', '1735689600000000,1,3,1,2,5'],
    { content: null, detail: 'bars, of which none can be used: line 2: badTime' },
  ],
  ['no table', ['hello world', 'and more'], { content: null }],
  ['a header alone', ['time,open,high,low,close,volume', ''], { content: null, detail: 'a table without rows' }],
  ['nothing', [''], { content: null }],
])('%s', (_what, lines, wanted) => {
  expect(recogniseLines(lines)).toMatchObject(wanted);
});

test('whose it is, by the names of file and folder', async () => {
  const text = ['time,open,high,low,close,volume', ...bars(3_600_000, 'TIME,1,3,1,2,5')].join('\n');
  expect(await recogniseFile(written('BTCUSD_1h_kraken.csv.gz', gzipSync(text)), clock)).toMatchObject({
    venue: 'kraken',
    symbol: 'BTCUSD',
    content: { kind: 'candles', interval: '1h' },
  });
  expect(await recogniseFile(written('rows.csv', text), clock)).toMatchObject({ venue: '', symbol: '' });
  // A date is no market.
  expect(await recogniseFile(written('20250101_1h.csv', text), clock)).toMatchObject({ symbol: '' });
  expect(await recogniseFile(written('1000PEPEUSDT-1h.csv', text), clock)).toMatchObject({ symbol: '1000PEPEUSDT' });
});

test('blocks, by what their records hold; other JSON is said to be none', async () => {
  const receipts = JSON.stringify(nodeReceipts(7, [[], []]));
  expect(await recogniseFile(written('r.json', receipts), clock)).toMatchObject({
    content: { kind: 'blocks', chain: 1 },
    detail: 'JSON with receipts',
  });
  expect(await recogniseFile(written('x.json', '{"a": 1}'), clock)).toMatchObject({ content: null });
});

test.each([
  [
    'binance',
    'binance',
    '{"stream":"s@depth","data":{"e":"depthUpdate","s":"AB","U":1,"u":2,"b":[["1","2"]],"a":[]}}',
    ['AB'],
  ],
  ['binance', 'binance-futures', '{"e":"depthUpdate","s":"AB","U":1,"u":2,"pu":0,"b":[["1","2"]],"a":[]}', ['AB']],
  [
    'bybit',
    'bybit',
    '{"topic":"orderbook.50.AB","type":"snapshot","ts":1,"data":{"s":"AB","b":[["1","2"]],"a":[]}}',
    ['AB'],
  ],
  ['coinbase', 'coinbase', '{"type":"l2update","product_id":"A-B","changes":[["buy","1","2"]]}', ['A-B']],
  ['kraken', 'kraken', '[1,{"b":[["1","2","3"]],"c":"1"},"book-10","A/B"]', ['A/B']],
  [
    'kraken',
    'kraken',
    '{"channel":"book","type":"snapshot","data":[{"symbol":"A/B","bids":[{"price":1,"qty":2}],"asks":[]}]}',
    ['A/B'],
  ],
  [
    'hyperliquid',
    'hyperliquid',
    '{"channel":"l2Book","data":{"coin":"A","time":1,"levels":[[{"px":"1","sz":"2","n":1}],[]]}}',
    ['A'],
  ],
  [
    'okx',
    'okx',
    '{"arg":{"channel":"books","instId":"A-B"},"action":"snapshot","data":[{"asks":[],"bids":[["1","2","0","1"]],"ts":"1"}]}',
    ['A-B'],
  ],
])('streams of %s by what they say, in any form of recording', async (protocol, venue, message, series) => {
  const wanted = { content: { kind: 'recording', protocol }, venue, series, namesSeries: true };
  const forms = [`1700000000000000000 ${message}`, `1700000000.5: ${message}`, message];
  for (const [i, line] of forms.entries()) {
    const lines = ['wss://somewhere <-> 1700000000.1', line, line].join('\n');
    const isZipped = i === 1;
    const file = written(`r${i}.txt`, isZipped ? gzipSync(lines) : lines);
    expect([protocol, await recogniseFile(file, clock)]).toMatchObject([protocol, wanted]);
  }
});

test('an empty file, and what is no file', async () => {
  for (const content of ['', gzipSync('')])
    expect(await recogniseFile(written('empty.csv', content), clock)).toMatchObject({
      content: null,
      detail: 'an empty file',
    });
  for (const file of [folder, path.join(folder, 'absent.csv'), '/dev/null'])
    await expect(recogniseFile(file, clock)).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' });
});

test.each(['parquet', 'pq', 'csv'])('a Parquet file, whatever its name: .%s', async (extension) => {
  const file = path.join(folder, `ETHUSDT.${extension}`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 1700000000000 + range * 5000 AS open_time, 1.5 AS open, 2 AS high, 1 AS low, 1 AS close, 7 AS volume FROM range(100)) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  expect(await recogniseFile(file, clock)).toMatchObject({
    content: { kind: 'candles', interval: '5s' },
    symbol: 'ETHUSDT',
  });
});

test('a damaged one is refused with what to do', async () => {
  const file = written('cut.csv.gz', gzipSync('time,open\n1,2').subarray(0, 20));
  await expect(recogniseFile(file, clock)).rejects.toMatchObject({ code: 'IMPORT_DAMAGED' });
});

const recorded: readonly (readonly [string, object])[] = [
  [
    'candles/binance_spot/BTCUSDT_1h.csv.gz',
    { content: { kind: 'candles', interval: '1h' }, venue: 'binance', symbol: 'BTCUSDT' },
  ],
  [
    'candles/bitfinex_1m/BTCUSD_1m_2017.csv.gz',
    { content: { kind: 'candles', interval: '1m' }, venue: 'bitfinex', symbol: 'BTCUSD' },
  ],
  [
    'candles/bybit_daily/bybit_perp_daily_all.csv.gz',
    { content: { kind: 'candles', interval: '1d' }, venue: 'bybit', namesSeries: true },
  ],
  ...(
    [
      ['orderbook/hftbacktest_binance/spot_btcusdt_20240808.jsonl.gz', 'binance', 'binance'],
      ['orderbook/hftbacktest_binance/usdm_btcusdt_20240808.jsonl.gz', 'binance', 'binance-futures'],
      ['orderbook/hftbacktest_binance/hyperliquid_btcusd_20250126.jsonl.gz', 'hyperliquid', 'hyperliquid'],
      ['orderbook/nautilus/bybit_XRPUSDT_ob500_2024-12-01.jsonl.gz', 'bybit', 'bybit'],
      ['exchange_ws/cryptofeed/BINANCE.ws.1.0.txt.gz', 'binance', 'binance'],
      ['exchange_ws/cryptofeed/COINBASE.ws.28.0.txt.gz', 'coinbase', 'coinbase'],
      ['exchange_ws/cryptofeed/KRAKEN.ws.48.0.txt.gz', 'kraken', 'kraken'],
      ['exchange_ws/cryptofeed/KRAKEN.ws.49.0.txt.gz', 'kraken', 'kraken'],
      ['exchange_ws/cryptofeed/KRAKEN.ws.50.0.txt.gz', 'kraken', 'kraken'],
    ] as const
  ).map(([name, protocol, venue]) => [name, { content: { kind: 'recording', protocol }, venue }] as const),
  ['mev/mev_inspect_blocks/blocks_12775690.json.gz', { content: { kind: 'blocks', chain: 1 } }],
];

test.each(recorded)('%s', async (name, wanted) => {
  const data = recordedDataFolder();
  const file = data === null ? '' : path.join(data, name);
  if (!existsSync(file)) {
    console.log(`skipped: ${name}: no recorded data (set SYNDICATE_DATA to its folder)`);
    return;
  }
  expect(await recogniseFile(file, clock)).toMatchObject(wanted);
});
