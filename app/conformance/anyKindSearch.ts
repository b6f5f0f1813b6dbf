import { type ChainHop, ExactChain } from './chainSearch.ts';
import type { KnownPool } from './vectorPools.ts';

interface Edge {
  readonly hop: ChainHop;
  readonly to: string;
}

function edgesByToken(pools: readonly KnownPool[]): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const { id, state, tokens } of pools) {
    tokens.forEach((from, placeIn) => {
      tokens.forEach((to, out) => {
        if (from === to) return;
        const hop = { pool: id, state, in: placeIn, out, underlying: false };
        edges.set(from, [...(edges.get(from) ?? []), { hop, to }]);
      });
    });
  }
  return edges;
}

/**
 * The most that any cycle of two to `maxHops` different pools from `start` brings, pools of any kind, by trying them all: for vector
 * files, not for a market.
 */
export function bestCycleProfit(pools: readonly KnownPool[], start: string, maxHops: number): bigint {
  const edges = edgesByToken(pools);
  let most = 0n;
  const walk = (token: string, hops: readonly ChainHop[], seen: ReadonlySet<string>): void => {
    for (const { hop, to } of edges.get(token) ?? []) {
      if (hops.some(({ pool }) => pool === hop.pool)) continue;
      const longer = [...hops, hop];
      if (to === start) {
        if (longer.length < 2) continue;
        const profit = new ExactChain(longer).bestProfit();
        if (profit > most) most = profit;
      } else if (!seen.has(to) && longer.length < maxHops) {
        walk(to, longer, new Set([...seen, to]));
      }
    }
  };
  walk(start, [], new Set([start]));
  return most;
}
