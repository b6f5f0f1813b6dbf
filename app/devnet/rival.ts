import { present } from '../domain/errors.ts';
import type { Random } from '../domain/random.ts';
import { type Cycle, type SizedCycle, sizeCycle } from './cycleSearch.ts';
import type { PoolView } from './poolView.ts';
import type { DevnetToken } from './token.ts';
import type { PriceOf } from './traders.ts';

/** How good a rival searcher is; weakest first. */
export const rivalStrengths = ['slow', 'competent', 'strong'] as const;
export type RivalStrength = (typeof rivalStrengths)[number];

/** A rival's character. */
export interface RivalHabits {
  /** Pools in its longest route. */
  readonly mostHops: 2 | 3 | 4;
  /** Symbols of the tokens that its routes start and end in. */
  readonly starts: readonly string[];
  /** Of the opportunities it sees, how many it goes for; the others it misses for want of capital, care or coverage. */
  readonly takes: number;
  readonly leastProfitEth: number;
  /** Of the expected profit, what it offers for inclusion. */
  readonly tipShare: { readonly least: number; readonly most: number };
  /** From a head to a transaction sent, as a share of the block time: sometimes it is too late. */
  readonly reaction: { readonly least: number; readonly most: number };
  readonly mostAtOnce: number;
  /** Where its transactions go: to everybody, or past them to a relay where the chain has one. */
  readonly channel: 'public' | 'bundle';
}

/**
 * slow: late, two pools, keeps nearly all for itself. competent: what most searchers are. strong: longer routes, quick, gives
 * most of the profit away, and by bundles: but it is choosy, so that others live.
 */
export const rivalHabits: Readonly<Record<RivalStrength, RivalHabits>> = {
  slow: {
    mostHops: 2,
    starts: ['WETH'],
    takes: 0.6,
    leastProfitEth: 0.008,
    tipShare: { least: 0.005, most: 0.05 },
    reaction: { least: 0.5, most: 0.98 },
    mostAtOnce: 1,
    channel: 'public',
  },
  competent: {
    mostHops: 3,
    starts: ['WETH', 'USDC'],
    takes: 0.5,
    leastProfitEth: 0.003,
    tipShare: { least: 0.05, most: 0.5 },
    reaction: { least: 0.05, most: 0.9 },
    mostAtOnce: 2,
    channel: 'public',
  },
  strong: {
    mostHops: 4,
    starts: ['WETH', 'USDC'],
    takes: 0.3,
    leastProfitEth: 0.006,
    tipShare: { least: 0.4, most: 0.85 },
    reaction: { least: 0.02, most: 0.2 },
    mostAtOnce: 1,
    channel: 'bundle',
  },
};

/** A rival remembers its mind about a set of pools for as long. */
const mindLastsMs = 20_000;

export interface RivalTarget extends SizedCycle {
  readonly grossEth: number;
}

export interface RivalMind {
  /** Set of pools -> what it decided about it and until when. */
  readonly decisions: Map<string, { readonly takes: boolean; readonly untilMs: number }>;
}

/** What the rival wants of this market, best first, over different pools. Decides by the seeded stream; updates `mind`. */
export function chooseTargets(
  random: Random,
  habits: RivalHabits,
  mind: RivalMind,
  cycles: readonly Cycle[],
  views: readonly PoolView[],
  priceOf: PriceOf,
  weth: DevnetToken,
  nowMs: number,
): readonly RivalTarget[] {
  const ethUsd = priceOf(weth);
  const worthwhile: RivalTarget[] = [];
  for (const cycle of cycles) {
    const sized = sizeCycle(cycle, views);
    if (sized === null) continue;
    const grossEth = (sized.gross / 10 ** cycle.start.decimals) * (priceOf(cycle.start) / ethUsd);
    if (grossEth >= habits.leastProfitEth) worthwhile.push({ ...sized, grossEth });
  }
  worthwhile.sort((first, second) => second.grossEth - first.grossEth);
  const used = new Set<number>();
  const targets: RivalTarget[] = [];
  for (const target of worthwhile) {
    if (target.cycle.hops.some((hop) => used.has(hop.pool))) continue;
    for (const hop of target.cycle.hops) used.add(hop.pool);
    if (targets.length < habits.mostAtOnce && makeUpMind(random, habits, mind, target, nowMs)) targets.push(target);
  }
  return targets;
}

function makeUpMind(random: Random, habits: RivalHabits, mind: RivalMind, target: RivalTarget, nowMs: number): boolean {
  for (const [key, { untilMs }] of mind.decisions) if (untilMs <= nowMs) mind.decisions.delete(key);
  const key = target.cycle.hops
    .map((hop) => hop.pool)
    .sort((first, second) => first - second)
    .join('-');
  const known = mind.decisions.get(key);
  if (known !== undefined) return known.takes;
  const takes = random.next() < habits.takes;
  mind.decisions.set(key, { takes, untilMs: nowMs + mindLastsMs });
  return takes;
}

/** How long the rival needs from a head to sending, this time. */
export function reactionMs(random: Random, { reaction }: RivalHabits, blockTimeMs: number): number {
  const { least, most } = reaction;
  return Math.round(blockTimeMs * (least + (most - least) * random.next()));
}

export interface Bid {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** What the rival offers: a share of the profit as the tip. Returns null when gas would eat the profit. */
export function rivalBid(
  random: Random,
  habits: RivalHabits,
  profitWei: bigint,
  gasUsed: bigint,
  baseFee: bigint,
): Bid | null {
  const { least, most } = habits.tipShare;
  const sharePpm = BigInt(Math.floor((least + (most - least) * random.next()) * 1e6));
  const tip = (profitWei * sharePpm) / 1_000_000n / gasUsed;
  if (profitWei < gasUsed * (baseFee + tip)) return null;
  return { maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip };
}

/** Pools that a cycle moves, as places in the list that it was searched in. */
export function poolsOf<T>(cycle: Cycle, pools: readonly T[]): readonly T[] {
  return cycle.hops.map((hop) => present(pools[hop.pool], 'pool'));
}
