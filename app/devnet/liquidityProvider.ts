import { present } from '../domain/errors.ts';
import type { Random } from '../domain/random.ts';
import { happens } from './intensity.ts';
import type { CrowdPool } from './poolView.ts';
import { isPlain } from './token.ts';

/** Bounds of a V3 position as ratios to the rung near the price (`rungNear`), and the value offered of each token. */
export interface PositionRange {
  readonly lowRatio: number;
  readonly highRatio: number;
  readonly usd: number;
}

/** `position`: which of the provider's own V3 positions, oldest first. */
export type LiquidityIntent =
  | { readonly intent: 'addLiquidity'; readonly pool: CrowdPool; readonly ranges: readonly PositionRange[] }
  | { readonly intent: 'removeLiquidity'; readonly position: number }
  /** Takes what a position earned and leaves it where it is. */
  | { readonly intent: 'collectFees'; readonly position: number }
  /** Puts a position's whole value around today's price: one range, or several beside each other. */
  | { readonly intent: 'moveLiquidity'; readonly position: number; readonly shares: readonly RangeShare[] }
  | { readonly intent: 'addToPair'; readonly pool: CrowdPool; readonly usd: number }
  /** Takes back a share of what the provider has in a V2 pair. */
  | { readonly intent: 'removeFromPair'; readonly pool: CrowdPool; readonly share: number };

/** A part of a position's value and where it goes. */
export type RangeShare = Omit<PositionRange, 'usd'> & { readonly share: number };

const changesPerSecond = 0.12;
const mostPositions = 12;
/** Half widths of ranges in logarithms of the price: round figures, as people choose them. */
const halfWidths = [0.015, 0.03, 0.06, 0.12] as const;

/** What a liquidity provider does in one block, if anything; always draws the same number of times. */
export function planLiquidity(
  random: Random,
  pools: readonly CrowdPool[],
  ownPositions: number,
  blockTimeMs: number,
  intensity = 1,
): LiquidityIntent | null {
  const [acts, kind, choice, spread, lean] = [
    random.next(),
    random.next(),
    random.next(),
    random.next(),
    random.next() - 0.5,
  ];
  const usd = Math.min(20_000 * Math.exp(random.normal()), 150_000);
  if (!happens(acts, changesPerSecond, intensity, blockTimeMs)) return null;
  const width = present(halfWidths[Math.floor(spread * halfWidths.length)], 'half width');
  const skew = (Math.round(lean * 2) / 2) * width;
  if (kind < 0.2) return planPair(pools, choice, usd, spread);
  const position = Math.floor(choice * ownPositions);
  // The more it has, the more it looks after that instead of adding.
  if (kind < 0.2 + 0.8 * Math.min(1, ownPositions / mostPositions)) {
    if (lean < -0.3) return { intent: 'removeLiquidity', position };
    if (lean < -0.15) return { intent: 'collectFees', position };
    const parts = lean > 0.2 && ownPositions < mostPositions ? 3 : 1;
    return { intent: 'moveLiquidity', position, shares: around(width, skew, parts) };
  }
  const pool = pick(pools, 'uniswapV3', choice);
  return pool === null
    ? null
    : { intent: 'addLiquidity', pool, ranges: around(width, skew, 1).map((range) => ({ ...range, usd })) };
}

function planPair(pools: readonly CrowdPool[], choice: number, usd: number, share: number): LiquidityIntent | null {
  const pool = pick(pools, 'uniswapV2', choice);
  if (pool === null) return null;
  return share < 0.45
    ? { intent: 'removeFromPair', pool, share: 0.2 + share }
    : { intent: 'addToPair', pool, usd: usd * 2 };
}

/** Neighbouring ranges that together reach from `skew - width` to `skew + width` in logarithms of the price. */
function around(width: number, skew: number, parts: number): readonly RangeShare[] {
  const step = (2 * width) / parts;
  return Array.from({ length: parts }, (_, index) => ({
    lowRatio: Math.exp(skew - width + index * step),
    highRatio: Math.exp(skew - width + (index + 1) * step),
    share: 1 / parts,
  }));
}

/**
 * The price around which neighbouring ranges are laid: of a ladder whose rungs lie a quarter of their whole width apart. So the
 * same ranges are used again and again; each that ever was stays in its pool's storage for good.
 */
export function rungNear(price: number, ranges: readonly Pick<PositionRange, 'lowRatio' | 'highRatio'>[]): number {
  const step = Math.log(present(ranges.at(-1), 'range').highRatio / present(ranges[0], 'range').lowRatio) / 4;
  return Math.exp(Math.round(Math.log(price) / step) * step);
}

function pick(pools: readonly CrowdPool[], kind: CrowdPool['kind'], choice: number): CrowdPool | null {
  const candidates = pools.filter((pool) => pool.kind === kind && isPlain(pool.token0) && isPlain(pool.token1));
  return candidates.length === 0 ? null : present(candidates[Math.floor(choice * candidates.length)], 'pool');
}

/**
 * What a V3 position holds at a price, raw units of each token in doubles (Uniswap v3 whitepaper, 6.29 and 6.30).
 * @param prices raw token1 per raw token0: now, and at the position's two bounds
 */
export function positionAmounts(
  liquidity: number,
  prices: { readonly now: number; readonly low: number; readonly high: number },
): { readonly amount0: number; readonly amount1: number } {
  const [low, high] = [Math.sqrt(prices.low), Math.sqrt(prices.high)];
  const now = Math.min(Math.max(Math.sqrt(prices.now), low), high);
  return { amount0: liquidity * (1 / now - 1 / high), amount1: liquidity * (now - low) };
}
