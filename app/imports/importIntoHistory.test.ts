import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Interval } from '../candles/interval.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { MarketHistory } from '../history/marketHistory.ts';
import { rollUpTrades } from '../history/rollUp.ts';
import { tradeRows } from '../history/tradeBlock.ts';
import { importIntoHistory } from './importIntoHistory.ts';
import { steppingClock } from './testing/manualClock.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const clock = steppingClock(1000);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'import-'));
  history = new MarketHistory(path.join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Lines of a file of trades, long enough for several batches. */
function tradeLines(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${i},${1_700_000_000_000 + i * 250},${30_000 + (i % 97)}.${i % 10},0.00${1 + (i % 9)},buy`,
  );
}

const header = 'id,time_ms,price,size,side';

test('trades go into the history, and again not at all', async () => {
  const file = written('trades.csv', [header, ...tradeLines(30_000)].join('\n'));
  const job = { file, content: { kind: 'trades' }, venue: 'kraken', symbol: 'XBTUSD' } as const;
  const report = await importIntoHistory(history, job, { clock });
  expect(report).toMatchObject({ added: 30_000, same: 0, differing: 0, series: 1, doneBefore: false });
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  const stored = [...history.trades(series, ...always)].flatMap((columns) => [...tradeRows(columns)]);
  expect(stored.length).toBe(30_000);
  expect(stored[29_999]).toEqual({
    id: '29999',
    atMs: 1_700_000_000_000 + 29_999 * 250,
    price: 30_026_900_000_000_000_000_000n,
    size: 3_000_000_000_000_000n,
    takerBuys: true,
  });
  expect(await importIntoHistory(history, job, { clock })).toEqual({ ...report, doneBefore: true });
  expect([...history.trades(series, ...always)].reduce((sum, { atMs }) => sum + atMs.length, 0)).toBe(30_000);
});

test.each([
  ['trades.csv', false],
  ['trades.csv.gz', true],
])('an import of %s that is stopped after each batch takes every row once', async (name, zipped) => {
  const text = [header, ...tradeLines(40_000)].join('\n');
  const file = written(name, zipped ? gzipSync(text) : text);
  const job = { file, content: { kind: 'trades' }, venue: 'kraken', symbol: 'XBTUSD' } as const;
  let runs = 0;
  for (let done = false; !done; runs += 1) {
    history.close();
    history = new MarketHistory(path.join(folder, 'history'));
    done = (await importIntoHistory(history, job, { clock, isStopped: () => true })).doneBefore;
  }
  expect(runs).toBeGreaterThan(3);
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  const ids = [...history.trades(series, ...always)].flatMap((columns) =>
    [...tradeRows(columns)].map(({ id }) => Number(id)),
  );
  expect(ids).toEqual(Array.from({ length: 40_000 }, (_, i) => i));
});

test('a file that was changed under a name that is known is another import', async () => {
  const job = { content: { kind: 'trades' }, venue: 'kraken', symbol: 'XBTUSD' } as const;
  await importIntoHistory(
    history,
    { ...job, file: written('a.csv', [header, ...tradeLines(10)].join('\n')) },
    { clock },
  );
  const again = await importIntoHistory(
    history,
    { ...job, file: written('a.csv', [header, ...tradeLines(11)].join('\n')) },
    { clock },
  );
  expect(again.doneBefore).toBe(false);
});

/** Stored trades of the only series, as "id time price size". */
function storedTrades(): string[] {
  const [series] = history.allSeries();
  if (series === undefined) return [];
  return [...history.trades(series, ...always)].flatMap((columns) =>
    [...tradeRows(columns)].map(({ id, atMs, price, size }) => `${id} ${atMs} ${price} ${size}`),
  );
}

const bringTrades = (name: string, lines: readonly string[], first = header, isStopped?: () => boolean) =>
  importIntoHistory(
    history,
    {
      file: written(name, [first, ...lines].join('\n')),
      content: { kind: 'trades' },
      venue: 'kraken',
      symbol: 'XBTUSD',
    },
    isStopped === undefined ? { clock } : { clock, isStopped },
  );

describe('trades that another file has brought already', () => {
  test('are known by the id of the venue, counted, and stored once', async () => {
    const lines = tradeLines(20_000);
    await bringTrades('first.csv', lines.slice(0, 12_000));
    const report = await bringTrades('second.csv', lines.slice(8_000));
    expect(report).toMatchObject({ added: 8_000, same: 4_000, rows: { skipped: 4_000, counts: { overlap: 4_000 } } });
    expect(report.rows.findings[0]).toMatchObject({
      row: 2,
      problem: 'overlap',
      detail: expect.stringContaining('8000, 2023'),
    });
    expect(storedTrades()).toEqual([...new Set(storedTrades())]);
    expect(storedTrades()).toHaveLength(20_000);
    // An earlier file after a later one: also where batches and blocks have other bounds.
    expect(await bringTrades('third.csv', ['a,1600000000000,5,1,buy', ...lines.slice(4_001, 19_000)])).toMatchObject({
      added: 1,
      same: 14_999,
    });
    expect(storedTrades()).toHaveLength(20_001);
  });

  test('are named when the same id has another price: what was there is kept', async () => {
    await bringTrades('first.csv', ['7,1700000000000,100,1,buy', '8,1700000001000,100,1,buy']);
    const report = await bringTrades('second.csv', [
      '7,1700000000000,100,1,buy',
      '8,1700000001000,101,1,buy',
      '9,1700000002000,1,1,buy',
    ]);
    expect(report).toMatchObject({ added: 1, same: 2, rows: { counts: { overlap: 1, conflict: 1 } } });
    expect(report.rows.findings.find(({ problem }) => problem === 'conflict')?.detail).toBe(
      '8, 2023-11-14 22:13:21 UTC: 1 at 101, not 2023-11-14 22:13:21 UTC: 1 at 100',
    );
    expect(storedTrades()[1]).toContain(' 100000000000000000000 ');
  });

  test('without ids are known by time, price and size, each stored one standing for one row', async () => {
    const plain = 'time_ms,price,size';
    const at = 1_700_000_000_000;
    await bringTrades('first.csv', [`${at},5,1`, `${at},5,1`, `${at},5,2`, `${at + 9},5,1`], plain);
    expect(storedTrades()).toHaveLength(4);
    const report = await bringTrades(
      'second.csv',
      [`${at},5,1`, `${at},5,1`, `${at},5,1`, `${at + 9},5,1`, `${at + 9},6,1`],
      plain,
    );
    expect(report).toMatchObject({ added: 2, same: 3, rows: { counts: { overlap: 3 } } });
    expect(storedTrades()).toHaveLength(6);
  });

  test('are matched once each across batches and stops, and equal trades of one file are all kept', async () => {
    const plain = 'time_ms,price,size';
    const at = 1_700_000_000_000;
    const many = Array<string>(40_000).fill(`${at},5,1`);
    await bringTrades('first.csv', many, plain);
    expect(storedTrades()).toHaveLength(40_000);
    const more = [...many, ...Array<string>(5_000).fill(`${at},5,1`), `${at + 1},5,1`];
    let runs = 0;
    let report = await bringTrades('second.csv', more, plain, () => true);
    for (; !report.doneBefore; runs += 1) report = await bringTrades('second.csv', more, plain, () => true);
    expect(runs).toBeGreaterThan(1);
    expect(report).toMatchObject({ added: 5_001, same: 40_000 });
    expect(storedTrades()).toHaveLength(45_001);
  });

  test('with ids in one file and none in the other are known by time, price and size', async () => {
    await bringTrades('first.csv', ['7,1700000000000,100,1,buy', '8,1700000001000,100,1,buy']);
    const plain = ['1700000000000,100,1', '1700000001000,100,2'];
    expect(await bringTrades('second.csv', plain, 'time_ms,price,size')).toMatchObject({ added: 1, same: 1 });
    expect(await bringTrades('third.csv', ['6,1699999999999,1,1,buy', '9,1700000001000,100,2,buy'])).toMatchObject({
      added: 1,
      same: 1,
    });
    expect(storedTrades()).toHaveLength(4);
  });
});

test('numbers that the store has no room for are left out and said, and candles are made of the rest', async () => {
  const at = 1_700_000_000_000;
  const rows = [`1,${at},1e18,1e18,buy`, `2,${at + 1},5,1e40,buy`, `3,${at + 2},1${'0'.repeat(50)},1,buy`];
  const report = await bringTrades('huge.csv', rows);
  expect(report).toMatchObject({ added: 1, rows: { rows: 3, skipped: 2, counts: { tooLarge: 2 } } });
  expect(rollUpTrades(history)).toBe(1);
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  // What it was paid with cannot be kept: it is not known, and not another number.
  expect([...history.candles(series, '1d', ...always)]).toMatchObject([{ volume: 10n ** 36n, quoteVolume: null }]);
});

test('Parquet is known by what it holds', async () => {
  const file = path.join(folder, 'bars.dat');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 1700000000000 - 1700000000000 % 60000 + range * 60000 AS open_time, 1.5 AS open, 2 AS high, 1 AS low, 1 AS close, 7 AS volume FROM range(100)) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const job = { content: { kind: 'candles', interval: '1m' }, venue: 'binance', symbol: 'AB' } as const;
  expect(await importIntoHistory(history, { ...job, file }, { clock })).toMatchObject({ added: 100 });
  const named = written('bars.parquet', 'time,open,high,low,close,volume\n1700000040000,1,1,1,1,1\n');
  expect(await importIntoHistory(history, { ...job, file: named, symbol: 'CD' }, { clock })).toMatchObject({
    added: 1,
  });
});

test('what is no file is refused', async () => {
  const job = { file: folder, content: { kind: 'trades' }, venue: 'kraken', symbol: 'A' } as const;
  await expect(importIntoHistory(history, job, { clock })).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' });
});

test('a file without symbols wants one to be named', async () => {
  const file = written('trades.csv', [header, ...tradeLines(3)].join('\n'));
  const job = { file, content: { kind: 'trades' }, venue: 'kraken' } as const;
  await expect(importIntoHistory(history, job, { clock })).rejects.toMatchObject({ code: 'IMPORT_SYMBOL' });
});

const recorded: readonly (readonly [string, Interval, string, number, number])[] = [
  ['bitfinex_1m/BTCUSD_1m_2017', '1m', 'bitfinex', 505_209, 1],
  ['bybit_daily/bybit_perp_daily_all', '1d', 'bybit', 329_510, 0],
  ['binance_spot/BTCUSDT_1h', '1h', 'binance', 30_647, 1],
];

test.each(recorded)(
  '%s: every bar that was taken is stored, and a second file over the same bars adds none',
  async (name, interval, venue, bars, oneSeries) => {
    const data = recordedDataFolder();
    const file = data === null ? '' : path.join(data, 'candles', `${name}.csv.gz`);
    if (!existsSync(file)) {
      console.log(`skipped: ${name}: no recorded candles (set SYNDICATE_DATA to their folder)`);
      return;
    }
    const job = {
      file,
      content: { kind: 'candles', interval },
      venue,
      symbol: oneSeries === 1 ? 'BTCUSD' : undefined,
    } as const;
    const report = await importIntoHistory(history, job, { clock });
    expect(report).toMatchObject({ added: bars, same: 0, differing: 0 });
    const all = history.allSeries();
    if (oneSeries === 1) expect(all.length).toBe(1);
    const counts = all.map((series) => history.chart(series, interval, ...always).timeS.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(bars);
    // Read in another way: the same rows under another identity.
    const again = { ...job, columns: ['unused'] };
    expect(await importIntoHistory(history, again, { clock })).toMatchObject({ added: 0, same: bars, differing: 0 });
  },
  60_000,
);
