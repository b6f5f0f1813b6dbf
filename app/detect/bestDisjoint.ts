/** Something worth `net` that needs all of `pools` for itself. */
export interface Claim {
  readonly pools: readonly string[];
  /** Above zero. */
  readonly net: bigint;
}

export interface DisjointSet {
  /** Places among the claims, in the order in which they were given. */
  readonly chosen: readonly number[];
  readonly total: bigint;
  /** No other set brings more; false where the search was cut off. */
  readonly isProven: boolean;
}

const mostSteps = 4096;

/**
 * The claims that together bring most while no two share a pool. Branch and bound, beginning with the greedy set (best claim first, each that fits), so
 * never worse than that; of equal sets the one found first. The bound: claims that share a pool give at most the best of them. Looks at no more than
 * `steps` partial sets (at least as many as there are claims), each in time linear in the claims.
 */
export function bestDisjoint(claims: readonly Claim[], steps = mostSteps): DisjointSet {
  const search = new DisjointSearch(claims, steps);
  search.visit(0, [], 0n);
  return {
    chosen: [...search.best].sort((a, b) => a - b),
    total: search.bestTotal,
    isProven: search.stepsLeft > 0,
  };
}

class DisjointSearch {
  best: readonly number[] = [];
  bestTotal = 0n;
  stepsLeft: number;
  readonly #claims: readonly Claim[];
  /** Places, best first, and by place in this order the group of those that share the claim's most wanted pool. */
  readonly #order: readonly number[];
  readonly #group: readonly string[];
  readonly #taken = new Set<string>();

  constructor(claims: readonly Claim[], steps: number) {
    this.#claims = claims;
    this.stepsLeft = Math.max(steps, claims.length);
    const worth = claims.flatMap(({ net }, place) => (net > 0n ? [place] : []));
    this.#order = worth.sort((a, b) => {
      const [netA, netB] = [claims[a]?.net ?? 0n, claims[b]?.net ?? 0n];
      return netA === netB ? a - b : netA < netB ? 1 : -1;
    });
    const wanted = new Map<string, number>();
    for (const { pools } of claims) for (const pool of pools) wanted.set(pool, (wanted.get(pool) ?? 0) + 1);
    this.#group = this.#order.map((place) => {
      const pools = claims[place]?.pools ?? [];
      return pools.reduce(
        (most, pool) => ((wanted.get(pool) ?? 0) > (wanted.get(most) ?? 0) ? pool : most),
        pools[0] ?? '',
      );
    });
  }

  visit(from: number, chosen: readonly number[], total: bigint): void {
    if (total > this.bestTotal) {
      this.bestTotal = total;
      this.best = chosen;
    }
    for (let at = from; at < this.#order.length; at += 1) {
      const place = this.#order[at] ?? 0;
      const claim = this.#claims[place];
      if (claim === undefined || !this.#fits(claim)) continue;
      if (this.stepsLeft <= 0 || total + this.#mostFrom(at) <= this.bestTotal) return;
      this.stepsLeft -= 1;
      for (const pool of claim.pools) this.#taken.add(pool);
      this.visit(at + 1, [...chosen, place], total + claim.net);
      for (const pool of claim.pools) this.#taken.delete(pool);
    }
  }

  #fits({ pools }: Claim): boolean {
    return !pools.some((pool) => this.#taken.has(pool));
  }

  /** Not below what any set of the claims from here on adds. */
  #mostFrom(from: number): bigint {
    const seen = new Set<string>();
    let most = 0n;
    for (let at = from; at < this.#order.length; at += 1) {
      const claim = this.#claims[this.#order[at] ?? 0];
      const group = this.#group[at] ?? '';
      // Best first, so the first of a group is its best.
      if (claim === undefined || seen.has(group) || !this.#fits(claim)) continue;
      seen.add(group);
      most += claim.net;
    }
    return most;
  }
}
