import type { Candle, CandleDigits } from './candle.ts';
import { decimalText, utcText } from './findingText.ts';
import { type Interval, intervalMs } from './interval.ts';
import type { RowProblem, RowReport } from './rowReport.ts';
import { isPriceJump, type SavedSizeWatch, SizeWatch } from './sizeWatch.ts';

/** JSON text of a `CandleCheck`. */
export interface SavedCandleCheck {
  readonly openTimeMs: number;
  readonly close: string;
  readonly content: string;
  readonly sizes: SavedSizeWatch;
}

interface Last {
  readonly openTimeMs: number;
  readonly close: bigint;
  readonly content: Candle | string;
}

function contentOf(candle: Candle): string {
  const { openTimeMs, open, high, low, close, volume, quoteVolume, trades, takerVolume, takerQuoteVolume } = candle;
  return [openTimeMs, open, high, low, close, volume, quoteVolume, trades, takerVolume, takerQuoteVolume].join(' ');
}

function priceProblem({ open, high, low, close }: Candle): RowProblem | null {
  if (open <= 0n || high <= 0n || low <= 0n || close <= 0n) return 'notPositive';
  if (high < low) return 'highBelowLow';
  return open > high || open < low || close > high || close < low ? 'outsideRange' : null;
}

function hasNegativeSize({ volume, quoteVolume, trades, takerVolume, takerQuoteVolume }: Candle): boolean {
  if (volume < 0n || (trades ?? 0) < 0) return true;
  return (quoteVolume ?? 0n) < 0n || (takerVolume ?? 0n) < 0n || (takerQuoteVolume ?? 0n) < 0n;
}

/** Looks at the bars of one series in the order of the source and says which may be taken. Constant cost and memory. */
export class CandleCheck {
  readonly #lengthMs: number;
  readonly #report: RowReport;
  readonly #digits: CandleDigits;
  readonly #sizes: SizeWatch;
  #last: Last | null;

  /** @param digits those of the bars' integers, so that a person can read the findings */
  constructor(interval: Interval, report: RowReport, digits: CandleDigits, saved?: SavedCandleCheck) {
    this.#lengthMs = intervalMs(interval);
    this.#report = report;
    this.#digits = digits;
    this.#sizes = new SizeWatch(saved?.sizes);
    this.#last = saved === undefined ? null : { ...saved, close: BigInt(saved.close) };
  }

  /** Whether this bar, read from line `row`, is to be used. Whatever is wrong or odd goes into the report. */
  accept(row: number, candle: Candle): boolean {
    const problem = this.#skipReason(candle);
    if (problem !== null) {
      this.#report.note(row, problem, this.#words(candle));
      return false;
    }
    this.#flag(row, candle);
    this.#last = { openTimeMs: candle.openTimeMs, close: candle.close, content: candle };
    return true;
  }

  #skipReason(candle: Candle): RowProblem | null {
    if (candle.openTimeMs % this.#lengthMs !== 0) return 'misaligned';
    const price = priceProblem(candle);
    if (price !== null) return price;
    if (hasNegativeSize(candle)) return 'negativeSize';
    const last = this.#last;
    if (last === null || candle.openTimeMs > last.openTimeMs) return null;
    if (candle.openTimeMs < last.openTimeMs) return 'outOfOrder';
    const before = typeof last.content === 'string' ? last.content : contentOf(last.content);
    return before === contentOf(candle) ? 'duplicate' : 'conflict';
  }

  #flag(row: number, candle: Candle): void {
    const last = this.#last;
    const absurd = this.#sizes.isAbsurd(candle.volume);
    if (absurd)
      this.#report.note(row, 'absurdSize', `${utcText(candle.openTimeMs)}: volume ${this.#size(candle.volume)}`);
    if (
      (candle.takerVolume !== null && candle.takerVolume > candle.volume) ||
      (candle.quoteVolume !== null && candle.takerQuoteVolume !== null && candle.takerQuoteVolume > candle.quoteVolume)
    ) {
      const bought = candle.takerVolume === null ? 'unknown' : this.#size(candle.takerVolume);
      this.#report.note(row, 'takerAboveVolume', `${this.#words(candle)}, bought ${bought}`);
    }
    if (last === null) return;
    const missing = (candle.openTimeMs - last.openTimeMs) / this.#lengthMs - 1;
    if (missing > 0) {
      this.#report.missing += missing;
      this.#report.note(row, 'gap', `${missing} missing after ${utcText(last.openTimeMs)}`);
    }
    if (isPriceJump(last.close, candle.high) || isPriceJump(last.close, candle.low)) {
      const [from, low, high] = [last.close, candle.low, candle.high].map((price) => this.#price(price));
      this.#report.note(row, 'priceJump', `${utcText(candle.openTimeMs)}: from ${from} to between ${low} and ${high}`);
    }
  }

  #words({ openTimeMs, open, high, low, close, volume }: Candle): string {
    const prices = [open, high, low, close].map((price) => this.#price(price)).join(' ');
    return `${utcText(openTimeMs)}: ${prices}, volume ${this.#size(volume)}`;
  }

  #price(price: bigint): string {
    return decimalText(price, this.#digits.price);
  }

  #size(volume: bigint): string {
    return decimalText(volume, this.#digits.volume);
  }

  /** What a check that goes on here needs to know; null before the first bar. */
  save(): SavedCandleCheck | null {
    const last = this.#last;
    if (last === null) return null;
    const content = typeof last.content === 'string' ? last.content : contentOf(last.content);
    return { openTimeMs: last.openTimeMs, close: last.close.toString(), content, sizes: this.#sizes.save() };
  }
}
