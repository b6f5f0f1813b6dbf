import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportParquet } from './exportParquet.ts';
import { MarketHistory } from './marketHistory.ts';
import { rollUpTrades } from './rollUp.ts';
import { digits, firstMs, rowsOf, sampleCandle, sampleTrades } from './testing/samples.ts';

let folder: string;
let history: MarketHistory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  history = new MarketHistory(join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

async function asked(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql))
    .getRows()
    .map((row) => row.map((value) => (value === null ? null : String(value))));
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const parquet = (what: string): string =>
  `read_parquet('${folder}/out/${what}/**/*.parquet', hive_partitioning = true)`;

it('writes every row exactly, in partitions that another reader finds', async () => {
  const series = history.series({ venue: 'binance', symbol: 'BTCUSDT' }, digits);
  const trades = sampleTrades(31, 20_000, 2);
  history.appendTrades(series, trades);
  history.commit();
  rollUpTrades(history);
  const report = await exportParquet(history, join(folder, 'out'));
  expect(report.trades).toBe(20_000);
  const rows = rowsOf([trades]);
  const sum = (amounts: readonly bigint[], unit: bigint): string => {
    const total = amounts.reduce((one, other) => one + other, 0n);
    return `${total / unit}.${String(total % unit).padStart(String(unit).length - 1, '0')}`.replace(/0+$/, '');
  };
  const [stored] = await asked(
    `SELECT count(*), sum(size), count(DISTINCT id), count(DISTINCT day) FROM ${parquet('trades')} WHERE symbol = 'BTCUSDT'`,
  );
  expect(stored?.[0]).toBe('20000');
  expect(String(stored?.[1]).replace(/0+$/, '')).toBe(
    sum(
      rows.map(({ size }) => size),
      10n ** 8n,
    ),
  );
  expect(stored?.[2]).toBe('20000');
  expect(stored?.[3]).toBe(String(history.days().length));
  const [bars] = await asked(
    `SELECT sum(trades), sum(volume) FROM ${parquet('candles')} WHERE interval = '1h' AND venue = 'binance'`,
  );
  expect(bars?.[0]).toBe('20000');
  expect(String(bars?.[1]).replace(/0+$/, '')).toBe(
    sum(
      rows.map(({ size }) => size),
      10n ** 8n,
    ),
  );
});

it('writes order books in their order', async () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const at = firstMs;
  history.appendBook(series, 'levels', [
    { atMs: at, change: 'whole', price: 0n, size: 0n },
    { atMs: at, change: 'bid', price: 12_345n, size: 7n },
    { atMs: at, change: 'lost', price: 0n, size: 0n },
  ]);
  history.appendBook(series, 'quotes', [
    { atMs: at, bid: 1n, bidSize: 2n, ask: 3n, askSize: 4n, bidDepth: 5n, askDepth: 600_000_000n },
  ]);
  history.commit();
  expect(await exportParquet(history, join(folder, 'out'))).toMatchObject({ files: 2, trades: 0, books: 4 });
  const levels = await asked(`SELECT place, change, price, size FROM ${parquet('levels')} ORDER BY place`);
  expect(levels.map((row) => row.map(String))).toMatchObject(
    [
      ['1', 'whole', /^0/, /^0/],
      ['2', 'bid', /^123\.45/, /^0\.00000007/],
      ['3', 'lost', /^0/, /^0/],
    ].map((row) => row.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each)))),
  );
  const [quote] = await asked(`SELECT bid, ask_depth FROM ${parquet('quotes')}`);
  expect(quote?.map(String)).toEqual([expect.stringMatching(/^0\.01/), expect.stringMatching(/^6(\.|$)/)]);
});

it("keeps a pool's whole amounts and long prices exact", async () => {
  const long = { price: 30, volume: 0, quoteVolume: 0 };
  const bar = { ...sampleCandle(firstMs, 10), close: 12n, volume: 5n * 10n ** 33n, quoteVolume: null };
  history.appendCandles(history.series({ venue: 'evm-1', symbol: '0x1' }, long), '1m', [bar], 'keep');
  history.commit();
  await exportParquet(history, join(folder, 'out'));
  expect(await asked(`SELECT close, volume FROM ${parquet('candles')}`)).toEqual([
    [`0.${'0'.repeat(28)}12`, `5${'0'.repeat(33)}`],
  ]);
});

it('keeps strange names within the folder', async () => {
  for (const symbol of ['../../../etc', "a'b", 'x=y/z', '..'])
    history.appendCandles(history.series({ venue: '.', symbol }, digits), '1m', [sampleCandle(firstMs, 10)], 'keep');
  history.commit();
  await exportParquet(history, join(folder, 'out'));
  expect(readdirSync(folder).sort()).toEqual(['history', 'out']);
  expect(await asked(`SELECT symbol FROM ${parquet('candles')} ORDER BY symbol`)).toEqual([
    ['..'],
    ['../../../etc'],
    ["a'b"],
    ['x=y/z'],
  ]);
});

it('refuses what does not fit, and leaves nothing that looks whole', async () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  history.appendCandles(series, '1m', [{ ...sampleCandle(firstMs, 10), volume: 10n ** 29n }], 'keep');
  history.commit();
  await expect(exportParquet(history, join(folder, 'out'))).rejects.toMatchObject({ code: 'HISTORY_RANGE' });
  expect(existsSync(join(folder, 'out'))).toBe(false);
  await expect(exportParquet(history, folder)).rejects.toMatchObject({ code: 'HISTORY_BACKUP_EXISTS' });
});
