import type { Address } from '../domain/hex.ts';
import type { ExecuteCall } from '../execution/executorCalldata.ts';
import { runPlan, type StatesAtPlace } from './runPlan.ts';
import type { SwapPool } from './swapPools.ts';

/** A trade that landed on paper, and whose swaps the chain therefore lacks. */
export interface Footprint {
  readonly orderId: string;
  readonly blockNumber: number;
  readonly call: ExecuteCall;
  readonly flashFee: bigint;
}

/**
 * Those of our trades on paper that the chain still shows as untaken: their routes would pay a second time. A gap is taken once,
 * so their pools are held until somebody closes it on the chain; from then on the chain is as if the trade had been made.
 */
export function standingFootprints(
  footprints: readonly Footprint[],
  states: StatesAtPlace,
  swapPool: SwapPool,
): readonly Footprint[] {
  return footprints.filter(({ call, flashFee }) => {
    const terms = { ...call.terms, deadlineS: Number.MAX_SAFE_INTEGER };
    return runPlan({ ...call, terms }, states, swapPool, { flashFee, timestampS: 0 }).kind === 'profit';
  });
}

export function poolsOf(footprints: readonly Footprint[]): readonly Address[] {
  return [...new Set(footprints.flatMap(({ call }) => call.hops.map(({ pool }) => pool)))].sort();
}
