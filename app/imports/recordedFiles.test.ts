import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Interval } from '../candles/interval.ts';
import type { RowProblem } from '../candles/rowReport.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { candleTable } from './candleTable.ts';
import { fileSource } from './fileSource.ts';
import { importRows } from './importRows.ts';
import type { SavedReader } from './rowReader.ts';
import { steppingClock } from './testing/manualClock.ts';

const data = recordedDataFolder();
const counts = { run: 0, skipped: 0, rows: 0 };

afterAll(() => {
  console.log(`recorded imports: ${counts.run} run, ${counts.skipped} skipped, ${counts.rows} rows`);
});

// Counted beforehand with awk over the files themselves.
const files: readonly (readonly [string, Interval, number, Partial<Record<RowProblem, number>>, number])[] = [
  ['bitfinex_1m/BTCUSD_1m_2017', '1m', 505_209, { gap: 14_203 }, 20_391],
  ['bitfinex_1m/ETHUSD_1m_2017', '1m', 414_314, { gap: 32_811 }, 111_282],
  ['bybit_daily/bybit_perp_daily_all', '1d', 329_663, { duplicate: 152, notPositive: 1, priceJump: 3 }, 0],
  ['binance_spot/BTCUSDT_1h', '1h', 30_647, { gap: 1 }, 1],
];

test.each(files)(
  '%s: %s, %i rows, each problem found',
  async (name, interval, rows, problems, missing) => {
    const file = data === null ? '' : path.join(data, 'candles', `${name}.csv.gz`);
    if (!existsSync(file)) {
      counts.skipped += 1;
      console.log(`skipped: ${name}: no recorded candles (set SYNDICATE_DATA to their folder)`);
      return;
    }
    const makeReader = (saved?: SavedReader) => candleTable({ interval }, saved);
    let taken = 0;
    let report = makeReader().report.save();
    for await (const batch of importRows(fileSource(file), makeReader, { clock: steppingClock(1000) })) {
      taken += batch.rows.length;
      report = batch.position.reader.report;
    }
    expect(report).toMatchObject({ rows, missing, counts: problems });
    expect(Object.keys(report.counts).sort()).toEqual(Object.keys(problems).sort());
    expect(taken).toBe(rows - (problems.duplicate ?? 0) - (problems.notPositive ?? 0));
    counts.run += 1;
    counts.rows += taken;
  },
  60_000,
);
