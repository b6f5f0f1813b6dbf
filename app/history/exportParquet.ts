import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBDecimalValue, DuckDBInstance } from '@duckdb/node-api';
import { type Interval, intervals } from '../candles/interval.ts';
import { exportBlocks } from './exportBlocks.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';
import type { MarketHistory } from './marketHistory.ts';
import { appendTime, copyToParquet } from './parquetFile.ts';
import type { Series } from './series.ts';
import { tradeRows } from './tradeBlock.ts';
import { dayStartMs } from './tradePartitions.ts';

const width = 38;
const usualScale = 18;
const largest = 10n ** BigInt(width);
const dayMs = 86_400_000;

/** Whole amounts stay whole, and prices of pools may need more digits than a venue's. */
const scaleOf = (digits: number): number => (digits === 0 ? 0 : Math.max(usualScale, digits));
const decimal = (digits: number): string => `DECIMAL(${width}, ${scaleOf(digits)})`;

function candleColumns({ digits }: Series): string {
  const [price, volume, quote] = [decimal(digits.price), decimal(digits.volume), decimal(digits.quoteVolume)];
  return `open_time TIMESTAMP, open ${price}, high ${price}, low ${price}, close ${price}, volume ${volume},
    quote_volume ${quote}, trades BIGINT, taker_volume ${volume}, taker_quote_volume ${quote}`;
}

function tradeTableColumns({ digits }: Series): string {
  return `traded_at TIMESTAMP, id VARCHAR, price ${decimal(digits.price)}, size ${decimal(digits.volume)}, taker_buys BOOLEAN`;
}

function quoteColumns({ digits }: Series): string {
  const [price, size] = [decimal(digits.price), decimal(digits.volume)];
  return `quoted_at TIMESTAMP, bid ${price}, bid_size ${size}, ask ${price}, ask_size ${size}, bid_depth ${size}, ask_depth ${size}`;
}

function levelColumns({ digits }: Series): string {
  return `changed_at TIMESTAMP, place INTEGER, change VARCHAR, price ${decimal(digits.price)}, size ${decimal(digits.volume)}`;
}

export interface ExportReport {
  readonly files: number;
  readonly candles: number;
  readonly trades: number;
  /** Changes of order books: of their levels and of their best quotes. */
  readonly books: number;
  readonly blocks: number;
}

/**
 * Writes the whole history as Parquet in Hive's layout: `candles/venue=V/symbol=S/interval=I/month=2024-03/data.parquet` and
 * `trades/venue=V/symbol=S/day=2024-03-01/data.parquet`, of order books in the same way `quotes` and `levels`, whose rows are in the order of `place`. Amounts are DECIMAL(38, 18), exact; those of a
 * pool's series DECIMAL(38, its digits). Blocks of chains: `exportBlocks`. The folder appears when it is whole.
 * @throws ExpectedError HISTORY_BACKUP_EXISTS, HISTORY_RANGE, HISTORY_*
 */
export async function exportParquet(history: MarketHistory, target: string): Promise<ExportReport> {
  if (existsSync(target))
    throw historyError('HISTORY_BACKUP_EXISTS', 'There is something where the export should go.', { target });
  const unfinished = `${target}.unfinished`;
  const report = { files: 0, candles: 0, trades: 0, books: 0, blocks: 0 };
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
    threads: '1',
  });
  const connection = await instance.connect();
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    const write = writerTo(connection, unfinished);
    for (const series of history.allSeries()) {
      for (const interval of intervals)
        for (const { folder, rows } of monthsOf(history, series, interval)) {
          report.candles += await write(folder, candleColumns(series), rows);
          report.files += 1;
        }
      for (const day of history.days()) {
        const rows = tradesOf(history, series, day);
        const written = await write(
          join('trades', seriesFolder(series), `day=${day}`),
          tradeTableColumns(series),
          rows,
        );
        report.trades += written;
        const place = join(seriesFolder(series), `day=${day}`);
        const quotes = await write(join('quotes', place), quoteColumns(series), quotesOf(history, series, day));
        const levels = await write(join('levels', place), levelColumns(series), levelsOf(history, series, day));
        report.books += quotes + levels;
        report.files += [written, quotes, levels].filter((count) => count > 0).length;
      }
    }
    const { files, blocks } = await exportBlocks(history, connection, unfinished);
    report.files += files;
    report.blocks += blocks;
    renameSync(unfinished, target);
    return report;
  } catch (thrown) {
    throw fromHistoryFile(thrown, target);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Row = (appender: DuckDBAppender) => void;

/** Writes rows as one file in a folder; none where there are no rows. Returns how many. */
function writerTo(
  connection: DuckDBConnection,
  root: string,
): (folder: string, columns: string, rows: Iterable<Row>) => Promise<number> {
  return async (folder, columns, rows) => {
    await connection.run(`CREATE OR REPLACE TABLE exported (${columns})`);
    const appender = await connection.createAppender('exported');
    let count = 0;
    for (const row of rows) {
      row(appender);
      appender.endRow();
      count += 1;
    }
    appender.closeSync();
    if (count === 0) return 0;
    await copyToParquet(connection, 'exported', join(root, folder));
    return count;
  };
}

function* monthsOf(
  history: MarketHistory,
  series: Series,
  interval: Interval,
): IterableIterator<{ folder: string; rows: Iterable<Row> }> {
  const span = history.candleSpan(series, interval);
  if (span === null) return;
  for (let from = monthStart(span.firstMs); from <= span.lastMs; ) {
    const to = monthStart(from + 32 * dayMs);
    const bars = [...history.candles(series, interval, from, to)];
    const month = new Date(from).toISOString().slice(0, 7);
    const folder = join('candles', seriesFolder(series), `interval=${interval}`, `month=${month}`);
    const { price, volume, quoteVolume } = series.digits;
    if (bars.length > 0)
      yield {
        folder,
        rows: bars.map((bar) => (appender) => {
          appendTime(appender, bar.openTimeMs);
          for (const each of [bar.open, bar.high, bar.low, bar.close]) appendDecimal(appender, each, price, series);
          appendDecimal(appender, bar.volume, volume, series);
          appendDecimal(appender, bar.quoteVolume, quoteVolume, series);
          if (bar.trades === null) appender.appendNull();
          else appender.appendBigInt(BigInt(bar.trades));
          appendDecimal(appender, bar.takerVolume, volume, series);
          appendDecimal(appender, bar.takerQuoteVolume, quoteVolume, series);
        }),
      };
    from = to;
  }
}

function* tradesOf(history: MarketHistory, series: Series, day: string): IterableIterator<Row> {
  const from = dayStartMs(day);
  for (const columns of history.trades(series, from, from + dayMs))
    for (const { atMs, id, price, size, takerBuys } of tradeRows(columns))
      yield (appender) => {
        appendTime(appender, atMs);
        if (id === null) appender.appendNull();
        else appender.appendVarchar(id);
        appendDecimal(appender, price, series.digits.price, series);
        appendDecimal(appender, size, series.digits.volume, series);
        if (takerBuys === null) appender.appendNull();
        else appender.appendBoolean(takerBuys);
      };
}

function* quotesOf(history: MarketHistory, series: Series, day: string): IterableIterator<Row> {
  const from = dayStartMs(day);
  const { price, volume } = series.digits;
  for (const { atMs, bid, bidSize, ask, askSize, bidDepth, askDepth } of history.book(
    series,
    'quotes',
    from,
    from + dayMs,
  ))
    yield (appender) => {
      appendTime(appender, atMs);
      appendDecimal(appender, bid, price, series);
      appendDecimal(appender, bidSize, volume, series);
      appendDecimal(appender, ask, price, series);
      appendDecimal(appender, askSize, volume, series);
      appendDecimal(appender, bidDepth, volume, series);
      appendDecimal(appender, askDepth, volume, series);
    };
}

function* levelsOf(history: MarketHistory, series: Series, day: string): IterableIterator<Row> {
  const from = dayStartMs(day);
  let count = 0;
  for (const { atMs, change, price, size } of history.book(series, 'levels', from, from + dayMs)) {
    count += 1;
    const place = count;
    yield (appender) => {
      appendTime(appender, atMs);
      appender.appendInteger(place);
      appender.appendVarchar(change);
      appendDecimal(appender, price, series.digits.price, series);
      appendDecimal(appender, size, series.digits.volume, series);
    };
  }
}

function appendDecimal(
  appender: DuckDBAppender,
  value: bigint | null,
  digits: number,
  { venue, symbol }: Series,
): void {
  if (value === null) return appender.appendNull();
  const scale = scaleOf(digits);
  const scaled = value * 10n ** BigInt(scale - digits);
  if (scaled >= largest || scaled <= -largest)
    throw historyError('HISTORY_RANGE', `An amount does not fit DECIMAL(${width}, ${scale}).`, {
      venue,
      symbol,
      value,
    });
  appender.appendDecimal(new DuckDBDecimalValue(scaled, width, scale));
}

function monthStart(atMs: number): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
}

/** Names come from strangers: nothing in them can leave the folder or look like another partition. */
function seriesFolder({ venue, symbol }: Series): string {
  return join(`venue=${hiveName(venue)}`, `symbol=${hiveName(symbol)}`);
}

function hiveName(text: string): string {
  return encodeURIComponent(text).replace(/[.!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
