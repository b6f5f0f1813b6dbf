import type { Address } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';

/** Two opportunities with one key are the same route at different blocks or sizes. */
export function routeKey(hops: readonly Pick<RouteHop, 'pool' | 'zeroForOne'>[]): string {
  return hops.map((hop) => `${hop.pool}${hop.zeroForOne ? '>' : '<'}`).join('');
}

export function routePools(hops: readonly Pick<RouteHop, 'pool'>[]): Address[] {
  return hops.map((hop) => hop.pool);
}
