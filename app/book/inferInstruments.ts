import type { BookInstrument } from './instrument.ts';
import type { BookTexts, LevelText } from './levelTexts.ts';
import type { QuoteText } from './messages/statements.ts';

const plainDecimal = /^\d+(?:\.(\d+))?$/;
const mostDigits = 18;

interface Digits {
  hasBook: boolean;
  price: number;
  size: number;
  /** Digits of prices without zeros at the end: the tick has no more. */
  tick: number;
}

/**
 * Tells instruments from the texts of their levels, for a recording that does not carry the venue's own list: as many digits as any text has, and the tick a one in the
 * last place that any price uses.
 */
export class InstrumentInference {
  readonly #digits = new Map<string, Digits>();

  /** `symbol` is what stands for a message that names none. */
  seeBook({ bids, asks }: BookTexts, symbol: string): void {
    const digits = this.#of(symbol);
    digits.hasBook = true;
    for (const level of [...bids, ...asks]) see(digits, level);
  }

  /** A venue's quote, which may reach a tick before the book does. */
  seeQuote({ symbol, bid, bidSize, ask, askSize }: QuoteText): void {
    const digits = this.#of(symbol);
    see(digits, { price: bid, size: bidSize ?? '' });
    see(digits, { price: ask, size: askSize ?? '' });
  }

  /** With what another saw of the instrument without a name, as if of this symbol. */
  joined(other: InstrumentInference, symbol: string): InstrumentInference {
    const joined = new InstrumentInference();
    for (const [name, digits] of this.#digits) joined.#digits.set(name, { ...digits });
    for (const more of other.#digits.values()) {
      const digits = joined.#of(symbol);
      digits.hasBook ||= more.hasBook;
      for (const place of ['price', 'size', 'tick'] as const) digits[place] = Math.max(digits[place], more[place]);
    }
    return joined;
  }

  #of(symbol: string): Digits {
    const digits = this.#digits.get(symbol) ?? { hasBook: false, price: 0, size: 0, tick: 0 };
    this.#digits.set(symbol, digits);
    return digits;
  }

  /** Those that there is a book of. */
  instruments(): BookInstrument[] {
    const books = [...this.#digits].filter(([, { hasBook }]) => hasBook);
    return books.map(([symbol, { price, size, tick }]) => ({
      symbol,
      priceDigits: price,
      sizeDigits: size,
      tickUnits: 10n ** BigInt(price - tick),
    }));
  }
}

function see(digits: Digits, { price, size }: LevelText): void {
  const priceFraction = plainDecimal.exec(price)?.[1] ?? '';
  const sizeFraction = plainDecimal.exec(size)?.[1] ?? '';
  digits.price = Math.min(mostDigits, Math.max(digits.price, priceFraction.length));
  digits.size = Math.min(mostDigits, Math.max(digits.size, sizeFraction.length));
  let used = priceFraction.length;
  while (used > 0 && priceFraction[used - 1] === '0') used -= 1;
  digits.tick = Math.min(mostDigits, Math.max(digits.tick, used));
}
