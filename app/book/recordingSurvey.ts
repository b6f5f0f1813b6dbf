import { InstrumentInference } from './inferInstruments.ts';
import type { BookInstrument } from './instrument.ts';
import { bookTexts } from './levelTexts.ts';
import { krakenDigits } from './messages/kraken.ts';
import { isFromVenue, onlySymbol, parsed, type RecordedLine, requestedSymbol } from './recordedLine.ts';
import type { BookVenue } from './venue.ts';
import { venueMessage } from './venueMessage.ts';

/** What has to be known of a whole recording before its books can be rebuilt. */
export class RecordingSurvey {
  readonly #venue: BookVenue;
  readonly #inference = new InstrumentInference();
  readonly #nameless = new InstrumentInference();
  readonly #singleTrades = new Set<string>();

  constructor(venue: BookVenue) {
    this.#venue = venue;
  }

  see(recorded: RecordedLine): void {
    if (!isFromVenue(recorded)) return;
    const message = parsed(recorded.text);
    if (this.#venue === 'kraken')
      for (const { symbol, price, size } of krakenDigits(message)) this.#inference.seeDigits(symbol, price, size);
    for (const statement of venueMessage(this.#venue, message).statements) {
      if (statement.kind === 'quote') this.#inference.seeQuote(statement);
      else if (!statement.isAggregate) this.#singleTrades.add(statement.symbol);
    }
    for (const texts of bookTexts(message)) {
      const symbol = texts.symbol ?? requestedSymbol(recorded.request);
      if (symbol === null) this.#nameless.seeBook(texts, onlySymbol);
      else this.#inference.seeBook(texts, symbol);
    }
  }

  /** The instruments whose books it speaks of; one that names none at all has one without a name. */
  instruments(): BookInstrument[] {
    const known = this.#inference.instruments();
    if (known.length > 1) return known;
    const [only] = known;
    const joined = this.#inference.joined(this.#nameless, only?.symbol ?? onlySymbol);
    return joined.instruments();
  }

  /** Symbols whose trades come one by one: sums of the same trades come beside them. */
  get singleTrades(): readonly string[] {
    return [...this.#singleTrades];
  }
}
