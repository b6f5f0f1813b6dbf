import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { MarketHistory } from './marketHistory.ts';
import { dayMs, digits, firstMs, sampleCandle, sampleTrades } from './testing/samples.ts';
import type { TradeColumns } from './tradeBlock.ts';
import { sliceTrades } from './tradeSlices.ts';

const tickCount = 3_000_000;
const perBatch = 10_000;
const batchesPerCommit = 10;
const rounds = 5;
const candleCount = 1_000_000;
/** `npm run bench -- store 10` opens a store of ten gigabytes; making it takes some minutes. */
const startGigabytes = Number(process.argv[2] ?? '1');

const name = { venue: 'bench', symbol: 'BTCUSDT' };
const rounded = (value: number): number => Number(value.toPrecision(4));
const middle = (list: readonly number[], share = 0.5): number =>
  [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)] ?? 0;

async function inFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'store-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function elapsedMs(work: () => Promise<unknown> | unknown): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

function batchesOf(trades: TradeColumns): readonly TradeColumns[] {
  const batches: TradeColumns[] = [];
  for (let from = 0; from < trades.atMs.length; from += perBatch)
    batches.push(sliceTrades(trades, from, from + perBatch));
  return batches;
}

/** Ours: with a chart that reads its last 500 bars of a minute after every commit. */
function ingest(folder: string, batches: readonly TradeColumns[]): void {
  const history = new MarketHistory(folder);
  const series = history.series(name, digits);
  history.appendCandles(
    series,
    '1m',
    Array.from({ length: 5_000 }, (_, i) => sampleCandle(firstMs + i * 60_000, 1_000 + i)),
    'keep',
  );
  batches.forEach((batch, i) => {
    history.appendTrades(series, batch);
    if ((i + 1) % batchesPerCommit !== 0) return;
    history.commit();
    if (history.chart(series, '1m', firstMs + 4_500 * 60_000, firstMs + 5_000 * 60_000).timeS.length !== 500)
      throw new Error('the chart read other bars');
  });
  history.close();
}

/** The same rows as rows, a transaction for as many, and no chart. */
function ingestRows(folder: string, batches: readonly TradeColumns[]): void {
  const database = new Database(join(folder, 'rows.sqlite'));
  database.pragma('journal_mode = WAL');
  database.exec(
    'CREATE TABLE trades (series INTEGER, at_ms INTEGER, price INTEGER, size INTEGER, side INTEGER, id INTEGER)',
  );
  const insert = database.prepare('INSERT INTO trades VALUES (1, ?, ?, ?, ?, ?)');
  const write = database.transaction((some: readonly TradeColumns[]) => {
    for (const { atMs, price, size, side, ids } of some)
      for (let i = 0; i < atMs.length; i += 1) insert.run(atMs[i], price[i], size[i], side[i], ids?.[i]);
  });
  for (let i = 0; i < batches.length; i += batchesPerCommit) write(batches.slice(i, i + batchesPerCommit));
  database.close();
}

async function ingestDuck(folder: string, batches: readonly TradeColumns[]): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE trades (series INTEGER, at_ms DOUBLE, price DOUBLE, size DOUBLE, side UTINYINT, id DOUBLE)',
  );
  const appender = await connection.createAppender('trades');
  for (const { atMs, price, size, side, ids } of batches)
    for (let i = 0; i < atMs.length; i += 1) {
      appender.appendInteger(1);
      appender.appendDouble(atMs[i] ?? 0);
      appender.appendDouble(Number(price[i]));
      appender.appendDouble(Number(size[i]));
      appender.appendUTinyInt(side[i] ?? 0);
      appender.appendDouble(Number(ids?.[i]));
      appender.endRow();
    }
  appender.closeSync();
  connection.closeSync();
  instance.closeSync();
}

async function benchIngest(emit: (line: object) => void): Promise<void> {
  const batches = batchesOf(sampleTrades(1, tickCount, 100));
  const times: Record<'own' | 'sqlite' | 'duck', number[]> = { own: [], sqlite: [], duck: [] };
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    times.own.push(
      await inFolder(async (folder) => {
        const ms = await elapsedMs(() => ingest(folder, batches));
        bytes = bytesIn(folder);
        return ms;
      }),
    );
    times.sqlite.push(await inFolder((folder) => elapsedMs(() => ingestRows(folder, batches))));
    times.duck.push(await inFolder((folder) => elapsedMs(() => ingestDuck(folder, batches))));
  }
  const ns = (list: readonly number[], share = 0.5): number => (middle(list, share) * 1e6) / tickCount;
  for (const [peer, list] of [
    ['native:better-sqlite3, plain rows', times.sqlite],
    ['native:DuckDB appender', times.duck],
  ] as const)
    emit({
      bench: 'store',
      case: `ingest ticks=${tickCount} commit=${perBatch * batchesPerCommit} chart=reading`,
      unit: 'ns',
      p50: rounded(ns(times.own)),
      p99: rounded(ns(times.own, 0.99)),
      peer,
      peerP50: rounded(ns(list)),
      ratio: rounded(ns(list) / ns(times.own)),
      ticksPerSecond: rounded(1e9 / ns(times.own)),
      bytesPerMillionTicks: Math.round((bytes / tickCount) * 1e6),
    });
}

async function benchChart(emit: (line: object) => void): Promise<void> {
  await inFolder(async (folder) => {
    const history = new MarketHistory(folder);
    const series = history.series(name, digits);
    const bars = Array.from({ length: candleCount }, (_, i) =>
      sampleCandle(firstMs + i * 60_000, 5_000_000 + ((i * 7919) % 1000)),
    );
    history.appendCandles(series, '1m', bars, 'keep');
    history.commit();
    const bytes = bytesIn(folder);
    const database = new Database(join(folder, 'rows.sqlite'));
    database.exec(
      'CREATE TABLE candles (time INTEGER PRIMARY KEY, open REAL, high REAL, low REAL, close REAL, volume REAL)',
    );
    const insert = database.prepare('INSERT INTO candles VALUES (?, ?, ?, ?, ?, ?)');
    database.transaction(() => {
      for (const bar of bars)
        insert.run(
          bar.openTimeMs / 1000,
          Number(bar.open) / 100,
          Number(bar.high) / 100,
          Number(bar.low) / 100,
          Number(bar.close) / 100,
          Number(bar.volume) / 1e8,
        );
    })();
    const select = database.prepare('SELECT * FROM candles ORDER BY time').raw();
    const own: number[] = [];
    const ownCpu: number[] = [];
    const rows: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const before = process.cpuUsage();
      own.push(
        await elapsedMs(() => {
          if (history.chart(series, '1m', 0, firstMs * 2).timeS.length !== candleCount)
            throw new Error('bars are missing');
        }),
      );
      const { user, system } = process.cpuUsage(before);
      ownCpu.push((user + system) / 1000);
      rows.push(
        await elapsedMs(() => {
          const columns = Array.from({ length: 6 }, () => new Float64Array(candleCount));
          let at = 0;
          for (const row of select.iterate() as IterableIterator<readonly number[]>) {
            for (let column = 0; column < 6; column += 1) (columns[column] as Float64Array)[at] = row[column] ?? 0;
            at += 1;
          }
        }),
      );
    }
    database.close();
    history.close();
    emit({
      bench: 'store',
      case: `chart candles=${candleCount}`,
      unit: 'ms',
      p50: rounded(middle(own)),
      p99: rounded(middle(own, 0.99)),
      peer: 'js:better-sqlite3, plain rows into the same arrays',
      peerP50: rounded(middle(rows)),
      ratio: rounded(middle(rows) / middle(own)),
      cpuMs: rounded(middle(ownCpu)),
      bytesPerMillionCandles: Math.round((bytes / candleCount) * 1e6),
    });
  });
}

async function benchStart(emit: (line: object) => void): Promise<void> {
  await inFolder(async (folder) => {
    const filling = new MarketHistory(folder);
    const series = filling.series(name, digits);
    const trades = sampleTrades(2, 1_000_000, 100);
    for (let day = 0; bytesIn(folder) < startGigabytes * 1e9; day += 1) {
      for (let times = 0; times < 10; times += 1) {
        filling.appendTrades(series, { ...trades, atMs: trades.atMs.map((at) => at + day * dayMs) });
        filling.commit();
      }
    }
    filling.close();
    const starts: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      starts.push(
        await elapsedMs(() => {
          const history = new MarketHistory(folder);
          const days = history.days();
          const last = Date.parse(`${days.at(-1)}T00:00:00Z`);
          let rows = 0;
          for (const { atMs } of history.trades(series, last, last + 60_000)) rows += atMs.length;
          history.close();
          return rows;
        }),
      );
    }
    emit({
      bench: 'store',
      case: `start bytes=${Math.round(bytesIn(folder) / 1e6)}MB, first minute of the last day read`,
      unit: 'ms',
      p50: rounded(middle(starts)),
      p99: rounded(middle(starts, 0.99)),
    });
  });
}

/** Ticks into packed blocks while a chart reads, a million candles into a chart's arrays, and the start on a large store. */
export async function bench(emit: (line: object) => void): Promise<void> {
  await benchIngest(emit);
  await benchChart(emit);
  await benchStart(emit);
}
