import type { BookInstrument } from './instrument.ts';
import type { BookTexts, LevelText } from './levelTexts.ts';
import type { QuoteText } from './messages/statements.ts';

const decimal = /^(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;
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

  /** What the venue itself says of an instrument: digits of its prices and sizes. */
  seeDigits(symbol: string, price: number, size: number): void {
    const digits = this.#of(symbol);
    digits.price = Math.min(mostDigits, Math.max(digits.price, price));
    digits.size = Math.min(mostDigits, Math.max(digits.size, size));
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

/** Digits behind the point of a decimal, and how many of them are not zeros at its end. */
function digitsOf(text: string): { readonly written: number; readonly used: number } {
  const [, whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  const zeros = /0*$/.exec(whole + fraction)?.[0].length ?? 0;
  const shift = fraction.length - Number(exponent);
  const bounded = (digits: number): number => Math.min(mostDigits, Math.max(0, digits));
  return { written: bounded(shift), used: bounded(shift - zeros) };
}

function see(digits: Digits, { price, size }: LevelText): void {
  const [ofPrice, ofSize] = [digitsOf(price), digitsOf(size)];
  digits.price = Math.max(digits.price, ofPrice.written);
  digits.size = Math.max(digits.size, ofSize.written);
  digits.tick = Math.max(digits.tick, ofPrice.used);
}
