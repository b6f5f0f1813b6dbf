import type { Candle } from '../candles/candle.ts';
import { type Interval, intervalMs } from '../candles/interval.ts';
import {
  type ChartArrays,
  chartFromBlock,
  chartTimes,
  cutChart,
  emptyChart,
  openCandles,
  sealCandles,
} from './candleBlock.ts';
import type { Catalog } from './catalog.ts';
import type { StoredBlock } from './columnBlock.ts';
import type { Series } from './series.ts';

/** Bars of one block. A block is a fixed stretch of time, so that a bar is always found and written in the same one. */
const barsPerBlock = 2_048;

/** What became of candles that were put. */
export interface PutReport {
  readonly added: number;
  /** Were there already, equal to the last digit. */
  readonly same: number;
  /** Were there with other values. */
  readonly differing: number;
}

interface BlockRow {
  readonly bucket: number;
  readonly rows: number;
  readonly crc: number;
  readonly bytes: Buffer;
}

/** Candles as packed columns in the catalog. */
export class CandleStore {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Within a transaction.
   * @param differing what to do with a bar that is there with other values: keep the one that is there, or replace it
   */
  put(series: Series, interval: Interval, candles: readonly Candle[], differing: 'keep' | 'replace'): PutReport {
    const buckets = new Map<number, Candle[]>();
    for (const candle of candles) {
      const bucket = bucketOf(candle.openTimeMs, interval);
      const known = buckets.get(bucket);
      if (known === undefined) buckets.set(bucket, [candle]);
      else known.push(candle);
    }
    const total = { added: 0, same: 0, differing: 0 };
    for (const [bucket, bars] of buckets) {
      const before = this.#row(series, interval, bucket);
      const merged = new Map<number, Candle>();
      for (const bar of before === null ? [] : openCandles(before, this.#where(series, interval, bucket)))
        merged.set(bar.openTimeMs, bar);
      const report = merge(merged, bars, differing);
      total.added += report.added;
      total.same += report.same;
      total.differing += report.differing;
      if (report.added + report.differing === 0) continue;
      const sorted = [...merged.values()].sort((first, second) => first.openTimeMs - second.openTimeMs);
      this.#write(series, interval, bucket, sealCandles(sorted));
    }
    return total;
  }

  /** Bars that open in the stretch of time, `toMs` not included, in order. @throws ExpectedError HISTORY_CORRUPT */
  *read(series: Series, interval: Interval, fromMs: number, toMs: number): IterableIterator<Candle> {
    for (const row of this.#rows(series, interval, fromMs, toMs)) {
      for (const bar of openCandles(row, this.#where(series, interval, row.bucket)))
        if (bar.openTimeMs >= fromMs && bar.openTimeMs < toMs) yield bar;
    }
  }

  /** The same bars as a chart's arrays. @throws ExpectedError HISTORY_CORRUPT */
  chart(series: Series, interval: Interval, fromMs: number, toMs: number): ChartArrays {
    const all = this.#chartOf(series, interval, this.#rows(series, interval, fromMs, toMs));
    return cutChart(all, firstAtLeast(all.timeS, fromMs / 1000), firstAtLeast(all.timeS, toMs / 1000));
  }

  /** The newest `count` bars that open before a time as a chart's arrays, read from no more blocks than that takes. @throws ExpectedError HISTORY_CORRUPT */
  chartBefore(series: Series, interval: Interval, beforeMs: number, count: number): ChartArrays {
    const rows: BlockRow[] = [];
    let bars = 0;
    // The newest block may have bars from then on too: they do not count, so one more block is read where it does.
    for (let bucket = bucketOf(beforeMs - 1, interval); bars < count; ) {
      const row = this.#lastBlock(series, interval, bucket);
      if (row === null) break;
      const times = chartTimes(row, this.#where(series, interval, row.bucket));
      bars += firstAtLeast(times, beforeMs / 1000);
      rows.unshift(row);
      bucket = row.bucket - 1;
    }
    const all = this.#chartOf(series, interval, rows);
    const to = firstAtLeast(all.timeS, beforeMs / 1000);
    return cutChart(all, Math.max(0, to - count), to);
  }

  /** From when to when there are blocks; null where there is none. */
  span(series: Series, interval: Interval): { readonly firstMs: number; readonly lastMs: number } | null {
    const row = this.#catalog.database
      .prepare<[number, string], { first: number | null; last: number | null }>(
        'SELECT min(bucket) AS first, max(bucket) AS last FROM candle_blocks WHERE series = ? AND interval = ?',
      )
      .get(series.id, interval);
    if (row === undefined || row.first === null || row.last === null) return null;
    const blockMs = intervalMs(interval) * barsPerBlock;
    return { firstMs: row.first * blockMs, lastMs: (row.last + 1) * blockMs - 1 };
  }

  /** When the first and the last bar open; null where there is none. @throws ExpectedError HISTORY_CORRUPT */
  bounds(series: Series, interval: Interval): { readonly firstMs: number; readonly lastMs: number } | null {
    const end = (order: 'ASC' | 'DESC'): number | null => {
      const row = this.#catalog.database
        .prepare<[number, string], BlockRow>(
          `SELECT * FROM candle_blocks WHERE series = ? AND interval = ? ORDER BY bucket ${order} LIMIT 1`,
        )
        .get(series.id, interval);
      if (row === undefined) return null;
      const bars = [...openCandles(row, this.#where(series, interval, row.bucket))];
      return bars.at(order === 'ASC' ? 0 : -1)?.openTimeMs ?? null;
    };
    const [firstMs, lastMs] = [end('ASC'), end('DESC')];
    return firstMs === null || lastMs === null ? null : { firstMs, lastMs };
  }

  count(series: Series, interval: Interval): number {
    const sql = 'SELECT coalesce(sum(rows), 0) FROM candle_blocks WHERE series = ? AND interval = ?';
    return this.#catalog.database.prepare<[number, string], number>(sql).pluck().get(series.id, interval) ?? 0;
  }

  /** Forgets bars that open before a time, whole blocks at once. Returns the rows forgotten. */
  dropBefore(interval: Interval, atMs: number): number {
    const bucket = bucketOf(atMs, interval);
    const rows = this.#catalog.database
      .prepare<[string, number], number>(
        'SELECT coalesce(sum(rows), 0) FROM candle_blocks WHERE interval = ? AND bucket < ?',
      )
      .pluck()
      .get(interval, bucket);
    this.#catalog.database.prepare('DELETE FROM candle_blocks WHERE interval = ? AND bucket < ?').run(interval, bucket);
    return rows ?? 0;
  }

  /** Checks every block. Returns the places of the damaged ones. */
  damaged(): readonly string[] {
    const places: string[] = [];
    const rows = this.#catalog.database.prepare<[], BlockRow & { series: number; interval: string }>(
      'SELECT * FROM candle_blocks',
    );
    for (const row of rows.iterate()) {
      const where = `candles of series ${row.series}, ${row.interval}, block ${row.bucket}`;
      try {
        openCandles(row, where);
      } catch {
        places.push(where);
      }
    }
    return places;
  }

  #rows(series: Series, interval: Interval, fromMs: number, toMs: number): readonly BlockRow[] {
    return this.#catalog.database
      .prepare<[number, string, number, number], BlockRow>(
        'SELECT * FROM candle_blocks WHERE series = ? AND interval = ? AND bucket BETWEEN ? AND ? ORDER BY bucket',
      )
      .all(series.id, interval, bucketOf(fromMs, interval), bucketOf(toMs, interval));
  }

  #lastBlock(series: Series, interval: Interval, bucket: number): BlockRow | null {
    const sql =
      'SELECT * FROM candle_blocks WHERE series = ? AND interval = ? AND bucket <= ? ORDER BY bucket DESC LIMIT 1';
    return (
      this.#catalog.database.prepare<[number, string, number], BlockRow>(sql).get(series.id, interval, bucket) ?? null
    );
  }

  #chartOf(series: Series, interval: Interval, rows: readonly BlockRow[]): ChartArrays {
    const all = emptyChart(rows.reduce((sum, row) => sum + row.rows, 0));
    let at = 0;
    for (const row of rows) {
      chartFromBlock(row, this.#where(series, interval, row.bucket), series.digits, all, at);
      at += row.rows;
    }
    return all;
  }

  #row(series: Series, interval: Interval, bucket: number): BlockRow | null {
    const sql = 'SELECT * FROM candle_blocks WHERE series = ? AND interval = ? AND bucket = ?';
    return (
      this.#catalog.database.prepare<[number, string, number], BlockRow>(sql).get(series.id, interval, bucket) ?? null
    );
  }

  #write(series: Series, interval: Interval, bucket: number, { rows, crc, bytes }: StoredBlock): void {
    this.#catalog.database
      .prepare(
        'INSERT OR REPLACE INTO candle_blocks (series, interval, bucket, rows, crc, bytes) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(series.id, interval, bucket, rows, crc, bytes);
  }

  #where(series: Series, interval: Interval, bucket: number): string {
    return `${this.#catalog.file}: ${interval} candles of ${series.venue} ${series.symbol}, block ${bucket}`;
  }
}

function bucketOf(atMs: number, interval: Interval): number {
  return Math.floor(atMs / (intervalMs(interval) * barsPerBlock));
}

function merge(into: Map<number, Candle>, bars: readonly Candle[], differing: 'keep' | 'replace'): PutReport {
  const report = { added: 0, same: 0, differing: 0 };
  for (const bar of bars) {
    const known = into.get(bar.openTimeMs);
    if (known === undefined) report.added += 1;
    else if (equalCandles(known, bar)) report.same += 1;
    else report.differing += 1;
    if (known === undefined || differing === 'replace') into.set(bar.openTimeMs, bar);
  }
  return report;
}

function equalCandles(first: Candle, second: Candle): boolean {
  return (Object.keys(first) as (keyof Candle)[]).every((key) => first[key] === second[key]);
}

function firstAtLeast(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
