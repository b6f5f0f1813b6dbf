import type { Candle } from './candle.ts';
import { CandleBuilder } from './candleBuilder.ts';
import type { Interval } from './interval.ts';

/** Candles from single trades, one at a time. The quote volume is exact: its digits are those of price and size together. */
export class TradeCandles {
  readonly #builder: CandleBuilder;

  constructor(to: Interval) {
    this.#builder = new CandleBuilder(to);
  }

  /**
   * @param takerBuys null when the source does not say
   * @returns the candle that ended before this trade, or null
   * @throws ExpectedError CANDLE_OUT_OF_ORDER for a trade older than the last
   */
  push(atMs: number, price: bigint, size: bigint, takerBuys: boolean | null): Candle | null {
    const quote = price * size;
    const taker = takerBuys === null ? null : takerBuys ? size : 0n;
    const takerQuote = takerBuys === null ? null : takerBuys ? quote : 0n;
    return this.#builder.add(atMs, price, price, price, price, size, quote, 1, taker, takerQuote);
  }

  /** The candle under way as it stands, or null before the first trade. */
  current(): Candle | null {
    return this.#builder.current();
  }
}
