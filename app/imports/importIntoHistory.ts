import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Candle } from '../candles/candle.ts';
import type { Interval } from '../candles/interval.ts';
import type { SavedRowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import type { Clock } from '../domain/clock.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { PutReport } from '../history/candleStore.ts';
import type { MarketHistory } from '../history/marketHistory.ts';
import type { ImportSource, Series } from '../history/series.ts';
import { tradeColumns } from '../history/tradeBlock.ts';
import { candleDigits, candleTable } from './candleTable.ts';
import { fileSource } from './fileSource.ts';
import { importParquet, type ParquetPosition } from './importParquet.ts';
import type { ImportProgress } from './importProgress.ts';
import { type ImportBatch, type ImportPosition, importRows } from './importRows.ts';
import type { RowReader, SavedReader, SeriesRow } from './rowReader.ts';
import { tradeTable } from './tradeTable.ts';

/** What a file holds, and whose. */
export interface ImportJob {
  readonly file: string;
  readonly content: { readonly kind: 'candles'; readonly interval: Interval } | { readonly kind: 'trades' };
  readonly venue: string;
  /** The series of a file that names none; of one that names several, the only one to take. */
  readonly symbol?: string | undefined;
  /** Names of the columns in order, for a file without a header. */
  readonly columns?: readonly string[] | undefined;
}

/** What an import did, over all its runs. */
export interface ImportReport {
  /** Rows stored that were not there before. */
  readonly added: number;
  /** Rows that were there, equal to the last digit. */
  readonly same: number;
  /** Bars that were there with other values: what was there is kept. */
  readonly differing: number;
  readonly series: number;
  /** True when the whole file had been imported before: nothing was read. */
  readonly doneBefore: boolean;
  readonly rows: SavedRowReport;
}

const digits = candleDigits;
/** A commit waits for the disk: more rows each make an import faster, fewer lose less work to a crash. */
const rowsPerCommit = 50_000;
const nothing: SavedRowReport = { rows: 0, skipped: 0, missing: 0, counts: {}, findings: [] };

interface Position {
  readonly place: ImportPosition | ParquetPosition;
  readonly added: number;
  readonly same: number;
  readonly differing: number;
  readonly symbols: readonly string[];
}

/**
 * Imports a file of candles or trades, plain or gzip text or Parquet, into the market history. Each batch and the place after it are
 * stored together: stopped or killed, the same call goes on, and no row is lost or doubled.
 * @throws ExpectedError IMPORT_*, HISTORY_*
 */
export async function importIntoHistory(
  history: MarketHistory,
  job: ImportJob,
  options: {
    readonly clock: Clock;
    readonly onProgress?: (progress: ImportProgress) => void;
    readonly isStopped?: () => boolean;
  },
): Promise<ImportReport> {
  const begun = history.importOf(identityOf(job));
  const before = begun.position as Position | null;
  const total = { added: before?.added ?? 0, same: before?.same ?? 0, differing: before?.differing ?? 0 };
  const symbols = new Set(before?.symbols);
  const reportOf = (rows: SavedRowReport, doneBefore: boolean): ImportReport => {
    return { ...total, series: symbols.size, doneBefore, rows };
  };
  let report = before?.place.reader.report ?? nothing;
  if (begun.finished) return reportOf(report, true);

  const seriesOf = (symbol: string): Series => {
    const named = symbol || job.symbol;
    if (named === undefined || named === '')
      throw new ExpectedError('IMPORT_SYMBOL', 'the file does not say whose rows these are', {
        advice: 'Name the series, such as BTCUSDT.',
        facts: { file: basename(job.file) },
      });
    symbols.add(named);
    return history.series({ venue: job.venue, symbol: named }, digits);
  };
  let place = before?.place;
  const save = (rows: number, finished: boolean): void => {
    const after = (put: PutReport): typeof total => ({
      added: total.added + (job.content.kind === 'candles' ? put.added : rows),
      same: total.same + put.same,
      differing: total.differing + put.differing,
    });
    const put = history.commit({
      id: begun.id,
      position: (report) => ({ place, ...after(report), symbols: [...symbols] }),
      rows,
      finished,
    });
    Object.assign(total, after(put));
  };
  let waiting = 0;
  for await (const batch of batchesOf(job, place, options)) {
    for (const [symbol, values] of bySeries(batch.rows)) {
      const series = seriesOf(symbol);
      if (job.content.kind === 'candles')
        history.appendCandles(series, job.content.interval, values as Candle[], 'keep');
      else history.appendTrades(series, tradeColumns(values as Trade[]));
    }
    place = batch.position;
    report = batch.position.reader.report;
    waiting += batch.rows.length;
    const stopped = options.isStopped?.() === true;
    if (waiting < rowsPerCommit && !stopped) continue;
    save(waiting, false);
    waiting = 0;
    if (stopped) return reportOf(report, false);
  }
  save(waiting, true);
  return reportOf(report, false);
}

function bySeries<Value>(rows: readonly SeriesRow<Value>[]): ReadonlyMap<string, readonly Value[]> {
  const series = new Map<string, Value[]>();
  for (const { symbol, value } of rows) {
    const known = series.get(symbol);
    if (known === undefined) series.set(symbol, [value]);
    else known.push(value);
  }
  return series;
}

function batchesOf(
  { file, content, symbol, columns }: ImportJob,
  place: Position['place'] | undefined,
  options: { readonly clock: Clock; readonly onProgress?: (progress: ImportProgress) => void },
): AsyncGenerator<ImportBatch<Candle | Trade, Position['place']>> {
  const makeReader = (saved?: SavedReader): RowReader<Candle | Trade> =>
    content.kind === 'candles'
      ? candleTable({ interval: content.interval, digits, symbol, columns }, saved)
      : tradeTable({ digits: { price: digits.price, size: digits.volume }, symbol, columns }, saved);
  const common =
    options.onProgress === undefined
      ? { clock: options.clock }
      : { clock: options.clock, onProgress: options.onProgress };
  if (/\.parquet$/i.test(file))
    return importParquet(
      file,
      makeReader,
      place === undefined ? common : { ...common, from: place as ParquetPosition },
    );
  return importRows(
    fileSource(file),
    makeReader,
    place === undefined ? common : { ...common, from: place as ImportPosition },
  );
}

const identityBytes = 1024 * 1024;

/** Known by its size, its first and last megabyte, and by how it is read; not by its name or place. */
function identityOf({ file, content, venue, symbol, columns }: ImportJob): ImportSource {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const hash = createHash('sha256');
    const piece = Buffer.alloc(Math.min(identityBytes, size));
    for (const from of [0, size - piece.length]) {
      readSync(handle, piece, 0, piece.length, from);
      hash.update(piece);
    }
    hash.update(JSON.stringify([size, content, venue, symbol ?? null, columns ?? null]));
    return { name: basename(file).slice(0, 200), sizeBytes: size, fingerprint: hash.digest('hex') };
  } finally {
    closeSync(handle);
  }
}
