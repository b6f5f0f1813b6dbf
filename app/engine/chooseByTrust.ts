import type { Address } from '../domain/hex.ts';
import type { StrategyMode } from '../domain/mode.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { type Choice, chooseDisjoint } from '../strategies/chooseDisjoint.ts';
import type { KernelState } from './kernelState.ts';
import { routePools } from './routeKey.ts';
import { lesser, routeTrust, trustOf } from './trustOf.ts';

type Route = Pick<Opportunity, 'hops'>;

/** How this route would be traded: as the strategy is, where its tokens are trusted as far. */
export function modeFor(kernel: KernelState, mode: StrategyMode, { hops }: Route): StrategyMode {
  return lesser(mode, routeTrust(kernel, hops));
}

/** Why a route that is only watched for one of its tokens is not traded; null where it may be. Asked before it could hold pools against another. */
export function watchedForItsTokens(kernel: KernelState, { hops }: Route): Rejection | null {
  const watched = hops.map(({ tokenIn }) => tokenIn).filter((token) => trustOf(kernel, token) === 'watch');
  return watched.length === 0
    ? null
    : rejection('RISK_TOKEN_NOT_ALLOWED', { value: watched.join(' '), limit: 'watch' });
}

/** The trades that bring most without sharing a pool: first of what goes by itself, then of what a person is asked for, over the pools that are left. */
export function chooseByTrust(
  kernel: KernelState,
  mode: StrategyMode,
  wanted: readonly Opportunity[],
  held: ReadonlyMap<Address, string>,
): Choice {
  const byItself = wanted.filter((each) => modeFor(kernel, mode, each) === 'automate');
  const first = chooseDisjoint(byItself, held);
  const taken = new Map(held);
  for (const { id, hops } of first.chosen) for (const pool of routePools(hops)) taken.set(pool, id);
  const then = chooseDisjoint(
    wanted.filter((each) => !byItself.includes(each)),
    taken,
  );
  return { chosen: [...first.chosen, ...then.chosen], passedOver: [...first.passedOver, ...then.passedOver] };
}
