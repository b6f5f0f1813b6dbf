import { decimalText, utcText } from './findingText.ts';
import type { RowProblem, RowReport } from './rowReport.ts';
import { isPriceJump, type SavedSizeWatch, SizeWatch } from './sizeWatch.ts';
import type { Trade } from './trade.ts';

/** JSON text of a `TradeCheck`. */
export interface SavedTradeCheck {
  readonly id: string | null;
  readonly atMs: number;
  readonly price: string;
  readonly sizes: SavedSizeWatch;
}

interface Last {
  readonly id: string | null;
  readonly atMs: number;
  readonly price: bigint;
}

const wholeNumber = /^\d{1,15}$/;

/** How far the second id is past the first, or null where the ids are no numbers. */
function idStep(before: string | null, after: string | null): number | null {
  if (before === null || after === null || !wholeNumber.test(before) || !wholeNumber.test(after)) return null;
  return Number(after) - Number(before);
}

/** How many digits after the point the integers of trades have. */
export interface TradeDigits {
  readonly price: number;
  readonly size: number;
}

/** Looks at the trades of one series in the order of the source and says which may be taken. Constant cost and memory. */
export class TradeCheck {
  readonly #report: RowReport;
  readonly #digits: TradeDigits;
  readonly #sizes: SizeWatch;
  #last: Last | null;

  /** @param digits those of the trades' integers, so that a person can read the findings */
  constructor(report: RowReport, digits: TradeDigits, saved?: SavedTradeCheck) {
    this.#report = report;
    this.#digits = digits;
    this.#sizes = new SizeWatch(saved?.sizes);
    this.#last = saved === undefined ? null : { id: saved.id, atMs: saved.atMs, price: BigInt(saved.price) };
  }

  /** Whether this trade, read from line `row`, is to be used. Whatever is wrong or odd goes into the report. */
  accept(row: number, trade: Trade): boolean {
    const problem = this.#skipReason(trade);
    if (problem !== null) {
      this.#report.note(row, problem, this.#words(trade));
      return false;
    }
    const absurd = this.#sizes.isAbsurd(trade.size);
    if (absurd) this.#report.note(row, 'absurdSize', this.#words(trade));
    if (this.#last !== null) {
      const step = idStep(this.#last.id, trade.id);
      if (step !== null && step > 1) {
        this.#report.missing += step - 1;
        this.#report.note(row, 'gap', `${step - 1} missing after ${this.#last.id}`);
      }
      if (isPriceJump(this.#last.price, trade.price)) {
        this.#report.note(
          row,
          'priceJump',
          `from ${decimalText(this.#last.price, this.#digits.price)}: ${this.#words(trade)}`,
        );
      }
    }
    this.#last = trade;
    return true;
  }

  #words({ id, atMs, price, size }: Trade): string {
    const named = id === null ? '' : `${id}, `;
    return `${named}${utcText(atMs)}: ${decimalText(size, this.#digits.size)} at ${decimalText(price, this.#digits.price)}`;
  }

  #skipReason(trade: Trade): RowProblem | null {
    if (trade.price <= 0n) return 'notPositive';
    if (trade.size <= 0n) return 'negativeSize';
    const last = this.#last;
    if (last === null) return null;
    if (trade.id !== null && trade.id === last.id) {
      const same = trade.atMs === last.atMs && trade.price === last.price;
      return same ? 'duplicate' : 'conflict';
    }
    const step = idStep(last.id, trade.id);
    return trade.atMs < last.atMs || (step !== null && step < 0) ? 'outOfOrder' : null;
  }

  /** What a check that goes on here needs to know; null before the first trade. */
  save(): SavedTradeCheck | null {
    const last = this.#last;
    if (last === null) return null;
    return { id: last.id, atMs: last.atMs, price: last.price.toString(), sizes: this.#sizes.save() };
  }
}
