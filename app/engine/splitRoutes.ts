import type { Cycle, ProfitToken } from '../detect/cycle.ts';
import { splitGas } from '../detect/gasModel.ts';
import type { SplitCycle } from '../detect/splitCycle.ts';
import type { Wei } from '../domain/amount.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { chooseFunding } from '../lending/chooseFunding.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import type { KernelState } from './kernelState.ts';
import { dataFeeOf, dataFeeParameter } from './onDataFee.ts';
import { tokenOrderKey } from './routeKey.ts';

/** So many of a block's best orders of tokens are looked at: each costs about as much as finding one of them. */
const mostOrders = 6;

/** Of one block's cycles those worth splitting: the best of each order of tokens, as its pools are those of all others of that order. */
export class SplitChoice {
  readonly #orders = new Set<string>();

  /** To be asked best first. */
  mayPay({ net, hops }: Opportunity): boolean {
    const order = tokenOrderKey(hops);
    if (net <= 0n || this.#orders.size === mostOrders || this.#orders.has(order)) return false;
    this.#orders.add(order);
    return true;
  }
}

/**
 * The same order of tokens over several pools a leg, where that leaves more after gas and the fee of its funding; else the opportunity as it is.
 * A split is funded whole or not at all: for a part of it, or for a fee, its amounts are not sized anew.
 */
export function betterSplit(
  kernel: KernelState,
  cycle: Cycle,
  single: Opportunity,
  value: ProfitToken,
  gasPrice: Wei,
): Opportunity {
  const mostSwaps = kernel.arbitrage.mostSplitPools;
  // A split has a pool more than its cycle.
  if (mostSwaps <= cycle.hops.length) return single;
  const split = kernel.detector.split(cycle, { value, gasPrice, mostSwaps, ...dataFeeParameter(kernel) });
  if (split === null) return single;
  const asCycle = cycleOf({ ...split, gasUnits: split.gasUnits + splitGas });
  const { amountIn } = split;
  const request = { hops: asCycle.hops, amountIn, value, gasPrice };
  const choice = chooseFunding(request, kernel.arbitrage.fundingSources, kernel.lending.states);
  if (choice === null) return single;
  const { block, seenAtMs, clock } = single;
  const sighting = { block, seenAtMs, rank: 0, clock };
  const opportunity = flashArbitrage.toOpportunity(
    asCycle,
    sighting,
    choice,
    value,
    gasPrice,
    dataFeeOf(kernel, asCycle.hops.length),
  );
  return opportunity.net > single.net ? { ...opportunity, id: single.id } : single;
}

/** The swaps as hops of one route, each with the leg that it is a part of. */
function cycleOf({ legs, ...split }: SplitCycle): Cycle {
  return { ...split, hops: legs.flatMap(({ swaps }, leg) => swaps.map((swap) => ({ ...swap, leg }))) };
}
