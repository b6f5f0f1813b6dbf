import type { BestQuotes } from './bookFeed.ts';

/** A venue's own best bid and ask in ticks and sizes; a null size is not compared. */
export interface VenueQuote {
  readonly bidTicks: bigint;
  readonly bidSize: bigint | null;
  readonly askTicks: bigint;
  readonly askSize: bigint | null;
}

interface AtId<Value> {
  readonly id: number;
  readonly value: Value;
}

function isEqual({ bid, ask }: BestQuotes, quote: VenueQuote): boolean {
  if (bid.ticks !== quote.bidTicks || ask.ticks !== quote.askTicks) return false;
  return (quote.bidSize ?? bid.size) === bid.size && (quote.askSize ?? ask.size) === ask.size;
}

const shownDifferences = 5;
const longestWait = 4096;

/**
 * Holds a rebuilt book against the venue's own best quotes. Quotes that carry an update id come on a stream of their own, more often than the book's
 * messages: the one that stands when a message's last id is reached must be what the book then shows. Others are compared as they come.
 */
export class QuoteComparison {
  compared = 0;
  equal = 0;
  readonly differences: string[] = [];
  #standing: AtId<VenueQuote> | null = null;
  #waiting: AtId<BestQuotes>[] = [];

  /** The book after a message whose last id is `id`. */
  bookAt(id: number, best: BestQuotes): void {
    this.#waiting.push({ id, value: best });
    // Where no quotes come there is nothing to wait for.
    if (this.#waiting.length > longestWait) this.#waiting.shift();
  }

  /** The venue's quote since `id`. */
  quoteAt(id: number, quote: VenueQuote): void {
    const standing = this.#standing;
    if (standing !== null && id <= standing.id) return;
    while (this.#waiting[0] !== undefined && this.#waiting[0].id < id) {
      const { id: bookId, value } = this.#waiting[0];
      this.#waiting.shift();
      if (standing !== null && standing.id <= bookId) this.#count(value, standing.value, `id ${bookId}`);
    }
    this.#standing = { id, value: quote };
  }

  /** The venue's word on the book as it is now. */
  now(best: BestQuotes | null, quote: VenueQuote, where: string): void {
    if (best === null) return;
    this.#count(best, quote, where);
  }

  /** A checksum over the best levels was or was not ours. */
  checksum(isOurs: boolean, where: string): void {
    this.#add(isOurs, `${where}: the checksum is another`);
  }

  #count(best: BestQuotes, quote: VenueQuote, where: string): void {
    const ours = `${best.bid.ticks}/${best.bid.size} ${best.ask.ticks}/${best.ask.size}`;
    const theirs = `${quote.bidTicks}/${quote.bidSize} ${quote.askTicks}/${quote.askSize}`;
    this.#add(isEqual(best, quote), `${where}: rebuilt ${ours}, the venue's ${theirs} (ticks/size)`);
  }

  #add(isFine: boolean, difference: string): void {
    this.compared += 1;
    if (isFine) this.equal += 1;
    else if (this.differences.length < shownDifferences) this.differences.push(difference);
  }
}
