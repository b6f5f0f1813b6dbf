import { basename } from 'node:path';
import type { BookInstrument } from '../book/instrument.ts';
import { RecordingSurvey } from '../book/recordingSurvey.ts';
import { joinReports, type SavedRowReport } from '../candles/rowReport.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { MarketHistory } from '../history/marketHistory.ts';
import type { Series } from '../history/series.ts';
import { tradeColumns } from '../history/tradeBlock.ts';
import { type BookCounts, bookCounts, noBooks } from './bookCounts.ts';
import { BookRun } from './bookRun.ts';
import type { ByteSource } from './byteSource.ts';
import { candleDigits } from './candleTable.ts';
import { fileSource } from './fileSource.ts';
import { type ImportControls, type ImportJob, type ImportReport, identityOf } from './importJob.ts';
import { ProgressMeter } from './importProgress.ts';
import { OverlapFilter, type SavedOverlapFilter } from './overlapFilter.ts';
import { readRecording } from './readRecording.ts';
import type { RecordingReader } from './recordingReader.ts';

/** A commit waits for the disk. */
const rowsPerCommit = 100_000;
const mostInstruments = 20_000;
const longestSymbol = 64;

interface SavedSurvey {
  readonly instruments: readonly (Omit<BookInstrument, 'tickUnits'> & { readonly tickUnits: string })[];
  readonly singleTrades: readonly string[];
}

interface Position {
  readonly survey: SavedSurvey;
  /** Lines whose rows are stored. */
  readonly lines: number;
  readonly same: number;
  readonly symbols: readonly string[];
  readonly books: BookCounts;
  readonly report: SavedRowReport;
  readonly overlap: SavedOverlapFilter;
}

/**
 * Imports a recording of a venue's streams, or a table of order books, into the market history: its trades, and the rebuilt books as changes of their levels and of their
 * best quotes. The file is read twice: first for the digits and ticks of its instruments. Stopped or killed, the same call rebuilds the books from the start of the file and
 * goes on storing after the last row that is stored; no row is lost or doubled.
 * @param makeReader makes the reader of the file's lines; what is no row it notes
 * @throws ExpectedError IMPORT_*, HISTORY_*
 */
export async function importBooksIntoHistory(
  history: MarketHistory,
  job: ImportJob,
  makeReader: (run: Pick<BookRun, 'note'>) => RecordingReader,
  controls: ImportControls,
): Promise<ImportReport> {
  const begun = history.importOf(identityOf(job));
  let position = begun.position as Position | null;
  if (begun.finished) return reportOf(position, true);
  const sources = [job.file, ...(job.beside ?? [])].map(fileSource);
  if (position === null) {
    const survey = await surveyed(sources, makeReader, controls);
    if (survey === null) return reportOf(null, false);
    position = {
      survey,
      lines: 0,
      same: 0,
      symbols: [],
      books: noBooks,
      report: emptyOverlap.report,
      overlap: emptyOverlap,
    };
    const before = position;
    history.commit({ id: begun.id, position: () => before, rows: 0, finished: false });
  }
  const import_ = new BooksImport(history, job, begun.id, position, makeReader);
  return reportOf(await import_.run(sources, controls), false);
}

const emptyOverlap: SavedOverlapFilter = {
  report: { rows: 0, skipped: 0, missing: 0, counts: {}, findings: [] },
  used: {},
};

function reportOf(position: Position | null, doneBefore: boolean): ImportReport {
  const {
    books = noBooks,
    same = 0,
    symbols = [],
    report = emptyOverlap.report,
    overlap = emptyOverlap,
  } = position ?? {};
  const rows = joinReports(report, overlap.report);
  const added = books.trades + books.quotes + books.levels;
  return { added, same, differing: 0, series: symbols.length, blocks: null, books, doneBefore, rows };
}

/** Progress over two passes through the files: the first one looks, the second one stores. */
function meterOf(
  sources: readonly ByteSource[],
  { clock, onProgress }: ImportControls,
  pass: 0 | 1,
): ProgressMeter | null {
  const sizeBytes = sources.reduce((sum, each) => sum + each.sizeBytes, 0);
  const start = { rows: 0, bytesRead: pass * sizeBytes, sizeBytes: 2 * sizeBytes };
  return onProgress === undefined ? null : new ProgressMeter(clock, onProgress, start);
}

/** null: stopped. */
async function surveyed(
  sources: readonly ByteSource[],
  makeReader: (run: Pick<BookRun, 'note'>) => RecordingReader,
  controls: ImportControls,
): Promise<SavedSurvey | null> {
  const reader = (): RecordingReader => makeReader({ note: () => undefined });
  const survey = new RecordingSurvey(reader().protocol);
  const meter = meterOf(sources, controls, 0);
  for await (const { rows, lines, bytesRead } of readRecording(sources, reader)) {
    for (const { recorded } of rows) survey.see(recorded);
    meter?.update(lines, bytesRead, false);
    if (controls.isStopped?.() === true) return null;
  }
  const found = survey.instruments();
  if (found.length > mostInstruments)
    throw new ExpectedError('IMPORT_SYMBOLS', `the recording has more than ${mostInstruments} instruments`, {
      advice: 'Split the recording.',
    });
  const instruments = found.map((each) => ({ ...each, tickUnits: each.tickUnits.toString() }));
  return { instruments, singleTrades: survey.singleTrades };
}

/** An import of a recording whose instruments are known. */
class BooksImport {
  readonly #history: MarketHistory;
  readonly #job: ImportJob;
  readonly #source: number;
  readonly #before: Position;
  readonly #overlap: OverlapFilter;
  readonly #symbols: Set<string>;
  readonly #elsewhere = new Map<string, readonly { readonly firstMs: number; readonly lastMs: number }[]>();
  readonly #run: BookRun;
  readonly #makeReader: () => RecordingReader;
  #stored: Pick<BookCounts, 'trades' | 'quotes' | 'levels'>;
  #same: number;
  #lines: number;

  constructor(
    history: MarketHistory,
    job: ImportJob,
    source: number,
    before: Position,
    makeReader: (run: Pick<BookRun, 'note'>) => RecordingReader,
  ) {
    this.#history = history;
    this.#job = job;
    this.#source = source;
    this.#before = before;
    this.#overlap = new OverlapFilter(history, source, before.overlap);
    this.#symbols = new Set(before.symbols);
    this.#stored = before.books;
    this.#same = before.same;
    this.#lines = before.lines;
    const notes = { note: (...found: Parameters<BookRun['note']>) => this.#run.note(...found) };
    this.#makeReader = () => makeReader(notes);
    const { instruments, singleTrades } = before.survey;
    this.#run = new BookRun({
      protocol: makeReader(notes).protocol,
      instruments: instruments.map((each) => ({ ...each, tickUnits: BigInt(each.tickUnits) })),
      singleTrades,
      symbol: job.symbol,
      isElsewhere: (symbol, kind, atMs) => this.#isElsewhere(symbol, kind, atMs),
    });
  }

  async run(sources: readonly ByteSource[], controls: ImportControls): Promise<Position> {
    const meter = meterOf(sources, controls, 1);
    let position = this.#before;
    let lines = 0;
    for await (const batch of readRecording(sources, this.#makeReader)) {
      for (const each of batch.rows) {
        this.#run.push(each);
        // What an earlier run has stored is rebuilt only.
        if (each.row <= this.#before.lines) this.#run.takeRows();
      }
      lines = batch.lines;
      this.#run.report.rows = lines;
      meter?.update(lines, batch.bytesRead, false);
      const stopped = controls.isStopped?.() === true;
      if (lines > this.#before.lines && (this.#run.waiting >= rowsPerCommit || stopped))
        position = this.#save(lines, false);
      if (stopped) return position;
    }
    this.#noteClock();
    position = this.#save(lines, true);
    meter?.update(
      lines,
      sources.reduce((sum, { sizeBytes }) => sum + 2 * sizeBytes, 0),
      true,
    );
    return position;
  }

  #noteClock(): void {
    const { clockBehindMs } = bookCounts(this.#run.replay, this.#stored);
    if (clockBehindMs === null) return;
    this.#run.note(
      'clockBehind',
      `at least ${clockBehindMs.toFixed(1)} ms behind the venue's: the venue's is what is kept`,
    );
  }

  #save(lines: number, finished: boolean): Position {
    let { trades, quotes, levels } = this.#stored;
    for (const [symbol, rows] of this.#run.takeRows()) {
      const series = this.#seriesOf(symbol);
      const kept = this.#overlap.filter(series, rows.trades);
      if (kept.length > 0) this.#history.appendTrades(series, tradeColumns(kept), this.#source);
      this.#history.appendBook(series, 'quotes', rows.quotes, this.#source);
      this.#history.appendBook(series, 'levels', rows.levels, this.#source);
      this.#same += rows.trades.length - kept.length;
      trades += kept.length;
      quotes += rows.quotes.length;
      levels += rows.levels.length;
    }
    this.#stored = { trades, quotes, levels };
    const position: Position = {
      survey: this.#before.survey,
      lines,
      same: this.#same,
      symbols: [...this.#symbols],
      books: bookCounts(this.#run.replay, this.#stored),
      report: this.#run.report.save(),
      overlap: this.#overlap.save(),
    };
    this.#history.commit({ id: this.#source, position: () => position, rows: lines - this.#lines, finished });
    this.#lines = lines;
    return position;
  }

  #seriesOf(symbol: string): Series {
    const named = symbol.slice(0, longestSymbol) || this.#job.symbol;
    if (named === undefined || named === '')
      throw new ExpectedError('IMPORT_SYMBOL', 'the recording does not say whose book this is', {
        advice: 'Name the series, such as BTCUSDT.',
        facts: { file: basename(this.#job.file) },
      });
    this.#symbols.add(named);
    return this.#history.series({ venue: this.#job.venue, symbol: named }, candleDigits);
  }

  #isElsewhere(symbol: string, kind: 'quotes' | 'levels', atMs: number): boolean {
    const key = `${kind} ${symbol}`;
    const known =
      this.#elsewhere.get(key) ?? this.#history.bookFromElsewhere(this.#seriesOf(symbol), kind, this.#source);
    this.#elsewhere.set(key, known);
    return known.some(({ firstMs, lastMs }) => atMs >= firstMs && atMs <= lastMs);
  }
}
