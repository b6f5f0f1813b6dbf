import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';

export interface Choice {
  readonly chosen: readonly Opportunity[];
  readonly passedOver: readonly { readonly opportunity: Opportunity; readonly reason: Rejection }[];
}

/**
 * Takes opportunities in the order given, best first, and passes over each one that shares a pool with one taken before
 * or with `heldPools` (those of orders under way): its amounts would no longer be true once the other one lands.
 */
export function chooseDisjoint(
  ranked: readonly Opportunity[],
  heldPools: ReadonlyMap<Address, string> = new Map(),
): Choice {
  const holders = new Map(heldPools);
  const chosen: Opportunity[] = [];
  const passedOver: { opportunity: Opportunity; reason: Rejection }[] = [];
  for (const opportunity of ranked) {
    const shared = opportunity.hops.find((hop) => holders.has(hop.pool));
    if (shared !== undefined) {
      const facts = { pool: shared.pool, heldBy: holders.get(shared.pool) ?? '' };
      passedOver.push({ opportunity, reason: rejection('POLICY_CONFLICT', facts) });
      continue;
    }
    for (const hop of opportunity.hops) holders.set(hop.pool, opportunity.id);
    chosen.push(opportunity);
  }
  return { chosen, passedOver };
}
