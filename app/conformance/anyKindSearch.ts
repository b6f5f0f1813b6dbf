import type { ExactPool } from '../detect/exactPool.ts';
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

/** Of so many cycles, the most promising, the last units are looked for. */
const refined = 4;

/**
 * The most that any cycle of two to `maxHops` different pools from `start` brings, pools of any kind, by trying them all: for vector
 * files, not for a market.
 */
export function bestCycleProfit(pools: readonly KnownPool[], start: string, maxHops: number): bigint {
  const edges = edgesByToken(pools);
  const known = new Map<string, ExactPool>();
  const found: { readonly chain: ExactChain; readonly profit: bigint }[] = [];
  const walk = (token: string, hops: readonly ChainHop[], seen: ReadonlySet<string>): void => {
    for (const { hop, to } of edges.get(token) ?? []) {
      if (hops.some(({ pool }) => pool === hop.pool)) continue;
      const longer = [...hops, hop];
      if (to === start) {
        if (longer.length < 2) continue;
        const chain = new ExactChain(longer, known);
        const good = chain.paysSomewhere() ? chain.goodInput() : null;
        const profit = good === null ? null : chain.profit(good);
        if (profit !== null && profit > 0n) found.push({ chain, profit });
      } else if (!seen.has(to) && longer.length < maxHops) {
        walk(to, longer, new Set([...seen, to]));
      }
    }
  };
  walk(start, [], new Set([start]));
  found.sort((a, b) => (a.profit < b.profit ? 1 : -1));
  let most = 0n;
  for (const { chain } of found.slice(0, refined)) {
    const profit = chain.bestProfit();
    if (profit > most) most = profit;
  }
  return most;
}
