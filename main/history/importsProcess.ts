import { dirname } from 'node:path';
import { isSkipped, type RowProblem } from '../../app/candles/rowReport.ts';
import { studyCatalogue } from '../../app/charts/studyCatalogue.ts';
import type { bookPaperRequests } from '../../app/contract/bookPaper.ts';
import type { chartRequests } from '../../app/contract/charts.ts';
import type {
  BookReport,
  ImportOrder,
  ImportReportRow,
  importsNotices,
  importsRequests,
} from '../../app/contract/imports.ts';
import type { recordedBookRequests } from '../../app/contract/recordedBook.ts';
import type { NoticeHandlers, RequestHandlers } from '../../app/contract/requests.ts';
import type { Clock } from '../../app/domain/clock.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { failureFrom } from '../../app/domain/result.ts';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { rollUpTrades } from '../../app/history/rollUp.ts';
import type { BookCounts } from '../../app/imports/bookCounts.ts';
import { importIntoHistory } from '../../app/imports/importIntoHistory.ts';
import { type ImportJob, type ImportReport, venueOfChain } from '../../app/imports/importJob.ts';
import { columnsOf, recogniseFile } from '../../app/imports/recogniseFile.ts';
import { countNewTrial } from '../trials/countTrial.ts';
import { tradeOnBook } from './bookPaper.ts';
import { keptRows } from './keptRows.ts';
import { orderLatencies } from './orderLatencies.ts';
import { bookMoment, bookSeries } from './recordedBook.ts';
import { recordedBar, recordedPage, recordedProfile, recordedSeries, recordedStudies } from './recordedCharts.ts';

const longestWords = 400;
const rollUpNs = 200_000_000;

/** Imports one file at a time into the history of a folder, which is open only while something is done with it. */
export class ImportsProcess {
  readonly #clock: Clock;
  readonly #notices: NoticeHandlers<typeof importsNotices>;
  #folder: string | null = null;
  #running: { stopped: boolean; readonly history: MarketHistory } | null = null;

  constructor(clock: Clock, notices: NoticeHandlers<typeof importsNotices>) {
    this.#clock = clock;
    this.#notices = notices;
  }

  get handlers(): RequestHandlers<typeof importsRequests> {
    return {
      open: ({ folder }) => {
        this.#folder = folder;
        return {};
      },
      recognise: async ({ file }) => {
        const { content, columnOrder, orderUncertain, namesSeries, series, venue, symbol, detail } =
          await recogniseFile(file, this.#clock);
        return { content, columnOrder, orderUncertain, namesSeries, series: [...series], venue, symbol, detail };
      },
      begin: ({ file, order }) => this.#begin(file, order),
      stop: () => {
        if (this.#running !== null) this.#running.stopped = true;
        return {};
      },
      kept: () => this.#read(keptRows),
    };
  }

  #begin(file: string, order: ImportOrder): Record<string, never> {
    if (this.#running !== null)
      throw new ExpectedError('IMPORT_RUNNING', 'a file is being imported', { advice: 'Wait for it, or cancel it.' });
    const running = { stopped: false, history: this.#open() };
    this.#running = running;
    this.#run(running, jobOf(file, order))
      // Free again before it is told: the next request may follow at once.
      .finally(() => {
        this.#running = null;
      })
      .then(
        (report) => this.#notices.ended({ finished: !running.stopped, report: reportRow(report) }),
        (error: unknown) => {
          // What is no expected failure is a bug: the process ends and says so in its log.
          if (!(error instanceof ExpectedError)) throw error;
          const { code, message, advice } = failureFrom(error);
          this.#notices.failed({
            code,
            message: message.slice(0, longestWords),
            advice: advice.slice(0, longestWords),
          });
        },
      );
    return {};
  }

  async #run(running: { stopped: boolean; history: MarketHistory }, job: ImportJob): Promise<ImportReport> {
    const { history } = running;
    const isStopped = (): boolean => running.stopped;
    try {
      const report = await importIntoHistory(history, job, {
        clock: this.#clock,
        onProgress: (progress) => this.#notices.progress(progress),
        isStopped,
      });
      if (job.content.kind !== 'candles') await this.#rollUp(history, isStopped);
      return report;
    } finally {
      history.close();
    }
  }

  /** Candles of the days that have none, some at a time: between them the process hears what it is asked. */
  async #rollUp(history: MarketHistory, isStopped: () => boolean): Promise<void> {
    for (let done = 1; done > 0 && !isStopped(); ) {
      const beganNs = this.#clock.monotonicNs();
      done = rollUpTrades(history, () => this.#clock.monotonicNs() - beganNs > rollUpNs);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Orders on paper in a recorded book. */
  get bookPaper(): RequestHandlers<typeof bookPaperRequests> {
    return {
      tradeOnBook: ({ ask, journalFile }) =>
        this.#read((history) => {
          countNewTrial(dirname(journalFile), 'book', `${ask.venue} ${ask.symbol}`, ask);
          return tradeOnBook(history, ask, orderLatencies(journalFile));
        }),
    };
  }

  /** Recorded books, as they stood and over time. */
  get recordedBook(): RequestHandlers<typeof recordedBookRequests> {
    return {
      bookMoment: (request) => this.#read((history) => bookMoment(history, request)),
      bookSeries: (request) => this.#read((history) => bookSeries(history, request)),
    };
  }

  /** What is recorded, for charts. */
  get charts(): RequestHandlers<typeof chartRequests> {
    return {
      chartSeries: () => this.#read(recordedSeries),
      chartPage: (request) => this.#read((history) => recordedPage(history, request)),
      chartBar: (request) => this.#read((history) => ({ bar: recordedBar(history, request) })),
      chartStudies: (request) => this.#read((history) => recordedStudies(history, request)),
      chartProfile: (request) => this.#read((history) => recordedProfile(history, request)),
      studyCatalogue,
    };
  }

  /** With the history that an import has open, or with one that is opened for it. */
  #read<T>(read: (history: MarketHistory) => T): T {
    if (this.#running !== null) return read(this.#running.history);
    const history = this.#open();
    try {
      return read(history);
    } finally {
      history.close();
    }
  }

  #open(): MarketHistory {
    if (this.#folder === null)
      throw new ExpectedError('IMPORT_NOT_OPEN', 'the history process has no folder', { advice: 'Try again.' });
    return new MarketHistory(this.#folder);
  }
}

function jobOf(file: string, { content, venue, symbol, columnOrder }: ImportOrder): ImportJob {
  const ofChain = content.kind === 'blocks' ? venueOfChain(content.chain) : venue;
  return { file, content, venue: ofChain, symbol: symbol ?? undefined, columns: columnsOf(columnOrder) };
}

function reportRow({ rows, added, same, differing, series, blocks, books, doneBefore }: ImportReport): ImportReportRow {
  const problems = Object.entries(rows.counts).map(([problem, count]) => {
    return { problem, count, skipped: isSkipped(problem as RowProblem) };
  });
  const shown = new Map<string, number>();
  const findings = rows.findings.filter(({ problem }) => {
    const count = (shown.get(problem) ?? 0) + 1;
    shown.set(problem, count);
    return count <= shownOfEach;
  });
  return {
    rows: rows.rows,
    added,
    same,
    differing,
    skipped: rows.skipped,
    missing: rows.missing,
    series,
    doneBefore,
    blocks: blocks === null ? null : { ...blocks },
    books: books === null ? null : bookReport(books),
    problems,
    findings: findings.map(({ row, problem, detail }) => ({ row, problem, detail })),
  };
}

function bookReport({ messages, unknown, figures, ...counts }: BookCounts): BookReport {
  const named = (names: Readonly<Record<string, number>>) =>
    Object.entries(names).map(([name, count]) => ({ name: name.slice(0, longestName), count }));
  return {
    ...counts,
    messages: named(messages),
    unknown: named(unknown),
    figures: figures.map((each) => ({ ...each, symbol: each.symbol.slice(0, longestSymbol) })),
  };
}

const [longestName, longestSymbol] = [120, 64];
const shownOfEach = 10;
