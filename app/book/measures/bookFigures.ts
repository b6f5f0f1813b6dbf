import type { BookFeed } from '../bookFeed.ts';
import { priceOf } from '../instrument.ts';

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
  const figures = feed.figures(instrument, { pressure: pressureLevels, depth: depthLevels });
  const scale = feed.instruments[instrument];
  if (figures === null || scale === undefined) return noFigures;
  const unit = 10 ** scale.sizeDigits;
  return {
    spreadBps: (basisPoints * figures.spreadTicks) / figures.midTicks,
    mid: priceOf(scale, figures.midTicks),
    imbalance: figures.imbalance,
    imbalanceFive: figures.pressure,
    weightedMid: priceOf(scale, figures.weightedMidTicks),
    bidDepth: figures.bidDepth / unit,
    askDepth: figures.askDepth / unit,
  };
}

/** What taking a size at once costs against the mid, in basis points; null where the book holds less, or is not whole. */
export function impactBps(feed: BookFeed, instrument: number, taker: 'buy' | 'sell', size: bigint): number | null {
  const [figures, impact] = [feed.figures(instrument, { pressure: 1, depth: 1 }), feed.impact(instrument, taker, size)];
  if (figures === null || impact === null || size === 0n || impact.filled < size) return null;
  return basisPoints * Math.abs(Number(impact.notional) / Number(size) / figures.midTicks - 1);
}
