import type { BookMessage, RecordedTrade } from '../fills/bookFills.ts';
import type { RecordedEvent } from '../fills/recordedEvents.ts';
import type { BookInstrument } from '../instrument.ts';
import { ReplayedBook } from '../replayedBook.ts';
import { bookFigures, impactBps, noFigures } from './bookFigures.ts';
import { KyleLambda } from './kyleLambda.ts';
import { MarkOuts, markOutHorizonsMs } from './markOut.ts';
import { QueueWatch } from './queueWatch.ts';

export interface SeriesSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
  /** Whose impact is measured, in units of the instrument's sizes. */
  readonly impactSize: bigint;
}

type Column = (number | null)[];

/** A value for each stretch of time, as of its end; null: there was no book, or too little to say. */
export interface MeasureColumns {
  readonly mid: Column;
  /** Basis points. */
  readonly spread: Column;
  readonly imbalance: Column;
  readonly imbalanceFive: Column;
  /** How far the mid weighted by the other side's size is from the mid, in basis points. */
  readonly microprice: Column;
  readonly bidDepth: Column;
  readonly askDepth: Column;
  readonly impactBuy: Column;
  readonly impactSell: Column;
  /** Kyle's lambda over seconds, fitted over `lambdaMs` up to the point: price for one unit of the base. */
  readonly lambda: Column;
  /** Adverse selection of the trades of the stretch, once their horizon was over: basis points that the mid went with the taker. */
  readonly markOut1: Column;
  readonly markOut5: Column;
  readonly markOut30: Column;
  /** Of orders that joined the best prices in the stretch and were reached within 30 s, the average wait in seconds. */
  readonly queueWait: Column;
}

const basisPoints = 1e4;
const secondMs = 1000;
const lambdaLeastMs = 60_000;
const markOutNames = ['markOut1', 'markOut5', 'markOut30'] as const;

/** A second's order flow, and where the mid stood first and last in it. */
interface Second {
  readonly atMs: number;
  flow: number;
  first: number | null;
  mid: number | null;
}

/** Over how long lambda is fitted where points are so far apart. */
export const lambdaSpanMs = (stepMs: number): number => Math.max(lambdaLeastMs, stepMs);

/**
 * The measures of a recorded book over time, from its stored messages and trades in order. What comes before the span makes the book; what comes after it settles the mark-outs of its trades,
 * so give it half a minute more.
 */
export class MeasureSeries {
  readonly columns: MeasureColumns;
  readonly stepMs: number;
  messages = 0;
  trades = 0;
  readonly #book: ReplayedBook;
  readonly #instrument: BookInstrument;
  readonly #span: SeriesSpan;
  readonly #markOuts: MarkOuts;
  readonly #queue: QueueWatch;
  readonly #sums = markOutNames.map(() => new Map<number, { size: number; impact: number }>());
  readonly #waits = new Map<number, { count: number; waitedMs: number }>();
  /** Seconds as far back as lambda looks. */
  #seconds: Second[] = [];
  #point = 0;
  #lastMid: number | null = null;

  constructor(instrument: BookInstrument, span: SeriesSpan) {
    this.#instrument = instrument;
    this.#span = span;
    this.stepMs = (span.toMs - span.fromMs) / span.points;
    this.#book = new ReplayedBook(instrument);
    const column = (): Column => Array.from({ length: span.points }, () => null);
    this.columns = {
      mid: column(),
      spread: column(),
      imbalance: column(),
      imbalanceFive: column(),
      microprice: column(),
      bidDepth: column(),
      askDepth: column(),
      impactBuy: column(),
      impactSell: column(),
      lambda: column(),
      markOut1: column(),
      markOut5: column(),
      markOut30: column(),
      queueWait: column(),
    };
    this.#markOuts = new MarkOuts(markOutHorizonsMs, ({ horizonMs, atMs, size, effective, realised }) => {
      const point = this.#pointOf(atMs);
      const sums = this.#sums[markOutHorizonsMs.findIndex((each) => each >= horizonMs)];
      if (point === null || sums === undefined) return;
      const sum = sums.get(point) ?? { size: 0, impact: 0 };
      sums.set(point, { size: sum.size + size, impact: sum.impact + size * (effective - realised) });
    });
    this.#queue = new QueueWatch(this.#book.feed, 0, (joinedMs, waitedMs) => {
      const point = this.#pointOf(joinedMs);
      if (point === null) return;
      const sum = this.#waits.get(point) ?? { count: 0, waitedMs: 0 };
      this.#waits.set(point, { count: sum.count + 1, waitedMs: sum.waitedMs + waitedMs });
    });
  }

  take(event: RecordedEvent): void {
    const atMs = event.atUs / 1000;
    this.#sampleBefore(atMs);
    if ('message' in event) this.#message(atMs, event.message);
    else this.#trade(atMs, event.trade);
  }

  /** After the last event. */
  end(): MeasureColumns {
    this.#sampleBefore(Number.POSITIVE_INFINITY);
    markOutNames.forEach((name, i) => {
      for (const [point, { size, impact }] of this.#sums[i] ?? []) this.columns[name][point] = impact / size;
    });
    for (const [point, { count, waitedMs }] of this.#waits) this.columns.queueWait[point] = waitedMs / count / secondMs;
    return this.columns;
  }

  #pointOf(atMs: number): number | null {
    const { fromMs, toMs, points } = this.#span;
    if (atMs < fromMs || atMs >= toMs) return null;
    return Math.min(points - 1, Math.floor((atMs - fromMs) / this.stepMs));
  }

  #message(atMs: number, message: BookMessage): void {
    if (this.#pointOf(atMs) !== null) this.messages += 1;
    const wasWhole = this.#book.state === 'whole';
    this.#book.take(atMs, message);
    const figures = this.#book.feed.figures(0, { pressure: 1, depth: 1 });
    if (figures === null) {
      if (wasWhole) this.#queue.lose();
      this.#lastMid = null;
      return;
    }
    const mid = this.#price(figures.midTicks);
    this.#markOuts.price(atMs, mid);
    const second = this.#second(atMs);
    second.first ??= mid;
    second.mid = mid;
    this.#lastMid = mid;
    this.#queue.book(atMs);
  }

  #trade(atMs: number, { ticks, size, takerBuys }: RecordedTrade): void {
    if (this.#pointOf(atMs) !== null) this.trades += 1;
    const units = Number(size) / 10 ** this.#instrument.sizeDigits;
    this.#markOuts.trade(atMs, this.#price(Number(ticks)), units, takerBuys);
    this.#second(atMs).flow += takerBuys ? units : -units;
    this.#queue.trade(atMs, ticks, Number(size), takerBuys);
  }

  #price(ticks: number): number {
    return (ticks * Number(this.#instrument.tickUnits)) / 10 ** this.#instrument.priceDigits;
  }

  #second(atMs: number): Second {
    const at = Math.floor(atMs / secondMs) * secondMs;
    const last = this.#seconds.at(-1);
    if (last !== undefined && last.atMs === at) return last;
    const next: Second = { atMs: at, flow: 0, first: this.#lastMid, mid: this.#lastMid };
    this.#seconds.push(next);
    return next;
  }

  /** Every point that ends at or before a time: nothing that is still to come changes what it says of the book. */
  #sampleBefore(atMs: number): void {
    const { fromMs, points, impactSize } = this.#span;
    while (this.#point < points && fromMs + (this.#point + 1) * this.stepMs <= atMs) {
      const { feed } = this.#book;
      const figures = this.#book.state === 'whole' ? bookFigures(feed, 0) : noFigures;
      const { mid, weightedMid } = figures;
      const at = this.#point;
      const { columns } = this;
      columns.mid[at] = mid;
      columns.spread[at] = figures.spreadBps;
      columns.imbalance[at] = figures.imbalance;
      columns.imbalanceFive[at] = figures.imbalanceFive;
      columns.microprice[at] = mid === null || weightedMid === null ? null : basisPoints * (weightedMid / mid - 1);
      columns.bidDepth[at] = figures.bidDepth;
      columns.askDepth[at] = figures.askDepth;
      columns.impactBuy[at] = impactBps(feed, 0, 'buy', impactSize);
      columns.impactSell[at] = impactBps(feed, 0, 'sell', impactSize);
      columns.lambda[at] = this.#lambda(fromMs + (at + 1) * this.stepMs);
      this.#point += 1;
    }
  }

  #lambda(untilMs: number): number | null {
    const sinceMs = Math.ceil((untilMs - lambdaSpanMs(this.stepMs)) / secondMs) * secondMs;
    const begin = this.#seconds.findIndex(({ atMs }) => atMs >= sinceMs);
    if (begin < 0) return null;
    const before = this.#seconds[begin - 1]?.mid;
    this.#seconds = this.#seconds.slice(Math.max(0, begin - 1));
    const fit = new KyleLambda(secondMs);
    // The first change is from where the mid stood before.
    if (typeof before === 'number') fit.price(sinceMs, before);
    for (const { atMs, flow, first: opened, mid } of this.#seconds) {
      if (atMs < sinceMs || atMs >= untilMs) continue;
      if (opened !== null) fit.price(atMs, opened);
      fit.trade(atMs, flow);
      if (mid !== null) fit.price(atMs + secondMs - 1, mid);
    }
    // A second that is under way counts once it is over.
    if (this.#lastMid !== null) fit.price(untilMs, this.#lastMid);
    return fit.fit()?.lambda ?? null;
  }
}
