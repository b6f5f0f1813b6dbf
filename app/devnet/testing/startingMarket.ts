import { parseAddress } from '../../domain/hex.ts';
import type { CrowdPool, PoolView } from '../poolView.ts';
import { rawPrice } from '../startingPrice.ts';
import { type DevnetToken, devnetTokens } from '../token.ts';
import { poolPlans } from '../topology.ts';

export function token(symbol: string): DevnetToken {
  const found = devnetTokens.find((candidate) => candidate.symbol === symbol);
  if (found === undefined) throw new Error(symbol);
  return found;
}

/** Every planned pool as a constant product at its starting price. */
export const pools: readonly CrowdPool[] = poolPlans.map((plan, index) => ({
  address: parseAddress(`0x${(index + 1).toString(16).padStart(40, '0')}`),
  kind: plan.kind,
  dexId: plan.dexId,
  token0: token(plan.pair[0]),
  token1: token(plan.pair[1]),
  feePpm: plan.feePpm,
}));

export function viewsAt(priceFactor: (index: number) => number): readonly PoolView[] {
  return pools.map((pool, index) => {
    const reserve0 = (1_000_000 / pool.token0.startUsd) * 10 ** pool.token0.decimals;
    return { pool, reserve0, reserve1: reserve0 * rawPrice(pool.token0, pool.token1) * priceFactor(index) };
  });
}

export const startUsd = (of: DevnetToken): number => of.startUsd;
