import type { Address } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import { routeLegs } from '../domain/routeLegs.ts';

/** Two opportunities with one key are the same route at different blocks or sizes. */
export function routeKey(hops: readonly Pick<RouteHop, 'pool' | 'zeroForOne' | 'leg'>[]): string {
  return routeLegs(hops)
    .map((leg) => leg.map((hop) => `${hop.pool}${hop.zeroForOne ? '>' : '<'}`).join('+'))
    .join('');
}

/** Two with one key go over the same tokens in the same order, whatever their pools. */
export function tokenOrderKey(hops: readonly Pick<RouteHop, 'tokenIn' | 'leg'>[]): string {
  return routeLegs(hops)
    .map(([{ tokenIn }]) => tokenIn)
    .join();
}

export function routePools(hops: readonly Pick<RouteHop, 'pool'>[]): Address[] {
  return hops.map((hop) => hop.pool);
}
