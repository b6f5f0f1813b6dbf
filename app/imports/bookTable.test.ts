import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { MarketHistory } from '../history/marketHistory.ts';
import { BookTable, bookTableKind } from './bookTable.ts';
import { importIntoHistory } from './importIntoHistory.ts';
import { recogniseFile } from './recogniseFile.ts';
import { steppingClock } from './testing/manualClock.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const clock = steppingClock(1000);
const counts = { run: 0, skipped: 0 };
const startUs = 1_700_000_000_000_000;
const startMs = startUs / 1000;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tables-'));
  history = new MarketHistory(path.join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => console.log(`recorded tables: ${counts.run} run, ${counts.skipped} skipped`));

async function imported(lines: readonly string[], beside?: readonly string[]) {
  const write = (name: string, content: readonly string[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content.join('\n'));
    return file;
  };
  const others = beside === undefined ? undefined : [write('other.csv', beside)];
  const job = { file: write('a.csv', lines), beside: others, content: { kind: 'books' }, venue: 'v' } as const;
  return importIntoHistory(history, job, { clock });
}

/** Of the only series: milliseconds since the start, what changed, price and size. */
function changes(): unknown[] {
  const [series] = history.allSeries();
  if (series === undefined) return [];
  return [...history.book(series, 'levels', ...always)].map(({ atMs, change, price, size }) => [
    atMs - startMs,
    change,
    Number(price) / 1e18,
    Number(size) / 1e18,
  ]);
}

describe('a table of level changes', () => {
  const header = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount';
  const row = (ms: number, isWhole: boolean, side: string, price: string, amount: string): string =>
    `deribit,A-B,${startUs + 1000 * ms},${startUs + 1000 * ms + 5},${isWhole},${side},${price},${amount}`;

  test('makes the book that its rows state and change, those of one message at once', async () => {
    const report = await imported([
      header,
      row(0, false, 'bid', '9', '1'),
      row(1, true, 'bid', '10', '1'),
      row(1, true, 'ask', '11', '1e-7'),
      row(2, true, 'ask', '12', '3'),
      // Both rows are one change: between them the book would be crossed.
      row(3, false, 'bid', '11', '2'),
      row(3, false, 'ask', '11', '0'),
      row(4, true, 'bid', '5', '1'),
      row(4, true, 'ask', '6', '1'),
    ]);
    expect(changes()).toEqual([
      [1, 'whole', 0, 0],
      [1, 'bid', 10, 1],
      [1, 'ask', 11, 1e-7],
      [2, 'ask', 12, 3],
      [3, 'bid', 11, 2],
      [3, 'ask', 11, 0],
      [4, 'bid', 10, 0],
      [4, 'bid', 11, 0],
      [4, 'bid', 5, 1],
      [4, 'ask', 12, 0],
      [4, 'ask', 6, 1],
    ]);
    expect(report.rows.counts).toEqual({});
  });

  test.each([
    ['deribit,A-B,1,2', 'columns'],
    [row(2, false, 'bid', 'ten', '1'), 'notNumber'],
    [row(2, false, 'bid', '-1', '1'), 'notPositive'],
    [row(2, false, 'middle', '1', '1'), 'malformed'],
    [`deribit,A-B,never,x,false,bid,1,1`, 'badTime'],
  ])('has no book after a row that is none until it is stated anew: %s', async (bad, problem) => {
    const whole = [row(1, true, 'bid', '10', '1'), row(1, true, 'ask', '11', '1')];
    const later = [row(9, true, 'bid', '10', '1'), row(9, true, 'ask', '11', '1')];
    const report = await imported([header, ...whole, bad, row(3, false, 'bid', '9', '1'), ...later]);
    expect(report.rows.counts).toEqual({ [problem]: 1 });
    expect(changes().filter((change) => ['whole', 'lost'].includes(String((change as unknown[])[1])))).toEqual([
      [1, 'whole', 0, 0],
      [1, 'lost', 0, 0],
      [9, 'whole', 0, 0],
    ]);
  });
});

test('a table of snapshots makes what differs from one to the next', async () => {
  const names = (i: number): string => `asks[${i}].price,asks[${i}].amount,bids[${i}].price,bids[${i}].amount`;
  await imported([
    `exchange,symbol,timestamp,local_timestamp,${names(0)},${names(1)}`,
    `b,AB,${startUs},${startUs},11,1,10,1,12,2,9,2`,
    `b,AB,${startUs + 1000},${startUs + 1000},11,1,10,3,,,9,2`,
    `b,AB,${startUs + 2000},${startUs + 2000},10,1,10,3,,,9,2`,
  ]);
  expect(changes()).toEqual([
    [0, 'whole', 0, 0],
    [0, 'bid', 10, 1],
    [0, 'bid', 9, 2],
    [0, 'ask', 11, 1],
    [0, 'ask', 12, 2],
    [1, 'bid', 10, 3],
    [1, 'ask', 12, 0],
    // Crossed.
    [2, 'lost', 0, 0],
  ]);
});

test('a table of best quotes is kept as quotes', async () => {
  const report = await imported([
    'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount',
    `h,A-B,${startUs},${startUs},4,11,10,3`,
    `h,A-B,${startUs + 500},${startUs},4,11,10,3`,
    `h,A-B,${startUs + 1500},${startUs},4,11.5,10,3`,
  ]);
  expect(report.books).toMatchObject({ quotes: 2, levels: 0 });
});

describe('a table of diffs with ids', () => {
  const header = 'symbol,timestamp,first_update_id,last_update_id,side,update_type,price,qty,pu';

  test('follows the rule of its ids, with the snapshot from another file', async () => {
    const diff = (ms: number, ids: string, side: string, price: string, size: string, pu: number): string =>
      `AB,${startMs + ms},${ids},${side},set,${price},${size},${pu}`;
    const snapshot = [header, `AB,${startMs + 1},5,5,b,snap,10,1,-1`, `AB,${startMs + 1},5,5,a,snap,11,1,-1`];
    const report = await imported(
      [
        header,
        diff(2, '5,7', 'b', '10', '4', 4),
        diff(2, '5,7', 'a', '11', '2', 4),
        diff(3, '8,9', 'b', '10', '5', 7),
        diff(4, '12,13', 'b', '10', '6', 11),
        `AB,${startMs + 5},x,13,b,set,10,6,11`,
      ],
      snapshot,
    );
    expect(changes()).toEqual([
      [1, 'whole', 0, 0],
      [1, 'bid', 10, 1],
      [1, 'ask', 11, 1],
      [2, 'bid', 10, 4],
      [2, 'ask', 11, 2],
      [3, 'bid', 10, 5],
      [4, 'lost', 0, 0],
    ]);
    expect(report.books).toMatchObject({ gaps: 1, messages: { 'depth answer': 1, 'futures diff': 3 } });
    expect(report.rows.counts).toMatchObject({ bookGap: 1, malformed: 1 });
  });
});

test('other tables are refused, and two kinds in one recording', async () => {
  await expect(imported(['time,open,high'])).rejects.toMatchObject({ code: 'IMPORT_COLUMNS' });
  const depth = 'symbol,timestamp,first_update_id,last_update_id,side,update_type,price,qty';
  const quotes = 'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount';
  await expect(imported([depth], [quotes])).rejects.toMatchObject({ code: 'IMPORT_COLUMNS' });
  expect(bookTableKind(['price', 'size'])).toBeNull();
  expect(() => new BookTable('coinbase', () => undefined).read(depth)).toThrow(/different kinds/);
});

const recorded: readonly (readonly [string, string, string, object])[] = [
  ['binance_btcusdt-depth-snap.csv', 'binance', 'BTCUSDT', { levels: 101, quotes: 0 }],
  ['binance_btcusdt-depth-update.csv', 'binance', 'BTCUSDT', { levels: 0, messages: { 'futures diff': 1 } }],
  ['tardis_binance-futures_book_snapshot_25_BTCUSDT.csv', 'binance-futures', 'BTCUSDT', { gaps: 0, crossed: 0 }],
  ['tardis_binance-futures_book_snapshot_5_BTCUSDT.csv', 'binance-futures', 'BTCUSDT', { gaps: 0, crossed: 0 }],
  ['tardis_deribit_incremental_book_L2_BTC-PERPETUAL.csv', 'deribit', 'BTC-PERPETUAL', { levels: 16, quotes: 0 }],
  ['tardis_huobi-dm-swap_quotes_BTC-USD.csv', 'huobi-dm-swap', 'BTC-USD', { levels: 0, crossed: 0 }],
];

test.each(recorded)('%s', async (name, venue, symbol, wanted) => {
  const data = recordedDataFolder();
  const file = data === null ? '' : path.join(data, 'orderbook/nautilus', name);
  if (!existsSync(file)) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: not recorded here (set SYNDICATE_DATA to its folder)`);
    return;
  }
  expect(await recogniseFile(file, clock)).toMatchObject({ content: { kind: 'books' }, venue, series: [symbol] });
  const report = await importIntoHistory(history, { file, content: { kind: 'books' }, venue }, { clock });
  expect(report.books).toMatchObject(wanted);
  expect(report.rows.skipped).toBe(0);
  expect((report.books?.levels ?? 0) + (report.books?.quotes ?? 0) > 0 || name.includes('update')).toBe(true);
  counts.run += 1;
});
