import type { RouteHop } from './opportunity.ts';

type Leg<H> = readonly [H, ...H[]];

/** The steps of a route, each over one pool or, in a split route, over several at once. */
export function routeLegs<H extends Pick<RouteHop, 'leg'>>(hops: readonly H[]): Leg<H>[] {
  const legs: [H, ...H[]][] = [];
  let current: number | undefined;
  for (const hop of hops) {
    const last = legs.at(-1);
    if (last !== undefined && hop.leg !== undefined && hop.leg === current) last.push(hop);
    else legs.push([hop]);
    current = hop.leg;
  }
  return legs;
}

/** Whether a route's legs are spread over pools: then every hop says which leg it is part of. */
export function isSplit(hops: readonly Pick<RouteHop, 'leg'>[]): boolean {
  return hops.some(({ leg }) => leg !== undefined);
}
