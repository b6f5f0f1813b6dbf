import { bestSequence } from '../detect/bestSequence.ts';
import type { ProfitToken } from '../detect/cycle.ts';
import { type SequenceState, sequenceMarket } from '../detect/sequenceMarket.ts';
import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { BlockHead } from '../domain/block.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { isSplit } from '../domain/routeLegs.ts';
import type { Choice } from '../strategies/chooseDisjoint.ts';
import type { KernelState } from './kernelState.ts';
import { dataFeeParameter } from './onDataFee.ts';
import { routePools } from './routeKey.ts';

/** The best of those passed over; the rest would share the little that is left. */
const mostFollowed = 4;

/**
 * What the best opportunities passed over would still bring behind those chosen, in the order in which all of them together bring most: what the block leaves
 * for the next one. By opportunity; one that brings nothing there is not in it. As found by the detector: what a lender would ask is not counted.
 */
export function netsBehind(
  kernel: KernelState,
  chosen: readonly Opportunity[],
  passedOver: Choice['passedOver'],
  profitTokens: readonly ProfitToken[],
  head: BlockHead,
): ReadonlyMap<string, bigint> {
  // What a check refused after the choice holds nothing.
  const opened = chosen.filter(({ id }) => kernel.opportunities.get(id)?.state === 'ticketed');
  const taken = new Set(opened.map(({ id }) => id));
  // Sequences are of chains of single pools: what a split moves, or would, is not followed.
  const chains = new Set(opened.flatMap(({ id, hops }) => (isSplit(hops) ? [] : [id])));
  const followed = passedOver.filter(
    ({ opportunity, reason }) => !isSplit(opportunity.hops) && holders(reason.facts).every((id) => chains.has(id)),
  );
  const behind = followed.slice(0, mostFollowed).map(({ opportunity }) => opportunity);
  if (behind.length === 0) return new Map();
  const held = new Set(behind.flatMap(({ hops }) => routePools(hops)));
  const first = opened.filter(({ hops }) => hops.some(({ pool }) => held.has(pool)));
  const candidates = [...first, ...behind];
  const pools = new Set(candidates.flatMap(({ hops }) => routePools(hops)));
  const market = sequenceMarket(
    candidates,
    [...pools].map((pool) => present(kernel.market.pools.get(pool), 'pool of an opportunity')),
    (pool: Address): SequenceState => ({ state: kernel.market.states.get(pool) ?? null }),
    {
      profitTokens,
      gasPrice: wei(nextBaseFee(head) + kernel.arbitrage.tipFloor),
      topCandidates: 0,
      ...dataFeeParameter(kernel),
    },
  );
  const { steps } = bestSequence(market, { first: first.map((_, place) => place) });
  return new Map(
    steps.flatMap(({ candidate, net }) => {
      const opportunity = candidates[candidate];
      return opportunity === undefined || taken.has(opportunity.id) ? [] : [[opportunity.id, net] as const];
    }),
  );
}

function holders(facts: Readonly<Record<string, string>>): string[] {
  return (facts.heldBy ?? '').split(' ');
}
