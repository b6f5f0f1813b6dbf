import type { Candle } from '../../candles/candle.ts';
import type { Trade } from '../../candles/trade.ts';
import { seededRandom } from '../../domain/random.ts';
import { type TradeColumns, takerSide, tradeRows } from '../tradeBlock.ts';

export const digits = { price: 2, volume: 8, quoteVolume: 10 } as const;
export const dayMs = 86_400_000;
export const firstMs = Date.UTC(2024, 1, 28, 23);

/** Seeded trades of a walking price: about `perSecond` a second, in order of time. */
export function sampleTrades(seed: number, count: number, perSecond = 50, fromMs = firstMs): TradeColumns {
  const random = seededRandom(seed);
  const atMs = new Float64Array(count);
  const price = new Float64Array(count);
  const size = new Float64Array(count);
  const side = new Uint8Array(count);
  const ids = new Float64Array(count);
  let at = fromMs;
  let cents = 6_000_000;
  for (let i = 0; i < count; i += 1) {
    at += Math.floor((random.next() * 2000) / perSecond);
    cents += Math.floor(random.next() * 21) - 10;
    atMs[i] = at;
    price[i] = cents;
    size[i] = 1 + Math.floor(random.next() ** 4 * 2e8);
    side[i] = random.next() < 0.5 ? takerSide.sells : takerSide.buys;
    ids[i] = 1_000_000 + i;
  }
  return { atMs, price, size, side, ids };
}

export function rowsOf(columns: Iterable<TradeColumns>): readonly Trade[] {
  return [...columns].flatMap((each) => [...tradeRows(each)]);
}

export function sampleCandle(openTimeMs: number, price: number): Candle {
  return {
    openTimeMs,
    open: BigInt(price),
    high: BigInt(price + 5),
    low: BigInt(price - 5),
    close: BigInt(price + 1),
    volume: 123_456_789n,
    quoteVolume: 10n ** 26n + BigInt(price),
    trades: 17,
    takerVolume: null,
    takerQuoteVolume: price % 2 === 0 ? null : 5n,
  };
}
