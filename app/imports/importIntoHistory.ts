import { basename } from 'node:path';
import type { BookVenue } from '../book/venue.ts';
import type { Candle } from '../candles/candle.ts';
import type { Interval } from '../candles/interval.ts';
import { emptyReport, joinReports } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { PutReport } from '../history/candleStore.ts';
import type { MarketHistory } from '../history/marketHistory.ts';
import type { Series } from '../history/series.ts';
import { tradeColumns } from '../history/tradeBlock.ts';
import { BookTable, bookTableKind, protocolOfTable } from './bookTable.ts';
import { candleDigits, candleTable } from './candleTable.ts';
import { columnsProblem } from './columns.ts';
import { fileSource } from './fileSource.ts';
import { importBlocksIntoHistory } from './importBlocksIntoHistory.ts';
import { importBooksIntoHistory } from './importBooksIntoHistory.ts';
import { type ImportControls, type ImportJob, type ImportReport, identityOf } from './importJob.ts';
import { importParquet, isParquet, type ParquetPosition } from './importParquet.ts';
import { type ImportBatch, type ImportPosition, importRows } from './importRows.ts';
import { OverlapFilter, type SavedOverlapFilter } from './overlapFilter.ts';
import { recordedLines } from './recordingReader.ts';
import type { RowReader, SavedReader, SeriesRow } from './rowReader.ts';
import { tradeTable } from './tradeTable.ts';
import { firstText } from './unpacked.ts';

const digits = candleDigits;
/** A commit waits for the disk: more rows each make an import faster, fewer lose less work to a crash. */
const rowsPerCommit = 50_000;
/** What is stored has 127 bits: this leaves room for the sum of a hundred such volumes. */
const mostUnits = 10n ** 36n;

type Place = ImportPosition | ParquetPosition;

interface Position {
  readonly place: Place;
  readonly added: number;
  readonly same: number;
  readonly differing: number;
  readonly symbols: readonly string[];
  readonly overlap?: SavedOverlapFilter;
}

type RowContent = { readonly kind: 'candles'; readonly interval: Interval } | { readonly kind: 'trades' };

/**
 * Imports a file of candles or trades (plain or gzip text, or Parquet), of blocks (plain or gzip JSON) or of a venue's streams into the market history. Each batch
 * and the place after it are stored together: stopped or killed, the same call goes on, and no row is lost or doubled. A trade that another
 * file has brought already is left out and counted.
 * @throws ExpectedError IMPORT_*, HISTORY_*
 */
export async function importIntoHistory(
  history: MarketHistory,
  job: ImportJob,
  options: ImportControls,
): Promise<ImportReport> {
  const { content } = job;
  if (content.kind === 'blocks') return importBlocksIntoHistory(history, job, content.chain, options);
  if (content.kind === 'recording')
    return importBooksIntoHistory(history, job, () => recordedLines(content.protocol), options);
  if (content.kind === 'books') {
    const protocol = await tableProtocol(job.file);
    return importBooksIntoHistory(history, job, ({ note }) => new BookTable(protocol, note), options);
  }
  return importRowsIntoHistory(history, job, content, options);
}

async function importRowsIntoHistory(
  history: MarketHistory,
  job: ImportJob,
  content: RowContent,
  options: ImportControls,
): Promise<ImportReport> {
  const begun = history.importOf(identityOf(job));
  const before = begun.position as Position | null;
  const total = { added: before?.added ?? 0, same: before?.same ?? 0, differing: before?.differing ?? 0 };
  const symbols = new Set(before?.symbols);
  const overlap = new OverlapFilter(history, begun.id, before?.overlap);
  let rows = before?.place.reader.report ?? emptyReport;
  const report = (doneBefore: boolean): ImportReport => {
    const joined = joinReports(rows, overlap.report.save());
    return { ...total, series: symbols.size, blocks: null, books: null, doneBefore, rows: joined };
  };
  if (begun.finished) return report(true);

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
  let waiting = { rows: 0, trades: 0, same: 0 };
  const save = (finished: boolean): void => {
    const after = (put: PutReport): typeof total => ({
      added: total.added + put.added + waiting.trades,
      same: total.same + put.same + waiting.same,
      differing: total.differing + put.differing,
    });
    const put = history.commit({
      id: begun.id,
      position: (put) => ({ place, ...after(put), symbols: [...symbols], overlap: overlap.save() }),
      rows: waiting.rows,
      finished,
    });
    Object.assign(total, after(put));
    waiting = { rows: 0, trades: 0, same: 0 };
  };
  for await (const batch of batchesOf(job, content, place, options)) {
    for (const [symbol, ofSeries] of bySeries(batch.rows)) {
      const series = seriesOf(symbol);
      if (content.kind === 'candles') {
        const bars = ofSeries.map(({ value }) => value as Candle);
        history.appendCandles(series, content.interval, bars, 'keep');
      } else {
        const trades = overlap.filter(series, ofSeries as readonly SeriesRow<Trade>[]);
        if (trades.length > 0) history.appendTrades(series, tradeColumns(trades), begun.id);
        waiting.trades += trades.length;
        waiting.same += ofSeries.length - trades.length;
      }
    }
    place = batch.position;
    rows = batch.position.reader.report;
    waiting.rows += batch.rows.length;
    const stopped = options.isStopped?.() === true;
    if (waiting.rows < rowsPerCommit && !stopped) continue;
    save(false);
    if (stopped) return report(false);
  }
  save(true);
  return report(false);
}

const headerBytes = 65_536;

/** Whose protocol says what a table of order books says. @throws ExpectedError IMPORT_COLUMNS, IMPORT_DAMAGED */
async function tableProtocol(file: string): Promise<BookVenue> {
  const [header = ''] = (await firstText(fileSource(file), headerBytes)).split(/\r?\n/);
  const kind = bookTableKind(header.toLowerCase().split(','));
  if (kind === null) throw columnsProblem('these are not the columns of a known table of order books', [header]);
  return protocolOfTable(kind);
}

function bySeries<Value>(rows: readonly SeriesRow<Value>[]): ReadonlyMap<string, readonly SeriesRow<Value>[]> {
  const series = new Map<string, SeriesRow<Value>[]>();
  for (const row of rows) {
    const known = series.get(row.symbol);
    if (known === undefined) series.set(row.symbol, [row]);
    else known.push(row);
  }
  return series;
}

async function* batchesOf(
  { file, symbol, columns }: ImportJob,
  content: RowContent,
  place: Place | undefined,
  { clock, onProgress }: ImportControls,
): AsyncGenerator<ImportBatch<Candle | Trade, Place>> {
  const table = { symbol, columns, mostUnits };
  const makeReader = (saved?: SavedReader): RowReader<Candle | Trade> =>
    content.kind === 'candles'
      ? candleTable({ ...table, interval: content.interval, digits }, saved)
      : tradeTable({ ...table, digits: { price: digits.price, size: digits.volume } }, saved);
  const common = onProgress === undefined ? { clock } : { clock, onProgress };
  if (await isParquet(file))
    yield* importParquet(
      file,
      makeReader,
      place === undefined ? common : { ...common, from: place as ParquetPosition },
    );
  else
    yield* importRows(
      fileSource(file),
      makeReader,
      place === undefined ? common : { ...common, from: place as ImportPosition },
    );
}
