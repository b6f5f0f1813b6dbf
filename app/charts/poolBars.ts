import { CandleBuilder } from '../candles/candleBuilder.ts';
import { type Interval, intervals } from '../candles/interval.ts';
import { present } from '../domain/errors.ts';
import type { Bar } from './barChunk.ts';
import { FinishedBars } from './finishedBars.ts';

/** A swap as a chart counts it: its price and size are integers, the price in units of 10^-digits of its pool. */
export interface BarTrade {
  readonly atMs: number;
  readonly price: bigint;
  readonly size: bigint;
  /** Who took it bought the pool's token0; null where that is not known. */
  readonly takerBuys: boolean | null;
}

interface IntervalBars {
  readonly finished: FinishedBars;
  /** The bar under way, of settled trades alone. */
  current: Bar | null;
}

/**
 * One pool's bars of every interval. Trades that a reorg may still take back are not in it: they are given with each question, and the bars
 * that they make are made then.
 */
export class PoolBars {
  /** Digits of the price in smallest units; decided by the first trade. */
  readonly digits: number;
  #byInterval: ReadonlyMap<Interval, IntervalBars>;
  #trades = 0;
  #lastMs = 0;

  constructor(digits: number) {
    this.digits = digits;
    this.#byInterval = new Map(
      intervals.map((interval) => [interval, { finished: new FinishedBars(), current: null }]),
    );
  }

  /** Settled trades so far, and when the newest of them was. */
  get trades(): number {
    return this.#trades;
  }
  get lastMs(): number {
    return this.#lastMs;
  }

  /** Takes a trade that no reorg takes back any more. One older than the newest is passed over: a chain's time does not go back. */
  settle(trade: BarTrade): void {
    if (trade.atMs < this.#lastMs) return;
    this.#lastMs = trade.atMs;
    this.#trades += 1;
    for (const [interval, bars] of this.#byInterval) {
      const { finished, last } = withTrades(interval, bars.current, [trade]);
      for (const bar of finished) bars.finished.push(bar);
      bars.current = last;
    }
  }

  /**
   * The bars that can still change, in order: the one under way and what the open trades make of it and after it.
   * @returns them and when the last finished bar before them opens; null where there is none
   */
  tail(
    interval: Interval,
    open: readonly BarTrade[],
  ): { readonly bars: readonly Bar[]; readonly afterMs: number | null } {
    const { finished, current } = this.#of(interval);
    const made = withTrades(
      interval,
      current,
      open.filter(({ atMs }) => atMs >= this.#lastMs),
    );
    return { bars: made.last === null ? [] : [...made.finished, made.last], afterMs: finished.lastOpenTimeMs };
  }

  /** The newest `count` bars that open before a time, open trades counted. */
  before(
    interval: Interval,
    open: readonly BarTrade[],
    beforeMs: number,
    count: number,
  ): { readonly bars: readonly Bar[]; readonly earlier: boolean; readonly forgotten: boolean } {
    const { finished } = this.#of(interval);
    const tail = this.tail(interval, open).bars.filter(({ openTimeMs }) => openTimeMs < beforeMs);
    const newest = tail.slice(-count);
    const older = finished.before(beforeMs, count - newest.length);
    return {
      bars: [...older.bars, ...newest],
      earlier: older.earlier || newest.length < tail.length,
      forgotten: finished.forgotten,
    };
  }

  /** The finished bars that open at a time or later. */
  finishedFrom(interval: Interval, openTimeMs: number): readonly Bar[] {
    return this.#of(interval).finished.from(openTimeMs);
  }

  copy(): PoolBars {
    const copy = new PoolBars(this.digits);
    copy.#byInterval = new Map(
      [...this.#byInterval].map(([interval, { finished, current }]) => [
        interval,
        { finished: finished.copy(), current },
      ]),
    );
    copy.#trades = this.#trades;
    copy.#lastMs = this.#lastMs;
    return copy;
  }

  #of(interval: Interval): IntervalBars {
    return present(this.#byInterval.get(interval), 'bars of every interval');
  }
}

/** The bar under way and trades after it: the bars that they finish, and the one that is then under way. */
function withTrades(
  interval: Interval,
  current: Bar | null,
  trades: readonly BarTrade[],
): { readonly finished: readonly Bar[]; readonly last: Bar | null } {
  const builder = new CandleBuilder(interval);
  const finished: Bar[] = [];
  if (current !== null) {
    const { openTimeMs, open, high, low, close, volume, trades: count } = current;
    builder.add(openTimeMs, open, high, low, close, volume, null, count, null, null);
  }
  for (const { atMs, price, size } of trades) {
    const ended = builder.add(atMs, price, price, price, price, size, null, 1, null, null);
    if (ended !== null) finished.push(barOf(ended));
  }
  const last = builder.current();
  return { finished, last: last === null ? null : barOf(last) };
}

function barOf({ openTimeMs, open, high, low, close, volume, trades }: ReturnType<CandleBuilder['add']> & {}): Bar {
  return { openTimeMs, open, high, low, close, volume, trades: trades ?? 0 };
}
