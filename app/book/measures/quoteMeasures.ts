import { ensure } from '../../domain/errors.ts';
import { loadNative } from '../../native.ts';
import type { BestQuotes } from '../bookFeed.ts';

/** What a best bid and ask say, in ticks (native/book/measures/quote_figures.hpp). */
export interface QuoteMeasures {
  readonly midTicks: number;
  readonly spreadTicks: number;
  /** Between -1 and 1: how much more stands on the bid side. 0 when nothing stands. */
  readonly imbalance: number;
  /** The mid weighted by the other side's size: nearer to the side where less stands, for that one goes first. */
  readonly weightedMidTicks: number;
}

const quote = new BigInt64Array(4);
const figures = new Float64Array(4);
const [tickBound, sizeBound] = [1n << 61n, 1n << 63n];

/** null for what no book could hold: a price of nothing, or a number too large. */
export function quoteMeasures({ bid, ask }: BestQuotes): QuoteMeasures | null {
  for (const { ticks, size } of [bid, ask])
    if (ticks <= 0n || ticks >= tickBound || size < 0n || size >= sizeBound) return null;
  [quote[0], quote[1], quote[2], quote[3]] = [bid.ticks, bid.size, ask.ticks, ask.size];
  const answer = loadNative().measureQuote(quote, figures);
  ensure(answer === 0, 'the native core refused a quote', { answer, bid: bid.ticks, ask: ask.ticks });
  const [midTicks = 0, spreadTicks = 0, imbalance = 0, weightedMidTicks = 0] = figures;
  return { midTicks, spreadTicks, imbalance, weightedMidTicks };
}
