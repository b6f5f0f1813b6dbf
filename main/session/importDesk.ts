import { basename } from 'node:path';
import type { z } from 'zod';
import { type BookPaperOrder, type BookPaperReport, bookPaperRequests } from '../../app/contract/bookPaper.ts';
import { type ChartAnswer, type ChartName, type ChartRequest, chartRequests } from '../../app/contract/charts.ts';
import {
  type ImportJobRow,
  type ImportOrder,
  importsNotices,
  importsRequests,
  type KeptHistory,
} from '../../app/contract/imports.ts';
import { type RecordedBookName, recordedBookRequests } from '../../app/contract/recordedBook.ts';
import { type Requester, receiveNotices, requesterOn } from '../../app/contract/requests.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { failureFrom } from '../../app/domain/result.ts';
import type { Logger } from '../logging/logs.ts';
import { type ChildHandle, entryName, type ProcessHost } from '../process/processHost.ts';
import type { ProcessRecord } from '../process/processRecord.ts';
import type { ProcessReport } from '../process/processReport.ts';
import type { Timers } from '../process/timers.ts';

export interface ImportDeskOptions {
  readonly host: ProcessHost;
  readonly timers: Timers;
  readonly record: ProcessRecord;
  readonly log: Logger;
  /** Of the market history. */
  readonly folder: string;
  /** Of this folder's runs: how long their orders took. */
  readonly journalFile: string;
}

type Table = typeof importsRequests;
type Action = 'pause' | 'resume' | 'cancel' | 'dismiss';

interface Connection {
  readonly child: ChildHandle;
  readonly requests: Requester<Table>;
  readonly charts: Requester<typeof chartRequests>;
  readonly bookPaper: Requester<typeof bookPaperRequests>;
  readonly recordedBook: Requester<typeof recordedBookRequests>;
}

/** A process that nobody asked anything for so long is let go. */
const idleMs = 60_000;
const listTimeoutMs = 60_000;
const bookPaperTimeoutMs = 300_000;
const longestWords = 400;

/**
 * The imports of a window: one file at a time, read by a process of its own that is there only while it is needed. Where the file lies is
 * known here alone; what a window says is the answer to what was recognised.
 */
export class ImportDesk {
  readonly #options: ImportDeskOptions;
  #connection: Promise<Connection> | null = null;
  #child: ChildHandle | null = null;
  #callOffIdle: (() => void) | null = null;
  #file = '';
  #job: ImportJobRow | null = null;
  #cancelled = false;
  #stopped = false;

  constructor(options: ImportDeskOptions) {
    this.#options = options;
  }

  get job(): ImportJobRow | null {
    return this.#job;
  }

  get processes(): readonly ProcessReport[] {
    const child = this.#child;
    return child === null ? [] : [{ name: child.name, pid: child.pid, restarts: 0, state: 'running' }];
  }

  /** Looks at a file that a person chose; the job says what it is. @throws ExpectedError IMPORT_RUNNING */
  choose(file: string, sizeBytes: number): void {
    this.requireFree();
    this.#file = file;
    const empty = { recognised: null, order: null, progress: null, report: null, problem: '', advice: '' };
    const name = basename(file).slice(0, 200);
    const job: ImportJobRow = { name, sizeBytes, state: 'recognising', ...empty };
    this.#job = job;
    this.#call('recognise', { file }).then(
      (recognised) => {
        if (this.#job === job) this.#job = { ...job, state: 'chosen', recognised };
      },
      (error: unknown) => {
        if (this.#job === job) this.#fail(error);
      },
    );
  }

  /** @throws ExpectedError IMPORT_NOT_CHOSEN, IMPORT_RUNNING, and what the process says */
  async start(order: ImportOrder): Promise<void> {
    this.requireFree();
    if (this.#job === null)
      throw new ExpectedError('IMPORT_NOT_CHOSEN', 'no file is chosen', { advice: 'Choose one first.' });
    this.#cancelled = false;
    this.#job = { ...this.#job, state: 'running', order, progress: null, report: null, problem: '', advice: '' };
    try {
      await this.#call('begin', { file: this.#file, order });
    } catch (error) {
      this.#fail(error);
    }
  }

  async control(action: Action): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    const isRunning = job.state === 'running' || job.state === 'pausing';
    if (action === 'resume' && job.order !== null && !isRunning) return this.start(job.order);
    if (action === 'pause' || (action === 'cancel' && isRunning)) {
      if (!isRunning) return;
      this.#cancelled ||= action === 'cancel';
      this.#job = { ...job, state: 'pausing' };
      await this.#call('stop', {});
      return;
    }
    if (!isRunning) this.#job = null;
  }

  /** What the history keeps. @throws ExpectedError HISTORY_* */
  kept(): Promise<KeptHistory> {
    return this.#call('kept', {}, listTimeoutMs);
  }

  /** Charts of what is recorded. @throws ExpectedError CHART_UNKNOWN, HISTORY_* */
  async chart<N extends ChartName>(name: N, request: ChartRequest<N>): Promise<ChartAnswer<N>> {
    const { charts } = await this.#connected();
    try {
      return await charts.call(name, request, listTimeoutMs);
    } finally {
      this.#waitForIdle();
    }
  }

  /** Orders on paper in a recorded book. @throws ExpectedError BOOK_UNKNOWN, BOOK_PAPER_*, HISTORY_* */
  async tradeOnBook(ask: BookPaperOrder): Promise<BookPaperReport> {
    const { bookPaper } = await this.#connected();
    const { journalFile } = this.#options;
    try {
      return await bookPaper.call('tradeOnBook', { ask, journalFile }, bookPaperTimeoutMs);
    } finally {
      this.#waitForIdle();
    }
  }

  /** A recorded book as it stood, or its measures over time. @throws ExpectedError BOOK_UNKNOWN, HISTORY_* */
  async recordedBook<N extends RecordedBookName>(
    name: N,
    request: z.input<(typeof recordedBookRequests)[N]['request']>,
  ): Promise<z.output<(typeof recordedBookRequests)[N]['response']>> {
    const { recordedBook } = await this.#connected();
    try {
      return await recordedBook.call(name, request, listTimeoutMs);
    } finally {
      this.#waitForIdle();
    }
  }

  /** Lets the process go; what it has committed is kept, and the same import goes on from there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOffIdle?.();
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.onExit(() => resolve());
      child.kill();
    });
  }

  async #call<N extends keyof Table & string>(
    name: N,
    request: z.input<Table[N]['request']>,
    timeoutMs?: number,
  ): Promise<z.output<Table[N]['response']>> {
    const { requests } = await this.#connected();
    try {
      return await requests.call(name, request, timeoutMs);
    } finally {
      this.#waitForIdle();
    }
  }

  #connected(): Promise<Connection> {
    if (this.#stopped) return Promise.reject(gone('the terminal is closing'));
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Connection> {
    const { host, record, log, folder } = this.#options;
    const child = await host.start('history');
    this.#child = child;
    record.add(child.pid, entryName('history'));
    const requests = requesterOn(child.port, 'imports', importsRequests);
    const charts = requesterOn(child.port, 'charts', chartRequests);
    const bookPaper = requesterOn(child.port, 'bookPaper', bookPaperRequests);
    const recordedBook = requesterOn(child.port, 'recordedBook', recordedBookRequests);
    receiveNotices(
      child.port,
      'imports',
      importsNotices,
      {
        progress: (progress) => {
          if (this.#job?.state === 'running' || this.#job?.state === 'pausing') this.#job = { ...this.#job, progress };
        },
        ended: ({ finished, report }) => {
          const job = this.#job;
          if (job === null) return;
          const state = finished ? 'finished' : 'paused';
          this.#job = this.#cancelled && !finished ? null : { ...job, state, report };
          this.#waitForIdle();
        },
        failed: ({ code, message, advice }) => this.#fail(new ExpectedError(code, message, { advice })),
      },
      (name, problem) => log.error({ name, problem }, 'malformed notice from the history process'),
    );
    child.onExit((cause) => {
      record.remove(child.pid);
      requests.close();
      charts.close();
      bookPaper.close();
      recordedBook.close();
      this.#child = null;
      this.#connection = null;
      log.info({ cause }, 'history process gone');
      const state = this.#job?.state;
      if (state === 'running' || state === 'pausing') this.#fail(gone(`the history process ended (${cause})`));
    });
    await requests.call('open', { folder });
    return { child, requests, charts, bookPaper, recordedBook };
  }

  #fail(error: unknown): void {
    const { message, advice } = failureFrom(error);
    this.#options.log.warn({ error: message }, 'an import failed');
    if (this.#job === null) return;
    const words = { problem: message.slice(0, longestWords), advice: advice.slice(0, longestWords) };
    this.#job = { ...this.#job, state: 'failed', ...words };
  }

  /** @throws ExpectedError IMPORT_RUNNING */
  requireFree(): void {
    const state = this.#job?.state;
    if (state !== 'running' && state !== 'pausing' && state !== 'recognising') return;
    throw new ExpectedError('IMPORT_RUNNING', 'a file is being imported', { advice: 'Wait for it, or cancel it.' });
  }

  #waitForIdle(): void {
    this.#callOffIdle?.();
    this.#callOffIdle = this.#options.timers.after(idleMs, () => {
      const state = this.#job?.state;
      if (state !== 'running' && state !== 'pausing' && state !== 'recognising') this.#child?.kill();
    });
  }
}

function gone(what: string): ExpectedError {
  return new ExpectedError('IMPORT_PROCESS_GONE', what, {
    advice: 'What was stored is kept: go on from there with Resume.',
  });
}
