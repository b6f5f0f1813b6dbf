import type { BookFeed } from '../bookFeed.ts';
import { priceOf } from '../instrument.ts';
import { imbalance, midTicks, weightedMidTicks } from './quoteMeasures.ts';

/** What a book says at a moment; prices in the quote currency, sizes in the base. null: there is no book to show. */
export interface BookFigures {
  readonly spreadBps: number | null;
  readonly mid: number | null;
  readonly imbalance: number | null;
  readonly imbalanceFive: number | null;
  readonly weightedMid: number | null;
  readonly bidDepth: number | null;
  readonly askDepth: number | null;
}

const basisPoints = 1e4;
const [pressureLevels, depthLevels] = [5, 10];

export const noFigures: BookFigures = {
  spreadBps: null,
  mid: null,
  imbalance: null,
  imbalanceFive: null,
  weightedMid: null,
  bidDepth: null,
  askDepth: null,
};

/** The figures of a feed's book as it stands. */
export function bookFigures(feed: BookFeed, instrument: number): BookFigures {
  const best = feed.best(instrument);
  const scale = feed.instruments[instrument];
  if (best === null || scale === undefined) return noFigures;
  const [bids, asks] = [feed.depth(instrument, 'bid', depthLevels), feed.depth(instrument, 'ask', depthLevels)];
  const inBase = (levels: typeof bids): number =>
    Number(levels.reduce((sum, { size }) => sum + size, 0n)) / 10 ** scale.sizeDigits;
  const mid = midTicks(best);
  return {
    spreadBps: (basisPoints * Number(best.ask.ticks - best.bid.ticks)) / mid,
    mid: priceOf(scale, mid),
    imbalance: imbalance([best.bid], [best.ask]),
    imbalanceFive: imbalance(bids.slice(0, pressureLevels), asks.slice(0, pressureLevels)),
    weightedMid: priceOf(scale, weightedMidTicks(best)),
    bidDepth: inBase(bids),
    askDepth: inBase(asks),
  };
}

/** What taking a size at once costs against the mid, in basis points; null where the book holds less, or is not whole. */
export function impactBps(feed: BookFeed, instrument: number, taker: 'buy' | 'sell', size: bigint): number | null {
  const [best, impact] = [feed.best(instrument), feed.impact(instrument, taker, size)];
  if (best === null || impact === null || size === 0n || impact.filled < size) return null;
  return basisPoints * Math.abs(Number(impact.notional) / Number(size) / midTicks(best) - 1);
}
