import type { BookOutcome } from '../bookFeed.ts';
import { ReferenceBook } from './referenceBook.ts';

/** A statement about a book, as a test makes it and writes it in a venue's words. */
export interface Statement {
  readonly isSnapshot: boolean;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  /** [side, ticks, size] */
  readonly levels: readonly (readonly ['bid' | 'ask', bigint, bigint])[];
}

/** spot and futures are Binance's; steps: ids one by one (Bybit); chain: each names the one before (OKX); whole: each statement is the book at a time (Hyperliquid); unnumbered: Coinbase Exchange. */
export type Rule = 'spot' | 'futures' | 'steps' | 'chain' | 'whole' | 'unnumbered';

/** Keeps a book by a venue's published rules, read from its documentation and written down a second time. */
export class ReferenceSync {
  readonly book = new ReferenceBook();
  isLive = false;
  readonly #rule: Rule;
  #id = 0;
  #isFirst = false;
  #buffer: Statement[] = [];

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  apply(statement: Statement): BookOutcome {
    return statement.isSnapshot ? this.#snapshot(statement) : this.#diff(statement);
  }

  get #isRequested(): boolean {
    return this.#rule === 'spot' || this.#rule === 'futures';
  }

  #order({ firstId, lastId, previousId }: Statement, id: number, isFirst: boolean): 'old' | 'next' | 'hole' {
    if (this.#rule === 'whole' || this.#rule === 'unnumbered') return 'next';
    if (this.#rule === 'chain') return previousId === id ? 'next' : 'hole';
    if (this.#rule === 'steps') return lastId <= id ? 'old' : lastId === id + 1 ? 'next' : 'hole';
    if (this.#rule === 'spot') return lastId <= id ? 'old' : firstId <= id + 1 ? 'next' : 'hole';
    if (isFirst) return lastId < id ? 'old' : previousId <= id ? 'next' : 'hole';
    return lastId <= id ? 'old' : previousId === id ? 'next' : 'hole';
  }

  #put(statement: Statement, fine: BookOutcome): BookOutcome {
    for (const [side, ticks, size] of statement.levels) this.book.set(side, ticks, size);
    this.#id = statement.lastId;
    if (!this.book.isCrossed()) return fine;
    this.isLive = false;
    return 'crossed';
  }

  #diff(statement: Statement): BookOutcome {
    if (!this.isLive) {
      this.#keep(statement);
      return 'waiting';
    }
    const order = this.#order(statement, this.#id, this.#isFirst);
    if (order === 'old') return 'stale';
    if (order === 'hole') {
      this.isLive = false;
      this.#keep(statement);
      return 'gap';
    }
    this.#isFirst = false;
    return this.#put(statement, 'applied');
  }

  #keep(statement: Statement): void {
    if (!this.#isRequested) return;
    const last = this.#buffer.at(-1);
    const follows =
      last === undefined ||
      (this.#rule === 'futures' ? statement.previousId === last.lastId : statement.firstId === last.lastId + 1);
    this.#buffer = follows ? [...this.#buffer, statement] : [statement];
  }

  #snapshot(statement: Statement): BookOutcome {
    const isOlder = statement.lastId < this.#id;
    if (this.isLive && isOlder && (this.#isRequested || this.#rule === 'whole')) return 'stale';
    if (!this.isLive && this.#isRequested) {
      const first = this.#buffer.find((kept) => this.#order(kept, statement.lastId, true) !== 'old');
      if (first !== undefined && this.#order(first, statement.lastId, true) === 'hole') return 'oldSnapshot';
    }
    this.book.clear();
    this.isLive = true;
    this.#isFirst = true;
    let outcome = this.#put(statement, 'snapshot');
    const kept = this.#buffer;
    this.#buffer = [];
    for (const each of kept) {
      const applied = this.#diff(each);
      if (applied !== 'applied' && applied !== 'stale' && outcome === 'snapshot') outcome = applied;
    }
    return outcome;
  }
}
