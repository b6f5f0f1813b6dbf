import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { candleTable } from './candleTable.ts';
import { importParquet, type ParquetPosition } from './importParquet.ts';
import type { ImportProgress } from './importProgress.ts';
import type { ImportBatch } from './importRows.ts';
import type { SavedReader } from './rowReader.ts';
import { steppingClock } from './testing/manualClock.ts';
import { tradeTable } from './tradeTable.ts';

const folder = mkdtempSync(path.join(tmpdir(), "it's parquet-"));
const bars = path.join(folder, 'bars.parquet');
const rows = 10_000;
const clock = steppingClock(200_000_000);
const dayReader = (saved?: SavedReader) => candleTable({ interval: '1m' }, saved);

/** Two symbols, times of two types, prices as decimals and as doubles, one bad low. */
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (SELECT
      CASE WHEN i % 2 = 0 THEN 'A,"x"' ELSE 'B' END AS symbol,
      TIMESTAMPTZ '2017-01-01 00:00:00+00' + INTERVAL 1 MINUTE * (i // 2) AS "time",
      5.5::DECIMAL(18, 8) AS open, 6.5::DECIMAL(18, 8) AS high,
      CASE WHEN i = 77 THEN 0 ELSE 4.1 END::DOUBLE AS low, 5.25::FLOAT AS "close",
      CASE WHEN i = 78 THEN NULL ELSE (0.1::DOUBLE + 0.2::DOUBLE) END AS volume
    FROM range(${rows}) t(i)) TO '${bars.replaceAll("'", "''")}' (FORMAT parquet, ROW_GROUP_SIZE 3000)`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function all<Value>(
  batches: AsyncIterable<ImportBatch<Value, ParquetPosition>>,
): Promise<ImportBatch<Value, ParquetPosition>[]> {
  const list: ImportBatch<Value, ParquetPosition>[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

test('every row once, digits as they are stored, bad rows named', async () => {
  const batches = await all(importParquet(bars, dayReader, { clock }));
  const taken = batches.flatMap((batch) => batch.rows);
  expect(taken).toHaveLength(rows - 2);
  expect(taken[3]).toMatchObject({
    symbol: 'B',
    value: {
      openTimeMs: Date.UTC(2017, 0, 1, 0, 1),
      open: 5_500_000_000_000_000_000n,
      low: 4_100_000_000_000_000_000n,
      volume: 300_000_000_000_000_040n,
    },
  });
  expect(taken[2]?.symbol).toBe('A,"x"');
  const report = batches.at(-1)?.position.reader.report;
  expect(report?.rows).toBe(rows);
  const skipped = report?.findings.filter(({ problem }) => problem !== 'gap');
  expect(skipped?.map(({ row, problem }) => [row, problem])).toEqual([
    [79, 'notPositive'],
    [80, 'notNumber'],
  ]);
});

test('stopped after any batch and gone on with, no row is lost and none comes twice', async () => {
  const whole = await all(importParquet(bars, dayReader, { clock }));
  const wanted = whole.flatMap((batch) => batch.rows);
  expect(whole.length).toBeGreaterThan(3);
  let taken = 0;
  for (const { rows: part, position } of whole) {
    taken += part.length;
    const from: ParquetPosition = JSON.parse(JSON.stringify(position));
    const rest = await all(importParquet(bars, dayReader, { clock, from }));
    expect(rest.flatMap((batch) => batch.rows)).toEqual(wanted.slice(taken));
    expect(rest.at(-1)?.position ?? position).toEqual(whole.at(-1)?.position);
  }
});

test('progress ends at the whole file', async () => {
  const seen: ImportProgress[] = [];
  const onProgress = (progress: ImportProgress) => seen.push(progress);
  await all(importParquet(bars, dayReader, { clock, onProgress }));
  const sizeBytes = readFileSync(bars).length;
  expect(seen.at(-1)).toMatchObject({ rows, bytesRead: sizeBytes, sizeBytes, leftMs: 0 });
  expect(seen[0]?.bytesRead).toBeLessThan(sizeBytes);
});

test('another file is not gone on with, and what is no Parquet file says so', async () => {
  const [batch] = await all(importParquet(bars, dayReader, { clock }));
  const from = batch?.position;
  if (from === undefined) throw new Error('no batch');
  const other = path.join(folder, 'other.parquet');
  const bytes = readFileSync(bars);
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  writeFileSync(other, bytes);
  await expect(all(importParquet(other, dayReader, { clock, from }))).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
  writeFileSync(other, bytes.subarray(0, 9000));
  await expect(all(importParquet(other, dayReader, { clock }))).rejects.toMatchObject({ code: 'IMPORT_DAMAGED' });
  writeFileSync(other, 'time,open\n1,2\n');
  await expect(all(importParquet(other, dayReader, { clock }))).rejects.toMatchObject({ code: 'IMPORT_DAMAGED' });
});

test('no other file is opened, not even by a name that stands for many', async () => {
  const star = path.join(folder, 'b*.parquet');
  writeFileSync(star, readFileSync(bars));
  await expect(all(importParquet(star, dayReader, { clock }))).rejects.toMatchObject({ code: 'IMPORT_DAMAGED' });
});

test('recorded: trades of Binance as Nautilus keeps them', async () => {
  const data = recordedDataFolder();
  const file = data === null ? '' : path.join(data, 'orderbook/nautilus/binance_btcusdt-trades.parquet');
  if (!existsSync(file)) {
    console.log('skipped: no recorded trades (set SYNDICATE_DATA to their folder)');
    return;
  }
  const readerWith = (size: number) => (saved?: SavedReader) => tradeTable({ digits: { price: 8, size } }, saved);
  const batches = await all(importParquet(file, readerWith(24), { clock }));
  expect(batches[0]?.rows[0]?.value).toEqual({
    id: '553287559',
    atMs: 1_610_064_000_278,
    price: 3_943_248_000_000n,
    size: 263n * 10n ** 18n,
    takerBuys: false,
  });
  expect(batches.flatMap((batch) => batch.rows)).toHaveLength(2001);
  expect(batches.at(-1)?.position.reader.report).toMatchObject({ rows: 2001, skipped: 0, missing: 0, counts: {} });
  // A quarter of its sizes are doubles such as 0.00031099999999999997: eight digits do not hold them, and none is rounded.
  const narrow = await all(importParquet(file, readerWith(8), { clock }));
  expect(narrow.at(-1)?.position.reader.report.counts.tooManyDigits).toBe(492);
});
