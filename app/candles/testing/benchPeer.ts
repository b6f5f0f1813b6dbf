/** A trade in doubles, as a plain program keeps it. */
export interface DoubleTrade {
  readonly atMs: number;
  readonly price: number;
  readonly size: number;
  readonly takerBuys: boolean;
}

/** Bars in doubles, every column, in one careful loop: what exactness is measured against. */
export function doubleBars(trades: readonly DoubleTrade[], lengthMs: number): number[][] {
  const bars: number[][] = [];
  let endMs = -1;
  let [openTimeMs, open, high, low, close, volume, quote, count, taker, takerQuote] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { atMs, price, size, takerBuys } of trades) {
    if (atMs >= endMs) {
      if (endMs >= 0) bars.push([openTimeMs, open, high, low, close, volume, quote, count, taker, takerQuote]);
      openTimeMs = atMs - (atMs % lengthMs);
      endMs = openTimeMs + lengthMs;
      open = high = low = price;
      volume = quote = count = taker = takerQuote = 0;
    } else if (price > high) high = price;
    else if (price < low) low = price;
    close = price;
    volume += size;
    quote += price * size;
    count += 1;
    if (takerBuys) {
      taker += size;
      takerQuote += price * size;
    }
  }
  if (endMs >= 0) bars.push([openTimeMs, open, high, low, close, volume, quote, count, taker, takerQuote]);
  return bars;
}

/** The trades of a CSV text, `time,price,size,side`, the plain way. */
export function doubleTrades(text: string): DoubleTrade[] {
  const trades: DoubleTrade[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [time, price, size, side] = line.split(',');
    trades.push({ atMs: Number(time), price: Number(price), size: Number(size), takerBuys: side === 'buy' });
  }
  return trades;
}
