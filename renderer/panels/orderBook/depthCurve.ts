import type { BookMoment } from '../../../app/contract/recordedBook.ts';
import type { Place } from '../pools/plot.ts';

/** What stands up to a price, from the best one on. */
interface Standing {
  readonly price: number;
  readonly total: number;
}

/** Both sides of a book as steps between the prices at the edges of a drawing; `most` is the height of it, in the base. */
export interface DepthCurve {
  readonly bids: readonly Place[];
  readonly asks: readonly Place[];
  readonly lowest: number;
  readonly highest: number;
  readonly most: number;
}

/** Sizes added up from the best price on. Prices and sizes as numbers: for drawing. */
export function standings(levels: BookMoment['bids']): readonly Standing[] {
  let total = 0;
  return levels.map(({ price, size }) => {
    total += Number(size);
    return { price: Number(price), total };
  });
}

/** null: a side is empty. Both sides reach as far from the mid as the nearer one of them does, so that their heights can be compared. */
export function depthCurve({ bids, asks }: Pick<BookMoment, 'bids' | 'asks'>): DepthCurve | null {
  const [below, above] = [standings(bids), standings(asks)];
  const [bid, ask] = [below[0], above[0]];
  const [lastBid, lastAsk] = [below.at(-1), above.at(-1)];
  if (bid === undefined || ask === undefined || lastBid === undefined || lastAsk === undefined) return null;
  const mid = (bid.price + ask.price) / 2;
  const reach = Math.min(mid - lastBid.price, lastAsk.price - mid);
  const [lowest, highest] = [mid - reach, mid + reach];
  const shown = (side: readonly Standing[]): readonly Standing[] =>
    side.filter(({ price }) => price >= lowest && price <= highest);
  const most = Math.max(0, ...[...shown(below), ...shown(above)].map(({ total }) => total));
  const places = (side: readonly Standing[], edge: number): Place[] => {
    const steps = shown(side).map(({ price, total }) => ({
      // Of a locked book, whose sides meet, there is no width.
      x: highest > lowest ? (price - lowest) / (highest - lowest) : 0.5,
      y: most === 0 ? 0 : total / most,
    }));
    const last = steps.at(-1);
    return last === undefined ? [] : [...steps, { x: edge, y: last.y }];
  };
  return { bids: places(below, 0), asks: places(above, 1), lowest, highest, most };
}
