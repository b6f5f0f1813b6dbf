import type { Address } from '../domain/hex.ts';
import type { KernelState } from './kernelState.ts';
import { trustOf } from './trustOf.ts';

type Kept = Pick<
  KernelState,
  'detector' | 'epoch' | 'market' | 'poolsByToken' | 'quarantines' | 'distrusted' | 'neverTrade' | 'tokenTrusts'
>;

/** Tells the detector whether a pool is in no route, for any of the reasons that there are. */
export function keepOutPool({ detector, quarantines, distrusted, neverTrade }: Kept, pool: Address): void {
  detector.setQuarantined(pool, quarantines.has(pool) || distrusted.has(pool) || neverTrade.pools.includes(pool));
}

/** After the detector was given the universe anew. */
export function keepOutAll(kernel: Kept): void {
  const { detector, market, quarantines, distrusted, neverTrade } = kernel;
  for (const pool of [...quarantines.keys(), ...distrusted.keys(), ...neverTrade.pools])
    if (market.pools.has(pool)) keepOutPool(kernel, pool);
  for (const token of kernel.poolsByToken.keys())
    if (trustOf(kernel, token) === 'off') detector.setBlocked(token, true);
}
