import type { BlockRecord } from '../blocks/blockRecord.ts';
import { poolSwaps } from '../blocks/poolSwaps.ts';
import { priceDigits, type SwapTick, swapTicks, tradeOf } from '../blocks/swapTicks.ts';
import { emptyReport, joinReports, RowReport, type SavedRowReport } from '../candles/rowReport.ts';
import type { Address } from '../domain/hex.ts';
import type { PutReport } from '../history/candleStore.ts';
import type { MarketHistory } from '../history/marketHistory.ts';
import type { Series } from '../history/series.ts';
import { tradeColumns } from '../history/tradeBlock.ts';
import { fileSource } from './fileSource.ts';
import { type BlockPosition, importBlocks } from './importBlocks.ts';
import { type BlockCounts, type ImportControls, type ImportJob, type ImportReport, identityOf } from './importJob.ts';
import { OverlapFilter, type SavedOverlapFilter, type TradeRow } from './overlapFilter.ts';

/** A commit waits for the disk; a block is some hundred records. */
const blocksPerCommit = 50;

interface Position {
  readonly place: BlockPosition;
  readonly added: number;
  readonly same: number;
  readonly differing: number;
  readonly counts: BlockCounts;
  readonly symbols: readonly string[];
  readonly swaps: SavedRowReport;
  readonly overlap: SavedOverlapFilter;
}

const nothing: BlockCounts = { blocks: 0, transactions: 0, calls: 0, logs: 0, swaps: 0, ticks: 0 };

/**
 * Imports a file of blocks into the market history, and the swaps in them as trades of their pools. Files of the same blocks complete each
 * other in any order: a block's swaps become trades once both its time and its logs or calls are there.
 * @throws ExpectedError IMPORT_*, HISTORY_*
 */
export async function importBlocksIntoHistory(
  history: MarketHistory,
  job: ImportJob,
  chain: number,
  { clock, onProgress, isStopped }: ImportControls,
): Promise<ImportReport> {
  const begun = history.importOf(identityOf(job));
  const before = begun.position as Position | null;
  let total = { added: before?.added ?? 0, same: before?.same ?? 0, differing: before?.differing ?? 0 };
  const run = new BlocksRun(history, job.venue, chain, begun.id, before);
  let place = before?.place;
  const report = (doneBefore: boolean): ImportReport => {
    const rows = joinReports(place?.report ?? emptyReport, run.findings());
    return { ...total, series: run.symbols.size, blocks: run.counts, books: null, doneBefore, rows };
  };
  if (begun.finished) return report(true);
  let records = place?.records ?? 0;
  const save = (finished: boolean): void => {
    run.appendTicks();
    const sum = (put: PutReport): typeof total => ({
      added: total.added + put.added,
      same: total.same + put.same,
      differing: total.differing + put.differing,
    });
    const put = history.commit({
      id: begun.id,
      position: (put) => (place === undefined ? null : ({ place, ...sum(put), ...run.save() } satisfies Position)),
      rows: (place?.records ?? 0) - records,
      finished,
    });
    records = place?.records ?? 0;
    total = sum(put);
  };
  const options = { clock, ...(onProgress === undefined ? {} : { onProgress }) };
  const from = place === undefined ? {} : { from: place };
  for await (const { block, position } of importBlocks(fileSource(job.file), { ...options, ...from })) {
    if (!run.canTake(block)) save(false);
    run.take(block, position.records);
    place = position;
    const stopped = isStopped?.() === true;
    if (run.waiting < blocksPerCommit && !stopped) continue;
    save(false);
    if (stopped) return report(false);
  }
  save(true);
  return report(false);
}

/** What an import of blocks has seen and what waits for its next commit. */
class BlocksRun {
  readonly symbols: Set<string>;
  counts: BlockCounts;
  readonly #history: MarketHistory;
  readonly #venue: string;
  readonly #chain: number;
  readonly #source: number;
  readonly #overlap: OverlapFilter;
  readonly #swaps: RowReport;
  readonly #series: Map<string, Series>;
  readonly #waitingNumbers = new Set<number>();
  #waitingTicks = new Map<Address, { readonly row: number; readonly tick: SwapTick }[]>();

  constructor(history: MarketHistory, venue: string, chain: number, source: number, saved: Position | null) {
    this.#history = history;
    this.#venue = venue;
    this.#chain = chain;
    this.#source = source;
    this.symbols = new Set(saved?.symbols);
    this.counts = saved?.counts ?? nothing;
    // A tick's id is its place on the chain: unlike a venue's rows, those of the same file are compared too.
    this.#overlap = new OverlapFilter(history, null, saved?.overlap);
    this.#swaps = new RowReport(saved?.swaps);
    const ofVenue = history.allSeries().filter((series) => series.venue === venue);
    this.#series = new Map(ofVenue.map((series) => [series.symbol, series]));
  }

  get waiting(): number {
    return this.#waitingNumbers.size;
  }

  /** Whether the next commit can hold this block: not where it holds an earlier part of it, or blocks of another file. */
  canTake({ number }: BlockRecord): boolean {
    return !this.#waitingNumbers.has(number) && this.#history.canAppendBlock(this.#chain, number);
  }

  take(block: BlockRecord, row: number): void {
    const [known = null] = this.#history.blocks(this.#chain, block.number, block.number);
    this.#history.appendBlock(this.#chain, block);
    this.#waitingNumbers.add(block.number);
    const { receipts, traces } = block;
    this.#count({
      blocks: 1,
      transactions: receipts?.length ?? traces?.frames.filter(({ path }) => path.length === 0).length ?? 0,
      calls: traces?.frames.length ?? 0,
      logs: receipts?.reduce((sum, { logs }) => sum + (logs?.length ?? 0), 0) ?? 0,
    });
    if (known !== null && known.hash !== null && block.hash !== null && known.hash !== block.hash) {
      this.#swaps.note(row, 'conflict', `block ${block.number} is stored as ${known.hash}, not ${block.hash}`);
      return;
    }
    const isNew = (['header', 'receipts', 'traces'] as const).some(
      (part) => block[part] !== null && (known?.[part] ?? null) === null,
    );
    if (isNew) this.#takeSwaps(completed(block, known), row);
  }

  #takeSwaps(block: BlockRecord, row: number): void {
    const where = `block ${block.number}`;
    const { swaps, badLogs } = poolSwaps(block);
    this.#count({ swaps: swaps.length });
    for (const bad of badLogs) this.#swaps.note(row, 'badLog', `${where}: ${bad}`);
    const atMs = block.header?.timestampMs ?? null;
    if (atMs === null) return;
    const { ticks, unpriced } = swapTicks(block.number, atMs, swaps);
    for (const { pool, kind } of unpriced) this.#swaps.note(row, 'priceUnknown', `${where}: a swap of ${kind} ${pool}`);
    for (const tick of ticks) {
      const known = this.#waitingTicks.get(tick.pool);
      if (known === undefined) this.#waitingTicks.set(tick.pool, [{ row, tick }]);
      else known.push({ row, tick });
    }
  }

  /** Hands the trades that wait to the history; a commit follows. */
  appendTicks(): void {
    for (const [pool, ticks] of this.#waitingTicks) {
      const [first] = ticks;
      if (first === undefined) continue;
      const series = this.#seriesOf(pool, priceDigits(first.tick.price));
      const rows: TradeRow[] = [];
      for (const { row, tick } of ticks) {
        const value = tradeOf(tick, series.digits.price);
        if (value === null)
          this.#swaps.note(row, 'tooManyDigits', `${pool}: a price or size that its series cannot hold`);
        else rows.push({ row, value });
      }
      rows.sort((one, other) => one.value.atMs - other.value.atMs);
      const trades = this.#overlap.filter(series, rows);
      if (trades.length > 0) this.#history.appendTrades(series, tradeColumns(trades), this.#source);
      this.#count({ ticks: trades.length });
    }
    this.#waitingTicks = new Map();
    this.#waitingNumbers.clear();
  }

  findings(): SavedRowReport {
    // Swaps are no records of the file: what is left out of them is no record skipped.
    return { ...joinReports(this.#swaps.save(), this.#overlap.report.save()), skipped: 0 };
  }

  save(): Omit<Position, 'place' | 'added' | 'same' | 'differing'> {
    const symbols = [...this.symbols];
    return { counts: this.counts, symbols, swaps: this.#swaps.save(), overlap: this.#overlap.save() };
  }

  #seriesOf(pool: Address, price: number): Series {
    this.symbols.add(pool);
    const known = this.#series.get(pool);
    if (known !== undefined) return known;
    // Sizes are token0 in its smallest unit.
    const made = this.#history.series({ venue: this.#venue, symbol: pool }, { price, volume: 0, quoteVolume: 0 });
    this.#series.set(pool, made);
    return made;
  }

  #count(more: Partial<BlockCounts>): void {
    const sum = (name: keyof BlockCounts): number => this.counts[name] + (more[name] ?? 0);
    this.counts = {
      blocks: sum('blocks'),
      transactions: sum('transactions'),
      calls: sum('calls'),
      logs: sum('logs'),
      swaps: sum('swaps'),
      ticks: sum('ticks'),
    };
  }
}

/** A block with the parts that are stored of it; these come first, as in the history. */
function completed(block: BlockRecord, known: BlockRecord | null): BlockRecord {
  if (known === null) return block;
  const { number, hash, header, receipts, traces } = known;
  return {
    number,
    hash: hash ?? block.hash,
    header: header ?? block.header,
    receipts: receipts ?? block.receipts,
    traces: traces ?? block.traces,
  };
}
