import { type BookEvent, BookFeed, type BookOutcome } from './bookFeed.ts';
import type { BookReplayReport } from './bookReplayReport.ts';
import { ClockOffset } from './clockOffset.ts';
import type { BookInstrument } from './instrument.ts';
import { type BookTexts, bookTexts } from './levelTexts.ts';
import { BookMeasures, type BookMeasuresReport } from './measures/bookMeasures.ts';
import { partialDepth } from './messages/binance.ts';
import type { QuoteText, TradeText } from './messages/statements.ts';
import { QuoteComparison, type VenueQuote } from './quoteComparison.ts';
import { scaledQuote, sizeUnitsOf, ticksOf, topOfTexts } from './quoteScale.ts';
import { isFromVenue, onlySymbol, parsed, type RecordedLine, requestedSymbol } from './recordedLine.ts';
import { SequenceWatch } from './sequenceWatch.ts';
import type { BookVenue } from './venue.ts';
import { venueMessage } from './venueMessage.ts';

const mostNames = 50;

/** Hears of a recording what its replay makes of it, message by message. Times are the venue's; where it says none, the recorder's, corrected by what is known of its clock. */
export interface BookReplayListener {
  /** A text that is no message, or one of a kind that is not known, by what it calls itself. */
  odd(problem: 'malformed' | 'unknownMessage' | 'unreadableLine', name: string): void;
  /** After each message about a book. `texts`: its levels. */
  book(instrument: number, outcome: BookOutcome, atMs: number | null, texts: BookTexts | null): void;
  /** Every book is lost: the connection is new. */
  reconnected(atMs: number | null): void;
  trade(trade: TradeText, atMs: number | null): void;
  quote(quote: QuoteText, atMs: number | null): void;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/**
 * Whether a quote without an update id is about the book as it is now. Coinbase sends every change of a book before the ticker that comes of it; a first ticker is of
 * before the book. Elsewhere quotes overtake books, and only one of the same time is about the same book.
 */
function isOfThisBook(venue: BookVenue, quoteMs: number, bookMs: number): boolean {
  return venue === 'coinbase' ? quoteMs >= bookMs : quoteMs === bookMs;
}

/** Rebuilds the books of a recording line by line, and holds them against what the venue itself says of them. */
export class BookReplay {
  readonly feed: BookFeed;
  readonly #venue: BookVenue;
  readonly #listener: BookReplayListener | null;
  readonly #places: ReadonlyMap<string, number>;
  readonly #comparisons: QuoteComparison[];
  readonly #measures: BookMeasures[];
  /** By the venue's clock, as of which a book stands. */
  readonly #bookMs: (number | null)[];
  readonly #watch: SequenceWatch;
  readonly #clock = new ClockOffset();
  readonly #messages = new Map<string, number>();
  readonly #unknown = new Map<string, number>();
  readonly #outcomes = new Map<BookOutcome, number>();
  #malformed = 0;
  #unreadableLines = 0;
  #gaps = 0;
  #missedGaps = 0;
  #crossedShown = 0;
  #quotes = 0;

  constructor(venue: BookVenue, instruments: readonly BookInstrument[], listener: BookReplayListener | null = null) {
    this.#venue = venue;
    this.#listener = listener;
    this.feed = new BookFeed(
      venue,
      instruments.map((each) => (each.symbol === onlySymbol ? { ...each, symbol: 'the only one' } : each)),
    );
    this.#places = new Map(instruments.map(({ symbol }, place) => [symbol, place]));
    this.#comparisons = instruments.map(() => new QuoteComparison());
    this.#measures = instruments.map((_, place) => new BookMeasures(this.feed, place));
    this.#bookMs = instruments.map(() => null);
    this.#watch = new SequenceWatch(venue);
  }

  take(recorded: RecordedLine): void {
    if (recorded.direction === 'other') {
      this.#unreadableLines += 1;
      this.#listener?.odd('unreadableLine', recorded.text);
    }
    if (recorded.direction === 'connected') {
      this.feed.reconnect();
      this.#listener?.reconnected(this.#atVenue(recorded.receivedMs));
    }
    if (!isFromVenue(recorded)) return;
    const message = parsed(recorded.text);
    if (message === undefined) this.#countMalformed(recorded);
    else this.#take(recorded, message);
  }

  #countMalformed({ text }: RecordedLine): void {
    this.#malformed += 1;
    this.#listener?.odd('malformed', text);
  }

  /** When something was sent, by the venue's clock as far as it is known. */
  #atVenue(receivedMs: number | null): number | null {
    return this.#clock.sentMs(receivedMs) ?? receivedMs;
  }

  report(): BookReplayReport {
    const sum = (of: (each: QuoteComparison) => number): number =>
      this.#comparisons.reduce((total, each) => total + of(each), 0);
    return {
      instruments: this.feed.instruments.length,
      bytes: this.feed.bytes,
      messages: this.#messages,
      unknown: this.#unknown,
      malformed: this.#malformed,
      unreadableLines: this.#unreadableLines,
      outcomes: this.#outcomes,
      gaps: this.#gaps,
      missedGaps: this.#missedGaps,
      crossedShown: this.#crossedShown,
      quotes: this.#quotes,
      compared: sum(({ compared }) => compared),
      equal: sum(({ equal }) => equal),
      differences: this.#comparisons.flatMap(({ differences }) => differences),
      clockBehindMs: this.#clock.behindMs,
    };
  }

  /** Of the instruments that traded most, at most `count`. */
  measures(count: number): { readonly symbol: string; readonly report: BookMeasuresReport }[] {
    return this.#measures
      .map((measures, place) => ({ measures, symbol: this.feed.instruments[place]?.symbol ?? '' }))
      .filter(({ measures }) => measures.trades > 0)
      .sort((a, b) => b.measures.trades - a.measures.trades)
      .slice(0, count)
      .map(({ measures, symbol }) => ({ symbol, report: measures.report() }));
  }

  #take(recorded: RecordedLine, message: unknown): void {
    const { name, isKnown, statements } = venueMessage(this.#venue, message);
    const names = isKnown ? this.#messages : this.#unknown;
    count(names, names.size < mostNames || names.has(name) ? name : 'others');
    if (!isKnown) this.#listener?.odd('unknownMessage', name);
    const isAfterHole = this.#watch.isAfterHole(message);
    if (isAfterHole) this.#gaps += 1;
    const wasShown = isAfterHole ? this.feed.instruments.map((_, place) => this.feed.isLive(place)) : [];
    const asked = requestedSymbol(recorded.request);
    const events = this.feed.apply(
      Buffer.from(recorded.text),
      asked === null ? null : (this.#places.get(asked) ?? null),
    );
    if (events === null) {
      this.#countMalformed(recorded);
      return;
    }
    const texts = bookTexts(message);
    // Binance alone has its whole books asked for.
    const isOfStream = this.#venue !== 'binance' || name === partialDepth;
    // A hole in a connection's numbers makes events of its own, which come first.
    const ahead = events.length - texts.length;
    events.forEach((event, i) => {
      this.#afterBook(event, recorded.receivedMs, texts[i - ahead] ?? null, isOfStream);
      const stayedOn = event.instrument !== null && wasShown[event.instrument] === true && event.outcome === 'applied';
      if (isAfterHole && stayedOn) this.#missedGaps += 1;
    });
    for (const statement of statements) {
      this.#clock.see(statement.venueMs, recorded.receivedMs);
      const atMs = statement.venueMs ?? this.#atVenue(recorded.receivedMs);
      if (statement.kind === 'quote') {
        this.#compareQuote(statement, recorded.receivedMs);
        this.#listener?.quote(statement, atMs);
      } else {
        this.#trade(statement, statement.venueMs ?? recorded.receivedMs);
        this.#listener?.trade(statement, atMs);
      }
    }
  }

  #afterBook(
    { instrument, outcome, venueMs, lastId }: BookEvent,
    receivedMs: number | null,
    texts: BookTexts | null,
    isOfStream: boolean,
  ): void {
    count(this.#outcomes, outcome);
    const atMs = venueMs ?? texts?.writtenMs ?? null;
    this.#clock.see(atMs, receivedMs);
    if (instrument === null) return;
    this.#listener?.book(instrument, outcome, atMs ?? this.#atVenue(receivedMs), texts);
    const comparison = this.#comparisons[instrument];
    const scale = this.feed.instruments[instrument];
    if (comparison === undefined || scale === undefined) return;
    const best = this.feed.best(instrument);
    if (best !== null && best.bid.ticks >= best.ask.ticks) this.#crossedShown += 1;
    const measuredMs = atMs ?? receivedMs;
    if (measuredMs !== null && outcome !== 'stale') this.#measures[instrument]?.book(measuredMs, best);
    if (outcome !== 'stale' && (atMs !== null || outcome === 'snapshot')) this.#bookMs[instrument] = atMs;
    const where = `${scale.symbol} ${atMs === null ? `received ${receivedMs}` : `at ${atMs}`}`;
    const isKept = outcome === 'applied' || outcome === 'snapshot';
    // OKX sends one too, which the book does not check: its chain of ids tells.
    const isVouchedFor = this.#venue === 'kraken' && texts?.hasChecksum === true;
    if (isVouchedFor && (isKept || outcome === 'badChecksum')) {
      this.#quotes += 1;
      comparison.checksum(isKept, where);
    }
    if (best === null) return;
    if (isKept && (isOfStream || outcome === 'applied') && lastId > 0) comparison.bookAt(lastId, best);
    // A stream's snapshot says itself what is best. One that was asked for has on top of it what was kept since.
    if (outcome !== 'snapshot' || texts === null || !isOfStream) return;
    const quote = topOfTexts(scale, texts);
    if (quote === null) return;
    this.#quotes += 1;
    comparison.now(best, quote, where);
  }

  #trade({ symbol, price, size, takerBuys }: TradeText, atMs: number | null): void {
    const instrument = this.#places.get(symbol);
    const scale = instrument === undefined ? undefined : this.feed.instruments[instrument];
    if (instrument === undefined || scale === undefined || atMs === null) return;
    const [ticks, units] = [ticksOf(scale, price), sizeUnitsOf(scale, size)];
    if (ticks === null || units === null || ticks <= 0n || units <= 0n) return;
    this.#measures[instrument]?.trade(atMs, ticks, units, takerBuys);
  }

  #compareQuote(text: QuoteText, receivedMs: number | null): void {
    const instrument = this.#places.get(text.symbol);
    if (instrument === undefined) return;
    const comparison = this.#comparisons[instrument];
    const scale = this.feed.instruments[instrument];
    if (comparison === undefined || scale === undefined) return;
    const quote = scaledQuote(scale, { price: text.bid, size: text.bidSize }, { price: text.ask, size: text.askSize });
    if (quote === null) return;
    this.#quotes += 1;
    this.#measureQuote(instrument, quote, text.venueMs ?? this.#clock.sentMs(receivedMs));
    if (text.updateId !== null) {
      comparison.quoteAt(text.updateId, quote);
      return;
    }
    const bookMs = this.#bookMs[instrument] ?? null;
    if (bookMs === null || text.venueMs === null || !isOfThisBook(this.#venue, text.venueMs, bookMs)) return;
    comparison.now(this.feed.best(instrument), quote, `${text.symbol} at ${text.venueMs}`);
  }

  #measureQuote(
    instrument: number,
    { bidTicks, bidSize, askTicks, askSize }: VenueQuote,
    venueMs: number | null,
  ): void {
    if (bidSize === null || askSize === null || bidTicks >= askTicks) return;
    const best = { bid: { ticks: bidTicks, size: bidSize }, ask: { ticks: askTicks, size: askSize } };
    this.#measures[instrument]?.quote(venueMs, best);
  }
}
