import type { Address } from '../domain/hex.ts';
import type { PaperCause } from '../domain/paper.ts';
import type { PoolState } from '../domain/pool.ts';
import type { ExecuteCall, ExecutorHop } from '../execution/executorCalldata.ts';
import type { SwapPool } from './swapPools.ts';

/** Every pool's state at one place in a block; undefined where it is not known. */
export type StatesAtPlace = (pool: Address) => PoolState | undefined;

export type PlanRun =
  | { readonly kind: 'profit'; readonly profit: bigint; readonly after: ReadonlyMap<Address, PoolState> }
  | {
      readonly kind: 'refused';
      readonly cause: Extract<PaperCause, 'GUARD_MIN_PROFIT' | 'GUARD_EXPIRED' | 'POOL_REFUSED' | 'STATE_UNKNOWN'>;
      /** What it would have brought; null where a pool refused or nobody knows. */
      readonly profit: bigint | null;
    };

/**
 * Runs an executor's call over pools as they stand at its place in a block: the executor's own rules (Executor.sol: deadline,
 * then swap by swap or leg by leg, then the least profit), the pools' exact mathematics, and what the lenders ask.
 * @param flashFee of the loans, in the profit token's smallest unit
 * @param timestampS of the block it is run in
 */
export function runPlan(
  call: ExecuteCall,
  states: StatesAtPlace,
  swapPool: SwapPool,
  { flashFee, timestampS }: { readonly flashFee: bigint; readonly timestampS: number },
): PlanRun {
  if (timestampS > call.terms.deadlineS) return { kind: 'refused', cause: 'GUARD_EXPIRED', profit: null };
  const after = new Map<Address, PoolState>();
  let isKnown = true;
  const swap = (hop: ExecutorHop, amountIn: bigint): bigint | null => {
    const state = after.get(hop.pool) ?? states(hop.pool);
    if (state === undefined) isKnown = false;
    const swapped = state === undefined ? null : swapPool(hop.pool, state, hop.zeroForOne, amountIn);
    if (swapped === null) return null;
    after.set(hop.pool, swapped.after);
    return swapped.amountOut;
  };
  const { amountIn, minProfit } = call.terms;
  const amountOut = call.hops.some(({ part }) => part !== undefined)
    ? runLegs(call.hops, amountIn, swap)
    : runHops(call.hops, amountIn, swap);
  if (amountOut === null) return { kind: 'refused', cause: isKnown ? 'POOL_REFUSED' : 'STATE_UNKNOWN', profit: null };
  const profit = amountOut - amountIn - flashFee;
  if (profit < 0n || profit < minProfit) return { kind: 'refused', cause: 'GUARD_MIN_PROFIT', profit };
  return { kind: 'profit', profit, after };
}

type Swap = (hop: ExecutorHop, amountIn: bigint) => bigint | null;

function runHops(hops: readonly ExecutorHop[], amountIn: bigint, swap: Swap): bigint | null {
  let amount: bigint | null = amountIn;
  for (const hop of hops) {
    amount = swap(hop, amount);
    if (amount === null) return null;
  }
  return amount;
}

/** Each leg's swaps with their own parts of what the leg before gave; the last one of a later leg takes what is left. */
function runLegs(hops: readonly ExecutorHop[], amountIn: bigint, swap: Swap): bigint | null {
  let left = amountIn;
  let gathered = 0n;
  for (const [index, hop] of hops.entries()) {
    const leg = hop.part?.leg ?? 0;
    const isLast = hops[index + 1]?.part?.leg !== leg;
    const part: bigint = isLast && leg > 0 ? left : (hop.part?.amountIn ?? 0n);
    const out = part <= 0n || part > left ? null : swap(hop, part);
    if (out === null) return null;
    left -= part;
    gathered += out;
    if (isLast) [left, gathered] = [gathered, 0n];
  }
  return left;
}
