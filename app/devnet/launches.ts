import type { Random } from '../domain/random.ts';
import { happens } from './intensity.ts';

/** How a launch ends: its liquidity is pulled, selling is refused, or a sale moves nothing. */
export const rugs = ['pull', 'refuseSales', 'hollowSales'] as const;
export type Rug = (typeof rugs)[number];

/** All that its launcher has in mind when it begins. */
export interface LaunchPlan {
  readonly symbol: string;
  /** Value of each side of each of its two pools. */
  readonly depthUsd: number;
  readonly priceUsd: number;
  readonly rug: Rug;
  /** Blocks between its first liquidity and its end. */
  readonly blocksToRug: number;
}

export interface LaunchPurchase {
  readonly pool: 0 | 1;
  readonly usd: number;
  /** Which of the buyers. */
  readonly buyer: number;
}

/** Launches a second at the usual pace: many at first, then few. */
const earlyLaunches = 1 / 25;
const lateLaunches = 1 / 900;
const early = 12;
/** Each leaves a token and two pools behind for good: after so many, the oldest coin is launched again. */
export const mostCoins = 32;
const purchasesPerBlock = 0.9;
const usualBlockMs = 1000;

const syllables = ['MOON', 'PEPE', 'DOGE', 'ELON', 'INU', 'CAT', 'FROG', 'CHAD', 'GEM', 'APE'] as const;

/** Whether somebody launches a coin in this block, and which; one at a time. Always draws the same number of times. */
export function planLaunch(
  random: Random,
  launchedBefore: number,
  blockTimeMs: number,
  intensity: number,
): LaunchPlan | null {
  const [begins, first, second, rug] = [random.next(), random.below(10), random.below(10), random.below(rugs.length)];
  const [depth, price, life] = [random.next(), random.normal(), random.next()];
  if (!happens(begins, launchedBefore < early ? earlyLaunches : lateLaunches, intensity, blockTimeMs)) return null;
  return {
    symbol: `${syllables[first] ?? ''}${syllables[second] ?? ''}${launchedBefore + 1}`.slice(0, 12),
    depthUsd: 15_000 + 30_000 * depth,
    priceUsd: 0.01 * Math.exp(price),
    rug: rugs[rug] ?? 'pull',
    blocksToRug: Math.round(((8 + 10 * life) * usualBlockMs) / Math.min(blockTimeMs, usualBlockMs)),
  };
}

/** Who buys a running launch in this block; always draws the same number of times. */
export function planPurchase(random: Random, buyers: number): LaunchPurchase | null {
  const [buys, pool, size, buyer] = [random.next(), random.below(2), random.normal(), random.below(buyers)];
  if (buys >= purchasesPerBlock) return null;
  return { pool: pool === 0 ? 0 : 1, usd: Math.min(4_000, 500 * Math.exp(size)), buyer };
}
