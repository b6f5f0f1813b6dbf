import { bestDisjoint } from '../detect/bestDisjoint.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';

export interface Choice {
  readonly chosen: readonly Opportunity[];
  readonly passedOver: readonly { readonly opportunity: Opportunity; readonly reason: Rejection }[];
}

/**
 * Of opportunities in order, best first, the set without a shared pool that brings most, none of it over `heldPools` (those of orders under way): the
 * amounts of two that share one would no longer be true once one of them lands. What is passed over names a pool and whoever needs it.
 */
export function chooseDisjoint(
  ranked: readonly Opportunity[],
  heldPools: ReadonlyMap<Address, string> = new Map(),
): Choice {
  const free = ranked.filter(({ hops }) => !hops.some(({ pool }) => heldPools.has(pool)));
  const claims = free.map(({ hops, net }) => ({ pools: hops.map(({ pool }) => pool), net }));
  const chosen = bestDisjoint(claims).chosen.flatMap((place) => free[place] ?? []);
  const holders = new Map(heldPools);
  for (const { id, hops } of chosen) for (const { pool } of hops) holders.set(pool, id);
  const passedOver = ranked.flatMap((opportunity) =>
    chosen.includes(opportunity) ? [] : [{ opportunity, reason: conflict(opportunity, holders) }],
  );
  return { chosen, passedOver };
}

function conflict({ hops }: Opportunity, holders: ReadonlyMap<Address, string>): Rejection {
  const shared = hops.filter(({ pool }) => holders.has(pool));
  const heldBy = new Set(shared.map(({ pool }) => holders.get(pool) ?? ''));
  return rejection('POLICY_CONFLICT', { pool: shared[0]?.pool ?? '', heldBy: [...heldBy].join(' ') });
}
