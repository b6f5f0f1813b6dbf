import { bestDisjoint } from './bestDisjoint.ts';

/** What one candidate brings behind others, and what it leaves of its pools. */
export interface Resolved<State extends object, Trade> {
  /** In the native currency, after gas. */
  readonly net: bigint;
  readonly trade: Trade;
  /** The state of every pool that it moves. */
  readonly after: ReadonlyMap<string, State>;
}

/** The candidates of one block, each solved anew on whatever state its pools are in. */
export interface SequenceMarket<State extends object, Trade> {
  /** By candidate, numbered from 0: the pools that it touches. */
  readonly pools: readonly (readonly string[])[];
  /**
   * The candidate at its best input; null where it brings nothing or cannot be known. `moved`: pools that are no longer as the market has them.
   * Gives the same answer to the same question.
   */
  resolve(candidate: number, moved: ReadonlyMap<string, State>): Resolved<State, Trade> | null;
}

export interface SequenceStep<Trade> {
  readonly candidate: number;
  /** Behind the steps before it. */
  readonly net: bigint;
  readonly trade: Trade;
}

export interface Sequence<Trade> {
  readonly steps: readonly SequenceStep<Trade>[];
  readonly total: bigint;
  /** No other order of any of the candidates brings more. */
  readonly isProven: boolean;
  /** Solutions that were asked of the market. */
  readonly resolves: number;
}

export interface SequenceOptions {
  /** Groups of no more candidates that hang together by their pools are searched through. */
  readonly exactUpTo: number;
  /** Solutions asked of the market, after which no further order is tried. */
  readonly mostResolves: number;
  /** Candidates that come first, in this order, whatever they bring. */
  readonly first: readonly number[];
}

const usual: SequenceOptions = { exactUpTo: 6, mostResolves: 4000, first: [] };

/**
 * Which candidates to trade, and in which order, so that all of them together bring most: each is solved on what those before it leave, and each has to
 * pay by itself there. Candidates whose pools no chain of others connects do not move each other, so each such group is solved by itself.
 *
 * A group of at most `exactUpTo` (6: at most 1,956 orders) is searched through. In a larger one the best of three is taken: the set without shared pools
 * (bestDisjoint, so never worse than greedy by net), that set with whatever still pays behind it, and greedy with every candidate solved
 * again behind those taken. Then each candidate is tried first, and each one taken is tried left out, as long as that brings more and `mostResolves`
 * lasts. Time: at most 2 n (n + 1) solutions of the market for a group of n, and `mostResolves` more.
 */
export function bestSequence<State extends object, Trade>(
  market: SequenceMarket<State, Trade>,
  options: Partial<SequenceOptions> = {},
): Sequence<Trade> {
  const settings = { ...usual, ...options };
  const solver = new Solver(market, settings.mostResolves);
  const start = solver.follow(emptyPath(), settings.first);
  let isProven = true;
  const groups = groupsOf(market.pools, new Set(settings.first)).map((group) => {
    if (group.length <= settings.exactUpTo) {
      const best = searchThrough(solver, start, group);
      isProven &&= !solver.isSpent;
      return best;
    }
    isProven = false;
    return improve(solver, start, group);
  });
  const found = groups.map((path) => ({ steps: path.steps.slice(start.steps.length), gain: path.total - start.total }));
  found.sort((a, b) => (a.gain === b.gain ? 0 : a.gain < b.gain ? 1 : -1));
  return {
    steps: [...start.steps, ...found.flatMap(({ steps }) => steps)],
    total: found.reduce((sum, { gain }) => sum + gain, start.total),
    isProven,
    resolves: solver.resolves,
  };
}

interface Path<State, Trade> {
  readonly steps: readonly SequenceStep<Trade>[];
  readonly total: bigint;
  readonly moved: ReadonlyMap<string, State>;
}

function emptyPath<State, Trade>(): Path<State, Trade> {
  return { steps: [], total: 0n, moved: new Map() };
}

/** Candidates that pools connect, directly or through others. */
function groupsOf(pools: readonly (readonly string[])[], besides: ReadonlySet<number>): number[][] {
  const groups: { members: number[]; pools: Set<string> }[] = [];
  pools.forEach((own, candidate) => {
    if (besides.has(candidate)) return;
    const joined = { members: [candidate], pools: new Set(own) };
    for (let i = groups.length - 1; i >= 0; i -= 1) {
      const group = groups[i];
      if (group === undefined || !own.some((pool) => group.pools.has(pool))) continue;
      joined.members.push(...group.members);
      for (const pool of group.pools) joined.pools.add(pool);
      groups.splice(i, 1);
    }
    groups.push(joined);
  });
  return groups.map(({ members }) => members.sort((a, b) => a - b));
}

/** Asks the market each question once. A state is known by its object, so paths that lead to the same ones share their answers. */
class Solver<State extends object, Trade> {
  resolves = 0;
  readonly #market: SequenceMarket<State, Trade>;
  readonly #most: number;
  readonly #known = new Map<string, Resolved<State, Trade> | null>();
  readonly #stateIds = new WeakMap<State, number>();
  #nextStateId = 1;

  constructor(market: SequenceMarket<State, Trade>, most: number) {
    this.#market = market;
    this.#most = most;
  }

  get isSpent(): boolean {
    return this.resolves >= this.#most;
  }

  poolsOf(candidate: number): readonly string[] {
    return this.#market.pools[candidate] ?? [];
  }

  #idOf(state: State | undefined): number {
    if (state === undefined) return 0;
    const known = this.#stateIds.get(state);
    if (known !== undefined) return known;
    this.#stateIds.set(state, this.#nextStateId);
    this.#nextStateId += 1;
    return this.#nextStateId - 1;
  }

  resolve(candidate: number, moved: ReadonlyMap<string, State>): Resolved<State, Trade> | null {
    const pools = this.poolsOf(candidate);
    const key = `${candidate}:${pools.map((pool) => this.#idOf(moved.get(pool))).join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.resolves += 1;
    const resolved = this.#market.resolve(candidate, moved);
    this.#known.set(key, resolved);
    return resolved;
  }

  step(path: Path<State, Trade>, candidate: number): Path<State, Trade> | null {
    const resolved = this.resolve(candidate, path.moved);
    if (resolved === null || resolved.net <= 0n) return null;
    const { net, trade, after } = resolved;
    return {
      steps: [...path.steps, { candidate, net, trade }],
      total: path.total + net,
      moved: new Map([...path.moved, ...after]),
    };
  }

  /** One after the other, those that do not pay left out. */
  follow(path: Path<State, Trade>, candidates: readonly number[]): Path<State, Trade> {
    return candidates.reduce((now, candidate) => this.step(now, candidate) ?? now, path);
  }

  /** Always the one that brings most where the path stands. */
  greedily(path: Path<State, Trade>, candidates: readonly number[]): Path<State, Trade> {
    let now = path;
    const left = new Set(candidates);
    for (const { candidate } of path.steps) left.delete(candidate);
    for (;;) {
      let best: Path<State, Trade> | null = null;
      for (const candidate of left) {
        const next = this.step(now, candidate);
        if (next !== null && (best === null || next.total > best.total)) best = next;
      }
      if (best === null) return now;
      now = best;
      for (const { candidate } of now.steps.slice(-1)) left.delete(candidate);
    }
  }
}

/** Every order of every subset. */
function searchThrough<State extends object, Trade>(
  solver: Solver<State, Trade>,
  start: Path<State, Trade>,
  group: readonly number[],
): Path<State, Trade> {
  let best = solver.greedily(start, group);
  const visit = (path: Path<State, Trade>, left: readonly number[]): void => {
    if (path.total > best.total) best = path;
    for (const candidate of left) {
      if (solver.isSpent) return;
      const next = solver.step(path, candidate);
      if (next === null || (path !== start && isSwapOfLast(solver, path, candidate))) continue;
      visit(
        next,
        left.filter((other) => other !== candidate),
      );
    }
  };
  visit(start, group);
  return best;
}

/** Two that share no pool may change places: only one of both orders is followed. */
function isSwapOfLast<State extends object, Trade>(
  solver: Solver<State, Trade>,
  { steps }: Path<State, Trade>,
  candidate: number,
): boolean {
  const last = steps.at(-1)?.candidate;
  if (last === undefined || last < candidate) return false;
  const pools = solver.poolsOf(candidate);
  return !solver.poolsOf(last).some((pool) => pools.includes(pool));
}

function improve<State extends object, Trade>(
  solver: Solver<State, Trade>,
  start: Path<State, Trade>,
  group: readonly number[],
): Path<State, Trade> {
  const claims = group.map((candidate) => ({
    pools: solver.poolsOf(candidate),
    net: solver.resolve(candidate, start.moved)?.net ?? 0n,
  }));
  const disjoint = bestDisjoint(claims).chosen.flatMap((place) => group[place] ?? []);
  let best = solver.greedily(solver.follow(start, disjoint), group);
  const consider = (path: Path<State, Trade>): boolean => {
    if (path.total <= best.total) return false;
    best = path;
    return true;
  };
  consider(solver.greedily(start, group));
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    const own = best.steps.slice(start.steps.length).map(({ candidate }) => candidate);
    for (const candidate of group) {
      if (solver.isSpent) return best;
      const others = own.filter((other) => other !== candidate);
      isBetter = consider(solver.greedily(solver.follow(start, [candidate, ...others]), group)) || isBetter;
      if (solver.isSpent) return best;
      const without = group.filter((other) => other !== candidate);
      if (others.length < own.length)
        isBetter = consider(solver.greedily(solver.follow(start, others), without)) || isBetter;
    }
  }
  return best;
}
