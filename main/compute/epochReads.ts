import { type EpochTrading, type Span, TradingRecord } from '../../app/performance/tradingRecord.ts';
import type { JournalSnapshot } from '../../app/store/journalSnapshot.ts';
import type { EpochSummary } from '../../app/store/records.ts';

/** What the journal holds of an epoch's trading. */
export interface EpochRead {
  readonly trading: EpochTrading | null;
  readonly strategies: ReadonlySet<string>;
}

/** Epochs are kept as they were read until this many others were asked for since. */
const mostKept = 128;

/**
 * Reads epochs of a journal, and those that nothing changed since not again: a window that stays open asks every half minute, and
 * of a long history only the run under way is another one by then.
 */
export class EpochReads {
  readonly #kept = new Map<string, { readonly mark: string; readonly read: EpochRead }>();
  #journalReads = 0;

  /** How often an epoch's orders were read from a journal. */
  get journalReads(): number {
    return this.#journalReads;
  }

  read(folder: string, journal: JournalSnapshot, summary: EpochSummary, span: Span): EpochRead {
    const { epoch, closedAtMs } = summary;
    const key = JSON.stringify([folder, epoch.id, span]);
    const mark = JSON.stringify([closedAtMs, journal.tradingMark(epoch.id)]);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const read = kept?.mark === mark ? kept.read : this.#readAnew(journal, summary, span);
    this.#kept.set(key, { mark, read });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    return read;
  }

  #readAnew(journal: JournalSnapshot, { epoch, closedAtMs }: EpochSummary, span: Span): EpochRead {
    this.#journalReads += 1;
    const dollarToken = epoch.chain.dollarToken ?? null;
    const dollar =
      dollarToken === null ? null : journal.tokens(epoch.id).find(({ address }) => address === dollarToken);
    const equity = journal.equity(epoch.id);
    const record = new TradingRecord({ epoch, closedAtMs, equity, dollarDecimals: dollar?.decimals ?? null }, span);
    for (const page of journal.orders(epoch.id)) for (const { order, fill } of page) record.add(order, fill);
    return { trading: record.trading(), strategies: record.strategies };
  }
}
