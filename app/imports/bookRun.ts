import { BookChanges } from '../book/bookChanges.ts';
import type { BookOutcome } from '../book/bookFeed.ts';
import { BookReplay, type BookReplayListener } from '../book/bookReplay.ts';
import type { BookInstrument } from '../book/instrument.ts';
import type { BookTexts } from '../book/levelTexts.ts';
import type { QuoteText, TradeText } from '../book/messages/statements.ts';
import type { BookVenue } from '../book/venue.ts';
import { parseDecimal } from '../candles/decimal.ts';
import { type RowProblem, RowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import { TradeCheck } from '../candles/tradeCheck.ts';
import { type BookLevelChange, type BookQuote, bookStatedEachMs } from '../history/bookRows.ts';
import { candleDigits } from './candleTable.ts';
import type { TradeRow } from './overlapFilter.ts';
import type { RecordedRow } from './readRecording.ts';

/** What a recording said of one series, for the history. */
export interface BookRunRows {
  readonly trades: TradeRow[];
  readonly quotes: BookQuote[];
  readonly levels: BookLevelChange[];
}

/** What is known of a recording before its books are rebuilt. */
export interface BookRunOptions {
  readonly protocol: BookVenue;
  readonly instruments: readonly BookInstrument[];
  /** Symbols whose trades come one by one. */
  readonly singleTrades: readonly string[];
  /** Only this series of the recording. */
  readonly symbol: string | undefined;
  /** Whether a moment of a series' book is stored already, from elsewhere. */
  readonly isElsewhere: (symbol: string, kind: 'quotes' | 'levels', atMs: number) => boolean;
}

const digits = { price: candleDigits.price, size: candleDigits.volume };
const longestSymbol = 64;
/** What lies outside is no time of a market. */
const [earliestMs, latestMs] = [Date.UTC(2009, 0, 1), Date.UTC(2200, 0, 1)];

const problemOfOutcome: Readonly<Partial<Record<BookOutcome, RowProblem>>> = {
  gap: 'bookGap',
  crossed: 'bookCrossed',
  badChecksum: 'bookChecksum',
  refused: 'bookRefused',
  oldSnapshot: 'oldSnapshot',
};

interface Book {
  readonly symbol: string;
  readonly scale: { readonly price: bigint; readonly size: bigint };
  readonly changes: BookChanges;
  lastMs: number | null;
  /** In which stretch of time the whole book was noted last. */
  stretch: number | null;
  /** What is stored of it breaks off here. */
  brokenOff: boolean;
}

/** Replays a recording and makes of it rows for the history: trades, changes of the best quotes, changes of levels. The same recording makes the same rows. */
export class BookRun implements BookReplayListener {
  readonly report = new RowReport();
  readonly replay: BookReplay;
  readonly #options: BookRunOptions;
  readonly #books: readonly Book[];
  readonly #withBook: ReadonlySet<string>;
  readonly #singleTrades: ReadonlySet<string>;
  readonly #checks = new Map<string, TradeCheck>();
  readonly #quotes = new Map<string, { lastMs: number; content: string }>();
  #rows = new Map<string, BookRunRows>();
  #waiting = 0;
  #row = 0;

  constructor(options: BookRunOptions) {
    const { protocol, instruments, singleTrades } = options;
    this.#options = options;
    this.#singleTrades = new Set(singleTrades);
    this.#withBook = new Set(instruments.map(({ symbol }) => symbol));
    this.replay = new BookReplay(protocol, instruments, this);
    // Hyperliquid states its twenty levels whole; Kraken alone leaves what falls off its depth unsaid.
    const isCut = protocol === 'kraken';
    this.#books = instruments.map(({ symbol, priceDigits, sizeDigits, tickUnits }, place) => ({
      symbol,
      scale: {
        price: tickUnits * 10n ** BigInt(digits.price - priceDigits),
        size: 10n ** BigInt(digits.size - sizeDigits),
      },
      changes: new BookChanges(this.replay.feed, place, isCut),
      lastMs: null,
      stretch: null,
      brokenOff: false,
    }));
  }

  /** Rows that wait to be taken. */
  get waiting(): number {
    return this.#waiting;
  }

  push({ recorded, row }: RecordedRow): void {
    this.#row = row;
    this.replay.take(recorded);
  }

  /** The rows since the last call, by symbol. */
  takeRows(): ReadonlyMap<string, BookRunRows> {
    const rows = this.#rows;
    this.#rows = new Map();
    this.#waiting = 0;
    return rows;
  }

  /** A row of a table that is none. */
  note(problem: RowProblem, detail: string): void {
    this.report.note(this.#row, problem, detail);
  }

  odd(problem: 'malformed' | 'unknownMessage' | 'unreadableLine', name: string): void {
    this.note(problem, name);
  }

  book(instrument: number, outcome: BookOutcome, atMs: number | null, texts: BookTexts | null): void {
    const book = this.#books[instrument];
    if (book === undefined) return;
    const problem = problemOfOutcome[outcome];
    if (problem !== undefined) this.note(problem, `${book.symbol || 'the book'} ${atMs === null ? '' : wholeMs(atMs)}`);
    this.#after(book, outcome, atMs, texts);
  }

  reconnected(atMs: number | null): void {
    for (const book of this.#books) this.#after(book, 'gap', atMs, null);
  }

  trade(text: TradeText, atMs: number | null): void {
    const { id, takerBuys, isAggregate } = text;
    const symbol = text.symbol.slice(0, longestSymbol);
    if (!this.#isWanted(symbol)) return;
    if (isAggregate && this.#singleTrades.has(text.symbol))
      return this.note('aggregatedTrade', `${symbol} ${id ?? ''}`);
    if (!isTime(atMs)) return this.note('badTime', `${symbol} ${atMs ?? 'none'}`);
    const [price, size] = [parseDecimal(text.price, digits.price), parseDecimal(text.size, digits.size)];
    if (typeof price === 'string') return this.note(price, `price is "${text.price.slice(0, 60)}"`);
    if (typeof size === 'string') return this.note(size, `size is "${text.size.slice(0, 60)}"`);
    const value: Trade = { id: id?.slice(0, 64) ?? null, atMs: wholeMs(atMs), price, size, takerBuys };
    const check = this.#checks.get(symbol) ?? new TradeCheck(this.report, digits);
    this.#checks.set(symbol, check);
    // Hyperliquid's ids are hashes: they do not count up.
    const checked = this.#options.protocol === 'hyperliquid' ? { ...value, id: null } : value;
    if (!check.accept(this.#row, checked)) return;
    this.#rowsOf(symbol).trades.push({ row: this.#row, value });
    this.#waiting += 1;
  }

  quote(text: QuoteText, atMs: number | null): void {
    const symbol = text.symbol.slice(0, longestSymbol);
    // Where there is a book, its own best quotes are kept: they are what can be rebuilt.
    if (this.#withBook.has(text.symbol) || !this.#isWanted(symbol)) return;
    const numbers = [text.bid, text.bidSize ?? '0', text.ask, text.askSize ?? '0'].map((each, i) =>
      parseDecimal(each, i % 2 === 0 ? digits.price : digits.size),
    );
    const [bid, bidSize, ask, askSize] = numbers;
    if (
      typeof bid !== 'bigint' ||
      typeof bidSize !== 'bigint' ||
      typeof ask !== 'bigint' ||
      typeof askSize !== 'bigint'
    )
      return this.note('notNumber', `${symbol}: ${text.bid}, ${text.ask}`);
    const last = this.#quotes.get(symbol);
    const content = numbers.join(' ');
    const quoteMs = this.#timeAfter(last?.lastMs ?? null, atMs, symbol);
    if (quoteMs === null || content === last?.content) return;
    this.#quotes.set(symbol, { lastMs: quoteMs, content });
    if (this.#isElsewhere(symbol, 'quotes', quoteMs)) return;
    this.#rowsOf(symbol).quotes.push({ atMs: quoteMs, bid, bidSize, ask, askSize, bidDepth: 0n, askDepth: 0n });
    this.#waiting += 1;
  }

  #after(book: Book, outcome: BookOutcome, atMs: number | null, texts: BookTexts | null): void {
    const changes = book.changes.after(outcome, texts);
    const quote = book.changes.quote();
    if ((changes.length === 0 && quote === undefined) || !this.#isWanted(book.symbol)) return;
    const rowMs = this.#timeAfter(book.lastMs, atMs, book.symbol);
    if (rowMs === null || this.#isElsewhere(book.symbol, 'levels', rowMs)) {
      if (rowMs !== null && !book.brokenOff) this.note('bookOverlap', `${book.symbol} from ${rowMs}`);
      book.brokenOff = true;
      return;
    }
    book.lastMs = rowMs;
    // What changed meanwhile was not kept.
    const shown = book.brokenOff ? book.changes.standing : quote;
    const rows = this.#rowsOf(book.symbol);
    const stretch = Math.floor(rowMs / bookStatedEachMs);
    const isDue = changes.length > 0 && (book.brokenOff || stretch !== book.stretch);
    const whole = isDue ? book.changes.whole() : [];
    for (const { change, ticks, size } of whole.length > 0 ? whole : changes)
      rows.levels.push({ atMs: rowMs, change, price: ticks * book.scale.price, size: size * book.scale.size });
    this.#waiting += whole.length > 0 ? whole.length : changes.length;
    if (isDue) Object.assign(book, { stretch, brokenOff: false });
    if (shown === undefined) return;
    this.#waiting += 1;
    rows.quotes.push({
      atMs: rowMs,
      bid: (shown?.bid.ticks ?? 0n) * book.scale.price,
      bidSize: (shown?.bid.size ?? 0n) * book.scale.size,
      ask: (shown?.ask.ticks ?? 0n) * book.scale.price,
      askSize: (shown?.ask.size ?? 0n) * book.scale.size,
      bidDepth: (shown?.bidDepth ?? 0n) * book.scale.size,
      askDepth: (shown?.askDepth ?? 0n) * book.scale.size,
    });
  }

  /** The order of messages is what happened; a time that goes back is that of the one before. */
  #timeAfter(lastMs: number | null, atMs: number | null, symbol: string): number | null {
    if (!isTime(atMs)) {
      if (lastMs === null) this.note('badTime', `${symbol} ${atMs ?? 'none'}`);
      return lastMs;
    }
    const whole = wholeMs(atMs);
    if (lastMs === null || whole >= lastMs) return whole;
    this.note('timeBack', `${symbol} ${whole}, ${lastMs - whole} ms before the one before it`);
    return lastMs;
  }

  #isWanted(symbol: string): boolean {
    const { symbol: wanted } = this.#options;
    return wanted === undefined || symbol === '' || symbol === wanted;
  }

  #isElsewhere(symbol: string, kind: 'quotes' | 'levels', atMs: number): boolean {
    return this.#options.isElsewhere(symbol, kind, atMs);
  }

  #rowsOf(symbol: string): BookRunRows {
    const rows = this.#rows.get(symbol) ?? { trades: [], quotes: [], levels: [] };
    this.#rows.set(symbol, rows);
    return rows;
  }
}

/** Recorders write nanoseconds, of which a double holds some tenths of a microsecond. */
function wholeMs(atMs: number): number {
  return Math.floor(Math.round(atMs * 1000) / 1000);
}

function isTime(atMs: number | null): atMs is number {
  return atMs !== null && atMs >= earliestMs && atMs < latestMs;
}
