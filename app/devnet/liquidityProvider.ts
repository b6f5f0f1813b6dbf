import { present } from '../domain/errors.ts';
import type { Random } from '../domain/random.ts';
import type { CrowdPool } from './poolView.ts';

export type LiquidityIntent =
  | {
      readonly intent: 'addLiquidity';
      readonly pool: CrowdPool;
      readonly lowRatio: number;
      readonly highRatio: number;
      readonly usd: number;
    }
  /** `position`: which of the provider's own, oldest first. */
  | { readonly intent: 'removeLiquidity'; readonly position: number };

const changesPerSecond = 0.15;
const mostPositions = 12;

/** What the liquidity provider does in one block: now and then a V3 position more or less, in a range around the price. */
export function planLiquidity(
  random: Random,
  pools: readonly CrowdPool[],
  ownPositions: number,
  blockTimeMs: number,
): LiquidityIntent | null {
  const acts = random.next() < (changesPerSecond * blockTimeMs) / 1000;
  const removes = random.next() < ownPositions / mostPositions;
  const choice = random.next();
  const width = 0.01 + 0.12 * random.next();
  const skew = (random.next() - 0.5) * width;
  const usd = 20_000 * Math.exp(random.normal());
  if (!acts) return null;
  if (removes) return { intent: 'removeLiquidity', position: Math.floor(choice * ownPositions) };
  const candidates = pools.filter((pool) => pool.kind === 'uniswapV3');
  if (candidates.length === 0) return null;
  const pool = present(candidates[Math.floor(choice * candidates.length)], 'pool');
  return {
    intent: 'addLiquidity',
    pool,
    lowRatio: Math.exp(skew - width),
    highRatio: Math.exp(skew + width),
    usd: Math.min(usd, 150_000),
  };
}
