import type { LimitId } from '../domain/riskLimit.ts';
import type { LimitCheck } from './riskBook.ts';

/** Limits on what is held, which a gain kept in a token comes nearer to. */
const held: ReadonlySet<LimitId> = new Set([
  'relatedAssets',
  'largestPosition',
  'mainnetCapital',
  'layer2Capital',
  'crossChainCapital',
]);
const [part, whole] = [4n, 5n];

/**
 * Limits as they hold for a trade whose gain stays in a token that is no cash: up to four fifths of what may be held of it. Prices move and
 * other gains are under way, and what is crossed once it is held stops every trade.
 */
export function withRoomForPrices(checks: readonly LimitCheck[]): LimitCheck[] {
  return checks.map((check) => {
    if (!held.has(check.limit) || (check.state !== 'passed' && check.state !== 'failed')) return check;
    const bound = (check.bound * part) / whole;
    const state = check.state === 'passed' && check.value <= bound ? 'passed' : 'failed';
    return { ...check, bound, headroom: bound - check.value, state };
  });
}
