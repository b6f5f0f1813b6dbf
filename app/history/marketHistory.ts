import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Candle } from '../candles/candle.ts';
import type { Interval } from '../candles/interval.ts';
import type { ChartArrays } from './candleBlock.ts';
import { CandleStore, type PutReport } from './candleStore.ts';
import { Catalog } from './catalog.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';
import type { ImportSource, ImportState, Series, SeriesName } from './series.ts';
import { openTrades, sealTrades, type TradeColumns } from './tradeBlock.ts';
import { joinTrades, sliceTrades, TradeBuffer } from './tradeBuffer.ts';
import { dayOf, dayStartMs, daysBetween, mostAttached, TradePartitions } from './tradePartitions.ts';

/** Rows of one block: large enough to compress and to index cheaply, small enough to read for one screen. */
const rowsPerBlock = 8_192;

export interface HistoryOptions {
  /** Nothing is written while the disk has less free than this. */
  readonly leastFreeBytes?: number;
}

/** Rows of an import's batch and where the import stands after them: stored together or not at all. */
export interface ImportCommit {
  readonly id: number;
  /** Made within the commit, of what became of its candles. */
  readonly position: (put: PutReport) => unknown;
  /** Rows of the source that this commit stores. */
  readonly rows: number;
  readonly finished: boolean;
}

/**
 * Trades and candles of every market, in the folder `history`: trades as packed column blocks in one file a UTC day, candles as
 * packed blocks in the catalog. One writer. Appending only remembers; `commit` stores all that was appended, on the disk when it
 * returns, in every file or in none.
 */
export class MarketHistory {
  readonly #folder: string;
  readonly #catalog: Catalog;
  readonly #partitions: TradePartitions;
  readonly #candles: CandleStore;
  readonly #leastFreeBytes: number;
  /** Days written to since a backup began copying them; null while none is made. */
  #writtenDays: Set<string> | null = null;
  /** By day, then series. */
  #waiting = new Map<string, Map<number, TradeBuffer>>();
  #waitingCandles: { series: Series; interval: Interval; candles: readonly Candle[]; differing: 'keep' | 'replace' }[] =
    [];

  /** @throws ExpectedError HISTORY_* */
  constructor(folder: string, { leastFreeBytes = 256 * 1024 * 1024 }: HistoryOptions = {}) {
    this.#folder = folder;
    this.#catalog = new Catalog(folder);
    this.#partitions = new TradePartitions(this.#catalog, folder);
    this.#candles = new CandleStore(this.#catalog);
    this.#leastFreeBytes = leastFreeBytes;
    this.#guarded(() => {
      this.#partitions.finishDrops();
      this.#partitions.moveStaged();
    });
  }

  /** @throws ExpectedError HISTORY_DIGITS */
  series(name: SeriesName, digits: Series['digits']): Series {
    return this.#guarded(() => this.#catalog.series(name, digits));
  }

  allSeries(): readonly Series[] {
    return this.#catalog.allSeries();
  }

  /** UTC days that have trades, oldest first. */
  days(): readonly string[] {
    return this.#catalog.days();
  }

  importOf(source: ImportSource): ImportState {
    return this.#guarded(() => this.#catalog.importOf(source));
  }

  /** Columns are kept as they are until the commit: do not write into them meanwhile. */
  appendTrades(series: Series, trades: TradeColumns): void {
    for (const { day, from, to } of dayRuns(trades.atMs)) {
      const ofDay = this.#waiting.get(day) ?? new Map<number, TradeBuffer>();
      this.#waiting.set(day, ofDay);
      const buffer = ofDay.get(series.id) ?? new TradeBuffer();
      ofDay.set(series.id, buffer);
      buffer.add(from === 0 && to === trades.atMs.length ? trades : sliceTrades(trades, from, to));
    }
  }

  appendCandles(series: Series, interval: Interval, candles: readonly Candle[], differing: 'keep' | 'replace'): void {
    this.#waitingCandles.push({ series, interval, candles, differing });
  }

  /**
   * Stores what waits: all of it or, where this throws, nothing. More days than can be attached at once go through the catalog first.
   * @throws ExpectedError HISTORY_DISK_LOW and others
   */
  commit(source?: ImportCommit): PutReport {
    return this.#commit((report) => {
      if (source === undefined) return;
      this.#catalog.advanceImport(source.id, source.position(report), source.rows, source.finished);
    });
  }

  /** Days of series whose trades are newer than the candles made of them. */
  *unrolledDays(): IterableIterator<{ readonly series: Series; readonly day: string; readonly newestBlock: number }> {
    const all = new Map(this.allSeries().map((series) => [series.id, series]));
    for (const day of this.days()) {
      const rolled = this.#catalog.rolledBlocks(day);
      for (const { series: id, newest } of this.#partitions.newestBlocks(day)) {
        const series = all.get(id);
        if (series !== undefined && newest > (rolled.get(id) ?? 0)) yield { series, day, newestBlock: newest };
      }
    }
  }

  /** Commits, and notes that the candles of a day are made of its trades up to that block. */
  commitRollUp(series: Series, day: string, newestBlock: number): PutReport {
    return this.#commit(() => this.#catalog.noteRolled(series.id, day, newestBlock));
  }

  #commit(within: (report: PutReport) => void): PutReport {
    this.#requireRoom();
    const days = [...this.#waiting.keys()].sort();
    const direct = days.length <= mostAttached;
    const report = { added: 0, same: 0, differing: 0 };
    this.#guarded(() => {
      if (direct) this.#partitions.attach(days, true);
      this.#catalog.database
        .transaction(() => {
          for (const day of days) this.#writeDay(day, direct);
          for (const { series, interval, candles, differing } of this.#waitingCandles) {
            const put = this.#candles.put(series, interval, candles, differing);
            report.added += put.added;
            report.same += put.same;
            report.differing += put.differing;
          }
          within(report);
        })
        .immediate();
    });
    for (const day of days) this.#writtenDays?.add(day);
    this.#waiting.clear();
    this.#waitingCandles = [];
    if (!direct) this.#guarded(() => this.#partitions.moveStaged());
    return report;
  }

  /** Trades of a stretch of time, `toMs` not included, ordered by time; equal times in the order they came. */
  *trades(series: Series, fromMs: number, toMs: number): IterableIterator<TradeColumns> {
    const known = new Set(this.days());
    for (const day of daysBetween(fromMs, toMs)) {
      if (!known.has(day)) continue;
      const blocks = this.#guarded(() => this.#partitions.blocks(day, series.id, fromMs, toMs));
      if (blocks.length === 0) continue;
      const file = this.#partitions.fileOf(day);
      const opened = blocks.map((block) => openTrades(block, `${file}: block ${block.id}`));
      if (blocks.every((block, i) => isSorted(opened[i]?.atMs) && (blocks[i - 1]?.lastAtMs ?? 0) <= block.firstAtMs)) {
        for (const columns of opened) yield cut(columns, fromMs, toMs);
      } else yield cut(sorted(joinTrades(opened)), fromMs, toMs);
    }
  }

  candles(series: Series, interval: Interval, fromMs: number, toMs: number): IterableIterator<Candle> {
    return this.#candles.read(series, interval, fromMs, toMs);
  }

  /** A stretch of time outside which there are no candles; null where there are none. */
  candleSpan(series: Series, interval: Interval): { readonly firstMs: number; readonly lastMs: number } | null {
    return this.#candles.span(series, interval);
  }

  countCandles(series: Series, interval: Interval): number {
    return this.#candles.count(series, interval);
  }

  chart(series: Series, interval: Interval, fromMs: number, toMs: number): ChartArrays {
    return this.#guarded(() => this.#candles.chart(series, interval, fromMs, toMs));
  }

  /** Forgets whole days of trades before this one. Returns the bytes given back. */
  dropTradesBefore(day: string): number {
    return this.days()
      .filter((each) => each < day)
      .reduce((bytes, each) => bytes + this.#partitions.drop(each), 0);
  }

  /** Forgets candles that open before a time, whole blocks at once. Returns the rows forgotten. */
  dropCandlesBefore(interval: Interval, atMs: number): number {
    return this.#guarded(() => this.#candles.dropBefore(interval, atMs));
  }

  /** Reads every block of every file. Returns what is damaged, in words; empty when all is well. */
  check(): readonly string[] {
    const found = [...this.#candles.damaged()];
    for (const day of this.days()) {
      for (const series of this.allSeries()) {
        try {
          for (const block of this.#partitions.blocks(day, series.id, 0, Number.MAX_SAFE_INTEGER))
            openTrades(block, `${this.#partitions.fileOf(day)}: block ${block.id}`);
        } catch (error) {
          found.push(error instanceof Error ? error.message : String(error));
        }
      }
    }
    return found;
  }

  /**
   * Copies everything that is committed into an empty folder, while commits go on: first the days, then, in one stretch in which none can
   * happen, those that were written meanwhile and the catalog. The copy appears under its name when it is whole.
   * @throws ExpectedError HISTORY_BACKUP_EXISTS, HISTORY_UNAVAILABLE
   */
  async backUp(target: string): Promise<void> {
    if (existsSync(target))
      throw historyError('HISTORY_BACKUP_EXISTS', 'There is something where the backup should go.', { target });
    const unfinished = `${target}.unfinished`;
    try {
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(unfinished, { recursive: true });
      const copied = new Set<string>();
      this.#writtenDays = new Set();
      for (const day of this.days()) {
        await copyFile(this.#partitions.fileOf(day), join(unfinished, basename(this.#partitions.fileOf(day))));
        copied.add(day);
      }
      for (const day of this.days()) {
        if (copied.has(day) && !this.#writtenDays.has(day)) continue;
        copyFileSync(this.#partitions.fileOf(day), join(unfinished, basename(this.#partitions.fileOf(day))));
      }
      copyFileSync(this.#catalog.file, join(unfinished, basename(this.#catalog.file)));
      renameSync(unfinished, target);
    } catch (thrown) {
      throw fromHistoryFile(thrown, target);
    } finally {
      this.#writtenDays = null;
    }
  }

  /** Stores what waits and closes every file. */
  close(): void {
    try {
      if (this.#waiting.size > 0 || this.#waitingCandles.length > 0) this.commit();
    } finally {
      this.#catalog.database.close();
    }
  }

  #writeDay(day: string, direct: boolean): void {
    for (const [series, buffer] of this.#waiting.get(day) ?? []) {
      const tail = direct && buffer.rows < rowsPerBlock ? this.#partitions.lastBlock(day, series) : null;
      const joins = tail !== null && tail.rows + buffer.rows <= rowsPerBlock;
      const before = joins ? [openTrades(tail, `${this.#partitions.fileOf(day)}: block ${tail.id}`)] : [];
      const rows = joinTrades([...before, buffer.joined()]);
      for (let from = 0; from < rows.atMs.length; from += rowsPerBlock) {
        const part = sliceTrades(rows, from, from + rowsPerBlock);
        const { first, last } = bounds(part.atMs);
        const block = sealTrades(part);
        if (direct) this.#partitions.write(day, series, first, last, block, joins ? tail.id : null);
        else this.#partitions.stage(day, series, first, last, block);
      }
    }
  }

  #requireRoom(): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    if (bavail * bsize >= this.#leastFreeBytes) return;
    throw historyError('HISTORY_DISK_LOW', 'The disk is nearly full: nothing more is stored.', {
      folder: this.#folder,
      freeBytes: bavail * bsize,
      leastFreeBytes: this.#leastFreeBytes,
    });
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw fromHistoryFile(thrown, this.#folder);
    }
  }
}

/** Stretches of rows of one UTC day each. */
function* dayRuns(atMs: Float64Array): IterableIterator<{ day: string; from: number; to: number }> {
  for (let from = 0; from < atMs.length; ) {
    const day = dayOf(atMs[from] ?? 0);
    const startMs = dayStartMs(day);
    const endMs = startMs + 86_400_000;
    let to = from + 1;
    while (to < atMs.length && (atMs[to] ?? 0) >= startMs && (atMs[to] ?? 0) < endMs) to += 1;
    yield { day, from, to };
    from = to;
  }
}

function bounds(atMs: Float64Array): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const at of atMs) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return { first, last };
}

function isSorted(atMs: Float64Array | undefined): boolean {
  return atMs?.every((at, i) => i === 0 || (atMs[i - 1] ?? 0) <= at) ?? true;
}

function sorted(rows: TradeColumns): TradeColumns {
  const order = Array.from(rows.atMs.keys()).sort((a, b) => (rows.atMs[a] ?? 0) - (rows.atMs[b] ?? 0));
  return joinTrades(order.map((i) => sliceTrades(rows, i, i + 1)));
}

function cut(rows: TradeColumns, fromMs: number, toMs: number): TradeColumns {
  const from = rows.atMs.findIndex((at) => at >= fromMs);
  if (from < 0) return sliceTrades(rows, 0, 0);
  const end = rows.atMs.findIndex((at) => at >= toMs);
  return from === 0 && end < 0 ? rows : sliceTrades(rows, from, end < 0 ? rows.atMs.length : end);
}
