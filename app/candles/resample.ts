import { ExpectedError } from '../domain/errors.ts';
import type { Candle } from './candle.ts';
import { CandleBuilder } from './candleBuilder.ts';
import { type Interval, intervalMs } from './interval.ts';

/** Longer candles from shorter ones, a bar at a time. Intervals without bars stay missing. */
export class Resampler {
  readonly #fromMs: number;
  readonly #builder: CandleBuilder;
  #earliestNextMs = 0;

  /** @throws ExpectedError CANDLE_INTERVALS when bars of `from` do not fill bars of `to` */
  constructor(from: Interval, to: Interval) {
    this.#fromMs = intervalMs(from);
    if (intervalMs(to) % this.#fromMs !== 0) {
      throw new ExpectedError('CANDLE_INTERVALS', `bars of ${from} do not make bars of ${to}`, {
        advice: 'Resample from a shorter interval to a longer one that it divides.',
      });
    }
    this.#builder = new CandleBuilder(to);
  }

  /**
   * @returns the longer candle that ended before this bar, or null
   * @throws ExpectedError CANDLE_MISALIGNED for a bar between two bounds, CANDLE_OUT_OF_ORDER for one that is not after the last
   */
  push(bar: Candle): Candle | null {
    if (bar.openTimeMs % this.#fromMs !== 0) {
      throw new ExpectedError('CANDLE_MISALIGNED', 'a bar does not start where its interval does', {
        advice: 'Check the interval and the unit of time of the source.',
        facts: { openTimeMs: bar.openTimeMs, intervalMs: this.#fromMs },
      });
    }
    if (bar.openTimeMs < this.#earliestNextMs) {
      throw new ExpectedError('CANDLE_OUT_OF_ORDER', 'a bar came that is not after the one before it', {
        advice: 'Sort the source by time and drop what comes twice; the import report names the rows.',
        facts: { openTimeMs: bar.openTimeMs },
      });
    }
    this.#earliestNextMs = bar.openTimeMs + this.#fromMs;
    return this.#builder.add(
      bar.openTimeMs,
      bar.open,
      bar.high,
      bar.low,
      bar.close,
      bar.volume,
      bar.quoteVolume,
      bar.trades,
      bar.takerVolume,
      bar.takerQuoteVolume,
    );
  }

  /** The candle under way as it stands, or null before the first bar. */
  current(): Candle | null {
    return this.#builder.current();
  }
}

/** All of `bars`, the last and perhaps unfinished candle included. Throws as `Resampler` does. */
export function resample(bars: Iterable<Candle>, from: Interval, to: Interval): Candle[] {
  const resampler = new Resampler(from, to);
  const candles: Candle[] = [];
  for (const bar of bars) {
    const finished = resampler.push(bar);
    if (finished !== null) candles.push(finished);
  }
  const last = resampler.current();
  if (last !== null) candles.push(last);
  return candles;
}
