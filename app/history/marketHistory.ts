import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BlockRecord } from '../blocks/blockRecord.ts';
import type { Candle } from '../candles/candle.ts';
import type { Interval } from '../candles/interval.ts';
import { BugError } from '../domain/errors.ts';
import { BlockStore, blockFileOf } from './blockStore.ts';
import { type BookRowsOf, bookRowKinds } from './bookRows.ts';
import type { ChartArrays } from './candleBlock.ts';
import { CandleStore, type PutReport } from './candleStore.ts';
import { Catalog } from './catalog.ts';
import { fromHistoryFile, historyError } from './historyErrors.ts';
import type { RowCodec, RowKind } from './rowCodec.ts';
import type { ImportSource, ImportState, Series, SeriesName } from './series.ts';
import { openTrades, type TradeColumns } from './tradeBlock.ts';
import { tradeCodec } from './tradeCodec.ts';
import { daysBetween, mostAttached, type SourceSpan, TradePartitions } from './tradePartitions.ts';
import { joinTrades, sliceTrades } from './tradeSlices.ts';
import { dayRuns, WaitingRows } from './waitingRows.ts';

export interface HistoryOptions {
  /** Nothing is written while the disk has less free than this. */
  readonly leastFreeBytes?: number;
}

/** Rows of an import's batch and where the import stands after them: stored together or not at all. */
export interface ImportCommit {
  readonly id: number;
  /** Made within the commit, of what became of its candles and blocks. */
  readonly position: (put: PutReport) => unknown;
  /** Rows of the source that this commit stores. */
  readonly rows: number;
  readonly finished: boolean;
}

/**
 * Trades, order books and candles of every market, in the folder `history`: trades and books as packed column blocks in one file a UTC day, candles as
 * packed blocks in the catalog. One writer. Appending only remembers; `commit` stores all that was appended, on the disk when it
 * returns, in every file or in none.
 */
export class MarketHistory {
  readonly #folder: string;
  readonly #catalog: Catalog;
  readonly #partitions: TradePartitions;
  readonly #candles: CandleStore;
  readonly #blocks: BlockStore;
  readonly #leastFreeBytes: number;
  /** Files written to since a backup began copying them; null while none is made. */
  #writtenFiles: Set<string> | null = null;
  /** By day, then kind, series and source. */
  #waiting = new Map<string, Map<string, Pick<WaitingRows<never>, 'add' | 'write'>>>();
  #waitingBlocks: { readonly chain: number; readonly block: BlockRecord }[] = [];
  #waitingCandles: { series: Series; interval: Interval; candles: readonly Candle[]; differing: 'keep' | 'replace' }[] =
    [];

  /** @throws ExpectedError HISTORY_* */
  constructor(folder: string, { leastFreeBytes = 256 * 1024 * 1024 }: HistoryOptions = {}) {
    this.#folder = folder;
    this.#catalog = new Catalog(folder);
    this.#partitions = new TradePartitions(this.#catalog, folder);
    this.#candles = new CandleStore(this.#catalog);
    this.#blocks = new BlockStore(this.#catalog, folder);
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

  /** UTC days that have trades or order books, oldest first. */
  days(): readonly string[] {
    return this.#catalog.days();
  }

  importOf(source: ImportSource): ImportState {
    return this.#guarded(() => this.#catalog.importOf(source));
  }

  /**
   * Columns are kept as they are until the commit: do not write into them meanwhile.
   * @param source the import that they come from
   */
  appendTrades(series: Series, trades: TradeColumns, source = 0): void {
    this.#append(tradeCodec, series, trades, source);
  }

  /** Rows about a book, in the order of its messages. @param source the import that they come from */
  appendBook<Kind extends keyof BookRowsOf>(
    series: Series,
    kind: Kind,
    rows: readonly BookRowsOf[Kind][],
    source = 0,
  ): void {
    if (rows.length > 0) this.#append(bookRowKinds[kind], series, bookRowKinds[kind].columnsOf(rows), source);
  }

  #append<Columns>(codec: RowCodec<Columns>, series: Series, columns: Columns, source: number): void {
    const times = codec.timesOf(columns);
    for (const { day, from, to } of dayRuns(times)) {
      const ofDay = this.#waiting.get(day) ?? new Map<string, Pick<WaitingRows<never>, 'add' | 'write'>>();
      this.#waiting.set(day, ofDay);
      const key = `${codec.kind} ${series.id} ${source}`;
      // What lies under a key is of its kind.
      const waiting = (ofDay.get(key) ?? new WaitingRows(codec, series.id, source)) as WaitingRows<Columns>;
      ofDay.set(key, waiting);
      waiting.add(from === 0 && to === times.length ? columns : codec.slice(columns, from, to));
    }
  }

  appendCandles(series: Series, interval: Interval, candles: readonly Candle[], differing: 'keep' | 'replace'): void {
    this.#waitingCandles.push({ series, interval, candles, differing });
  }

  /** Whether this block can be stored by the commit that what waits belongs to: one file of blocks each. */
  canAppendBlock(chain: number, number: number): boolean {
    const first = this.#waitingBlocks[0];
    if (first === undefined) return true;
    const [one, other] = [blockFileOf(first.chain, first.block.number), blockFileOf(chain, number)];
    return one.chain === other.chain && one.firstBlock === other.firstBlock;
  }

  /** Of a block, parts that are there already are kept. @throws BugError where `canAppendBlock` is false */
  appendBlock(chain: number, block: BlockRecord): void {
    if (!this.canAppendBlock(chain, block.number)) throw new BugError('blocks of two files wait for one commit');
    this.#waitingBlocks.push({ chain, block });
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
    const [firstBlock] = this.#waitingBlocks;
    const blockFile = firstBlock === undefined ? null : blockFileOf(firstBlock.chain, firstBlock.block.number);
    const report = { added: 0, same: 0, differing: 0 };
    this.#guarded(() => {
      if (direct) this.#partitions.attach(days, true);
      if (blockFile !== null) this.#blocks.attach(blockFile);
      this.#catalog.database
        .transaction(() => {
          for (const day of days)
            for (const rows of this.#waiting.get(day)?.values() ?? []) rows.write(this.#partitions, day, direct);
          for (const { series, interval, candles, differing } of this.#waitingCandles) {
            addTo(report, this.#candles.put(series, interval, candles, differing));
          }
          for (const { chain, block } of this.#waitingBlocks) addTo(report, this.#blocks.put(chain, block));
          within(report);
        })
        .immediate();
    });
    for (const day of days) this.#writtenFiles?.add(this.#partitions.fileOf(day));
    if (blockFile !== null) this.#writtenFiles?.add(this.#blocks.fileOf(blockFile));
    this.#waiting.clear();
    this.#waitingCandles = [];
    this.#waitingBlocks = [];
    if (!direct) this.#guarded(() => this.#partitions.moveStaged());
    return report;
  }

  /** Trades of a stretch of time, `toMs` not included, ordered by time; equal times in the order they came. */
  *trades(series: Series, fromMs: number, toMs: number): IterableIterator<TradeColumns> {
    const known = new Set(this.days());
    for (const day of daysBetween(fromMs, toMs)) {
      if (!known.has(day)) continue;
      const blocks = this.#guarded(() => this.#partitions.blocks(day, series.id, 'trades', fromMs, toMs));
      if (blocks.length === 0) continue;
      const file = this.#partitions.fileOf(day);
      const opened = blocks.map((block) => openTrades(block, `${file}: block ${block.id}`));
      if (blocks.every((block, i) => isSorted(opened[i]?.atMs) && (blocks[i - 1]?.lastAtMs ?? 0) <= block.firstAtMs)) {
        for (const columns of opened) yield cut(columns, fromMs, toMs);
      } else yield cut(sorted(joinTrades(opened)), fromMs, toMs);
    }
  }

  /** Stored trades of a stretch of time, `toMs` not included, that came from elsewhere than this import, in no order. */
  *tradesFromElsewhere(series: Series, source: number, fromMs: number, toMs: number): IterableIterator<TradeColumns> {
    const known = new Set(this.days());
    for (const day of daysBetween(fromMs, toMs)) {
      if (!known.has(day)) continue;
      const blocks = this.#guarded(() => this.#partitions.blocks(day, series.id, 'trades', fromMs, toMs));
      const file = this.#partitions.fileOf(day);
      for (const block of blocks) if (block.source !== source) yield openTrades(block, `${file}: block ${block.id}`);
    }
  }

  /** Rows about a book of a stretch of time, `toMs` not included, in the order of its messages. */
  *book<Kind extends keyof BookRowsOf>(
    series: Series,
    kind: Kind,
    fromMs: number,
    toMs: number,
  ): IterableIterator<BookRowsOf[Kind]> {
    const known = new Set(this.days());
    const codec = bookRowKinds[kind];
    for (const day of daysBetween(fromMs, toMs)) {
      if (!known.has(day)) continue;
      const blocks = this.#guarded(() => this.#partitions.blocks(day, series.id, kind, fromMs, toMs));
      const file = this.#partitions.fileOf(day);
      const sources = [...Map.groupBy(blocks, ({ source }) => source).values()].map(function* (ofSource) {
        for (const block of ofSource) yield* codec.rowsOf(codec.open(block, `${file}: block ${block.id}`));
      });
      for (const row of mergedByTime(sources)) if (row.atMs >= fromMs && row.atMs < toMs) yield row;
    }
  }

  /** When stored rows about a book are of other sources than this one, by their blocks. */
  bookFromElsewhere(series: Series, kind: keyof BookRowsOf, source: number): readonly SourceSpan[] {
    return this.#guarded(() =>
      this.days().flatMap((day) =>
        this.#partitions.sources(day, series.id, kind).filter((each) => each.source !== source),
      ),
    );
  }

  /** Blocks of a chain from one number to another, that one included, in order. @throws ExpectedError HISTORY_CORRUPT */
  blocks(chain: number, from: number, to: number): IterableIterator<BlockRecord> {
    return this.#blocks.read(chain, from, to);
  }

  /** The chains whose blocks are kept, by number. */
  chains(): readonly number[] {
    return [...new Set(this.#blocks.files().map(({ chain }) => chain))];
  }

  /** How many blocks of a chain are kept, and their span; null where there are none. */
  blockSummary(chain: number): { readonly count: number; readonly first: number; readonly last: number } | null {
    return this.#guarded(() => this.#blocks.summary(chain));
  }

  candles(series: Series, interval: Interval, fromMs: number, toMs: number): IterableIterator<Candle> {
    return this.#candles.read(series, interval, fromMs, toMs);
  }

  /** A stretch of time outside which there are no candles; null where there are none. */
  candleSpan(series: Series, interval: Interval): { readonly firstMs: number; readonly lastMs: number } | null {
    return this.#candles.span(series, interval);
  }

  /** When the first and the last bar open; null where there are none. */
  candleBounds(series: Series, interval: Interval): { readonly firstMs: number; readonly lastMs: number } | null {
    return this.#guarded(() => this.#candles.bounds(series, interval));
  }

  /** Of each series that has rows of a kind, by its id, how many and their span. */
  rowSpans(
    kind: RowKind,
  ): ReadonlyMap<number, { readonly rows: number; readonly firstMs: number; readonly lastMs: number }> {
    const spans = new Map<number, { rows: number; firstMs: number; lastMs: number }>();
    for (const day of this.days()) {
      for (const { series, rows, firstMs, lastMs } of this.#guarded(() => this.#partitions.spans(day, kind))) {
        const known = spans.get(series);
        if (known === undefined) spans.set(series, { rows, firstMs, lastMs });
        else {
          known.rows += rows;
          known.lastMs = Math.max(known.lastMs, lastMs);
        }
      }
    }
    return spans;
  }

  countCandles(series: Series, interval: Interval): number {
    return this.#candles.count(series, interval);
  }

  chart(series: Series, interval: Interval, fromMs: number, toMs: number): ChartArrays {
    return this.#guarded(() => this.#candles.chart(series, interval, fromMs, toMs));
  }

  /** Whether candles of a series were made of its trades: then an interval without one had no trade. */
  isMadeOfTrades(series: Series): boolean {
    const sql = 'SELECT 1 FROM rolled WHERE series = ? LIMIT 1';
    return this.#guarded(() => this.#catalog.database.prepare<[number], unknown>(sql).get(series.id)) !== undefined;
  }

  chartBefore(series: Series, interval: Interval, beforeMs: number, count: number): ChartArrays {
    return this.#guarded(() => this.#candles.chartBefore(series, interval, beforeMs, count));
  }

  /** Forgets whole days of trades and order books before this one. Returns the bytes given back. */
  dropTradesBefore(day: string): number {
    return this.days()
      .filter((each) => each < day)
      .reduce((bytes, each) => bytes + this.#partitions.drop(each), 0);
  }

  /** Forgets candles that open before a time, whole blocks at once. Returns the rows forgotten. */
  dropCandlesBefore(interval: Interval, atMs: number): number {
    return this.#guarded(() => this.#candles.dropBefore(interval, atMs));
  }

  /** Forgets a chain's blocks that are older than a time, as far as their headers say it. Returns how many. */
  dropBlocksBefore(chain: number, atMs: number): number {
    return this.#guarded(() => {
      const first = this.#blocks.firstSince(chain, atMs);
      return first === null ? 0 : this.#blocks.dropBefore(chain, first);
    });
  }

  /** Reads every block of every file. Returns what is damaged, in words; empty when all is well. */
  check(): readonly string[] {
    const found = [...this.#candles.damaged()];
    for (const day of this.days()) {
      for (const series of this.allSeries()) {
        try {
          for (const codec of [tradeCodec, bookRowKinds.quotes, bookRowKinds.levels])
            for (const block of this.#partitions.blocks(day, series.id, codec.kind, 0, Number.MAX_SAFE_INTEGER))
              codec.open(block, `${this.#partitions.fileOf(day)}: block ${block.id}`);
        } catch (error) {
          found.push(error instanceof Error ? error.message : String(error));
        }
      }
    }
    return [...found, ...this.#blocks.damaged()];
  }

  /**
   * Copies everything that is committed into an empty folder, while commits go on: first days and blocks, then, in one stretch in which none can
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
      this.#writtenFiles = new Set();
      for (const file of this.#files()) {
        await copyFile(file, join(unfinished, basename(file)));
        copied.add(file);
      }
      for (const file of this.#files()) {
        if (copied.has(file) && !this.#writtenFiles.has(file)) continue;
        copyFileSync(file, join(unfinished, basename(file)));
      }
      copyFileSync(this.#catalog.file, join(unfinished, basename(this.#catalog.file)));
      renameSync(unfinished, target);
    } catch (thrown) {
      throw fromHistoryFile(thrown, target);
    } finally {
      this.#writtenFiles = null;
    }
  }

  /** Every file but the catalog. */
  #files(): readonly string[] {
    const days = this.days().map((day) => this.#partitions.fileOf(day));
    return [...days, ...this.#blocks.files().map((file) => this.#blocks.fileOf(file))];
  }

  /** Stores what waits and closes every file. */
  close(): void {
    try {
      if (this.#waiting.size + this.#waitingCandles.length + this.#waitingBlocks.length > 0) this.commit();
    } finally {
      this.#catalog.database.close();
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

/** Rows of several sources as one; each source's stay in their order. */
function* mergedByTime<Row extends { readonly atMs: number }>(
  sources: readonly IterableIterator<Row>[],
): IterableIterator<Row> {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return yield* only;
  const heads = sources.map((source) => ({ source, next: source.next() }));
  for (;;) {
    const open = heads.filter(({ next }) => next.done !== true);
    const [first, ...others] = open;
    if (first === undefined) return;
    const head = others.reduce((least, each) => (each.next.value.atMs < least.next.value.atMs ? each : least), first);
    yield head.next.value;
    head.next = head.source.next();
  }
}

function addTo(sum: { added: number; same: number; differing: number }, put: PutReport): void {
  sum.added += put.added;
  sum.same += put.same;
  sum.differing += put.differing;
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
