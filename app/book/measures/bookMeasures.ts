import type { BestQuotes, BookFeed } from '../bookFeed.ts';
import { priceOf } from '../instrument.ts';
import { impactBps } from './bookFigures.ts';
import { KyleLambda, type LambdaFit } from './kyleLambda.ts';
import { type MarkOut, MarkOuts } from './markOut.ts';
import { Microprice, type MicropriceFit } from './microprice.ts';
import { type QueueReport, QueueWatch } from './queueWatch.ts';
import { type QuoteMeasures, quoteMeasures } from './quoteMeasures.ts';

/** What a book did over a time; prices in the quote currency, sizes in the base. */
export interface BookMeasuresReport {
  readonly trades: number;
  /** Average of the spread over the mid, in basis points, weighted by time. */
  readonly spreadBps: number | null;
  /** Moves of the mid, and those that went to the side from which the imbalance of the best quotes pressed. */
  readonly moves: number;
  readonly movesWithImbalance: number;
  /** The same for the five best levels of each side. */
  readonly movesWithDepth: number;
  /** Average cost of taking ten average trades at once, against the mid, in basis points. */
  readonly impactBps: number | null;
  readonly lambda: LambdaFit | null;
  readonly microprice: MicropriceFit | null;
  readonly markOuts: readonly MarkOut[];
  readonly queue: QueueReport;
}

const watchedLevels = { pressure: 5, depth: 0 };
const tradesTaken = 10;
const sampleMs = 1000;
const basisPoints = 1e4;

/** Watches one book and its trades by the venue's clock. */
export class BookMeasures {
  readonly #feed: BookFeed;
  readonly #instrument: number;
  readonly #lambda = new KyleLambda();
  readonly #markOuts = new MarkOuts();
  readonly #microprice = new Microprice();
  readonly #queue: QueueWatch;
  #atMs = Number.NEGATIVE_INFINITY;
  #best: QuoteMeasures | null = null;
  #isWhole = false;
  #hasQuotes = false;
  #depthPressure = 0;
  #spreadTime = 0;
  #spreadSum = 0;
  #moves = 0;
  #movesWithImbalance = 0;
  #movesWithDepth = 0;
  #trades = 0;
  #traded = 0n;
  #impactSum = 0;
  #impacts = 0;
  #lastSample = Number.NEGATIVE_INFINITY;

  constructor(feed: BookFeed, instrument: number) {
    this.#feed = feed;
    this.#instrument = instrument;
    this.#queue = new QueueWatch(feed, instrument);
  }

  get trades(): number {
    return this.#trades;
  }

  /** After each change of the book; null: it is not whole. */
  book(venueMs: number, best: BestQuotes | null): void {
    const atMs = this.#advance(venueMs);
    if (best === null) {
      if (this.#isWhole) this.#queue.lose();
      this.#isWhole = false;
      if (!this.#hasQuotes) this.#best = null;
      return;
    }
    this.#isWhole = true;
    if (!this.#hasQuotes) this.#seeBest(atMs, venueMs, best);
    this.#queue.book(atMs);
    this.#depthPressure = this.#feed.figures(this.#instrument, watchedLevels)?.pressure ?? 0;
    if (atMs < this.#lastSample + sampleMs) return;
    this.#lastSample = atMs;
    this.#sampleImpact();
  }

  /** The venue's own quote of this moment. Where there are such, they stand for the best prices: books are sent less often, and trades come in between. */
  quote(venueMs: number | null, best: BestQuotes): void {
    this.#hasQuotes = true;
    const atMs = venueMs === null ? this.#atMs : this.#advance(venueMs);
    if (Number.isFinite(atMs)) this.#seeBest(atMs, venueMs ?? atMs, best);
  }

  #seeBest(atMs: number, venueMs: number, best: BestQuotes): void {
    const quote = quoteMeasures(best);
    if (quote === null) return;
    if (this.#best !== null) this.#seeMove(this.#best, quote);
    this.#best = quote;
    const mid = this.#price(quote.midTicks);
    this.#lambda.price(atMs, mid);
    this.#markOuts.price(venueMs, mid);
    this.#microprice.see({ ...quote, bidShare: (1 + quote.imbalance) / 2 });
  }

  /** @param ticks its price, @param units its size, as the instrument counts them */
  trade(venueMs: number, ticks: bigint, units: bigint, takerBuys: boolean): void {
    const atMs = this.#advance(venueMs);
    const size = Number(units) / 10 ** (this.#feed.instruments[this.#instrument]?.sizeDigits ?? 0);
    this.#trades += 1;
    this.#traded += units;
    this.#lambda.trade(atMs, takerBuys ? size : -size);
    this.#markOuts.trade(venueMs, this.#price(Number(ticks)), size, takerBuys);
    this.#queue.trade(atMs, ticks, Number(units), takerBuys);
  }

  report(): BookMeasuresReport {
    return {
      trades: this.#trades,
      spreadBps: this.#spreadTime === 0 ? null : this.#spreadSum / this.#spreadTime,
      moves: this.#moves,
      movesWithImbalance: this.#movesWithImbalance,
      movesWithDepth: this.#movesWithDepth,
      impactBps: this.#impacts === 0 ? null : this.#impactSum / this.#impacts,
      lambda: this.#lambda.fit(),
      microprice: this.#moves === 0 ? null : this.#microprice.fit(),
      markOuts: this.#markOuts.report(),
      queue: this.#queue.report(),
    };
  }

  #price(ticks: number): number {
    const instrument = this.#feed.instruments[this.#instrument];
    return instrument === undefined ? 0 : priceOf(instrument, ticks);
  }

  /** Streams of one connection overtake each other by milliseconds; time does not go back. */
  #advance(venueMs: number): number {
    const atMs = Math.max(this.#atMs, venueMs);
    const best = this.#best;
    if (best !== null && Number.isFinite(this.#atMs)) {
      const passed = atMs - this.#atMs;
      this.#spreadTime += passed;
      this.#spreadSum += (passed * basisPoints * best.spreadTicks) / best.midTicks;
    }
    this.#atMs = atMs;
    return atMs;
  }

  #seeMove(before: QuoteMeasures, after: QuoteMeasures): void {
    const move = after.midTicks - before.midTicks;
    if (move === 0) return;
    this.#moves += 1;
    if (move * before.imbalance > 0) this.#movesWithImbalance += 1;
    if (move * this.#depthPressure > 0) this.#movesWithDepth += 1;
  }

  #sampleImpact(): void {
    if (this.#trades === 0) return;
    const size = (BigInt(tradesTaken) * this.#traded) / BigInt(this.#trades);
    for (const taker of ['buy', 'sell'] as const) {
      const impact = impactBps(this.#feed, this.#instrument, taker, size);
      if (impact === null) continue;
      this.#impacts += 1;
      this.#impactSum += impact;
    }
  }
}
