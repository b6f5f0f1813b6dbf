import type { Wei } from '../domain/amount.ts';
import type { PlacedTransaction } from '../domain/paper.ts';
import type { SubmissionKind } from '../domain/submission.ts';

/**
 * How many of a block's transactions stand before one of ours that came by this way. Bundles stand on top, by what they pay
 * per gas; behind them the public pool, by effective tip. At equal tips the others were there first. What was never seen
 * waiting came by a relay; where the public pool was not watched, all that pays as much as we stands before us.
 */
export function placeInBlock(
  way: SubmissionKind,
  tip: Wei,
  transactions: readonly Pick<PlacedTransaction, 'tip' | 'wasPublic'>[],
): number {
  const bundled = transactions.findIndex(({ wasPublic }) => wasPublic);
  const bundles = bundled < 0 ? transactions.length : bundled;
  if (way === 'relay') {
    const behind = transactions.findIndex((other, place) => place >= bundles || other.tip < tip);
    return behind < 0 ? transactions.length : behind;
  }
  const behind = transactions.findIndex((other, place) => place >= bundles && other.tip < tip);
  return behind < 0 ? transactions.length : behind;
}
