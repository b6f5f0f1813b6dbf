import { decimalText, utcText } from '../candles/findingText.ts';
import { RowReport, type SavedRowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import type { MarketHistory } from '../history/marketHistory.ts';
import type { Series } from '../history/series.ts';
import { tradeRows } from '../history/tradeBlock.ts';

/** A trade and the line of the file that it came from. */
export interface TradeRow {
  readonly row: number;
  readonly value: Trade;
}

/** JSON text of an `OverlapFilter` between two batches. */
export interface SavedOverlapFilter {
  readonly report: SavedRowReport;
  /** By series id: stored trades of the newest millisecond that this file's rows have been matched with. */
  readonly used: Readonly<Record<string, UsedTrades>>;
}

interface UsedTrades {
  readonly atMs: number;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Leaves out the trades that another file, or the feed, has stored already: by the venue's id where both have one, else by equal time, price
 * and size, each stored trade standing for one row. What is left out is counted and reported.
 */
export class OverlapFilter {
  readonly #history: MarketHistory;
  readonly #source: number;
  readonly #report: RowReport;
  readonly #used: Map<number, UsedTrades>;

  /** @param source the import whose own trades are not compared with; null to compare with all */
  constructor(history: MarketHistory, source: number | null, saved?: SavedOverlapFilter) {
    this.#history = history;
    this.#source = source ?? -1;
    this.#report = new RowReport(saved?.report);
    this.#used = new Map(Object.entries(saved?.used ?? {}).map(([series, used]) => [Number(series), used]));
  }

  get report(): RowReport {
    return this.#report;
  }

  /** The trades to be stored, of rows of one series in order of time. */
  filter(series: Series, rows: readonly TradeRow[]): readonly Trade[] {
    const [first, last] = [rows.at(0), rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    const stored = this.#storedBetween(series, first.value.atMs, last.value.atMs);
    if (stored === null) return rows.map(({ value }) => value);
    const before = this.#used.get(series.id);
    const used = new Map<string, number>(before?.atMs === first.value.atMs ? Object.entries(before.counts) : []);
    const kept = rows
      .filter(({ row, value }) => !this.#isStored(series, row, value, stored, used))
      .map(({ value }) => value);
    const counts = [...used].filter(([key]) => key.startsWith(`${last.value.atMs} `));
    this.#used.set(series.id, { atMs: last.value.atMs, counts: Object.fromEntries(counts) });
    return kept;
  }

  save(): SavedOverlapFilter {
    return { report: this.#report.save(), used: Object.fromEntries(this.#used) };
  }

  #isStored(series: Series, row: number, trade: Trade, stored: Stored, used: Map<string, number>): boolean {
    const key = keyOf(trade);
    const named = trade.id === null ? undefined : stored.byId.get(trade.id);
    if (named !== undefined) {
      const isEqual = keyOf(named) === key;
      const was = isEqual ? '' : `, not ${wordsOf(series, named)}`;
      this.#report.note(row, isEqual ? 'overlap' : 'conflict', `${trade.id}, ${wordsOf(series, trade)}${was}`);
      return true;
    }
    // An id that is not there says that the trade is another one, unless what is stored has none.
    const count = (trade.id === null ? stored.counts : stored.unnamed).get(key) ?? 0;
    const taken = used.get(key) ?? 0;
    if (taken >= count) return false;
    used.set(key, taken + 1);
    this.#report.note(row, 'overlap', wordsOf(series, trade));
    return true;
  }

  #storedBetween(series: Series, fromMs: number, toMs: number): Stored | null {
    const stored: Stored = { byId: new Map(), counts: new Map(), unnamed: new Map() };
    let any = false;
    for (const columns of this.#history.tradesFromElsewhere(series, this.#source, fromMs, toMs + 1))
      for (const trade of tradeRows(columns)) {
        if (trade.atMs < fromMs || trade.atMs > toMs) continue;
        any = true;
        const key = keyOf(trade);
        stored.counts.set(key, (stored.counts.get(key) ?? 0) + 1);
        if (trade.id === null) stored.unnamed.set(key, (stored.unnamed.get(key) ?? 0) + 1);
        else stored.byId.set(trade.id, trade);
      }
    return any ? stored : null;
  }
}

interface Stored {
  readonly byId: Map<string, Trade>;
  readonly counts: Map<string, number>;
  readonly unnamed: Map<string, number>;
}

function keyOf({ atMs, price, size }: Trade): string {
  return `${atMs} ${price} ${size}`;
}

function wordsOf({ digits }: Series, { atMs, price, size }: Trade): string {
  return `${utcText(atMs)}: ${decimalText(size, digits.volume)} at ${decimalText(price, digits.price)}`;
}
