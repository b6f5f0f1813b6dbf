import type { Random } from '../domain/random.ts';
import { type Cycle, type SizedCycle, sizeCycle } from './cycleSearch.ts';
import type { PoolView } from './poolView.ts';
import type { DevnetToken } from './token.ts';
import type { PriceOf } from './traders.ts';

/** The rival's character. */
const habits = {
  /** Of the opportunities it sees, how many it goes for; the others it misses for want of capital, care or coverage. */
  takes: 0.55,
  /** It remembers its mind about a set of pools for as long. */
  mindLastsMs: 20_000,
  leastProfitEth: 0.003,
  /** Of the expected profit, what it offers for inclusion. */
  tipShare: { least: 0.05, most: 0.5 },
  /** From a head to a transaction sent, as a share of the block time: sometimes it is too late. */
  reaction: { least: 0.05, most: 0.9 },
  mostAtOnce: 2,
} as const;

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
    if (targets.length < habits.mostAtOnce && makeUpMind(random, mind, target, nowMs)) targets.push(target);
  }
  return targets;
}

function makeUpMind(random: Random, mind: RivalMind, target: RivalTarget, nowMs: number): boolean {
  for (const [key, { untilMs }] of mind.decisions) if (untilMs <= nowMs) mind.decisions.delete(key);
  const key = target.cycle.hops
    .map((hop) => hop.pool)
    .sort((first, second) => first - second)
    .join('-');
  const known = mind.decisions.get(key);
  if (known !== undefined) return known.takes;
  const takes = random.next() < habits.takes;
  mind.decisions.set(key, { takes, untilMs: nowMs + habits.mindLastsMs });
  return takes;
}

/** How long the rival needs from a head to sending, this time. */
export function reactionMs(random: Random, blockTimeMs: number): number {
  const { least, most } = habits.reaction;
  return Math.round(blockTimeMs * (least + (most - least) * random.next()));
}

export interface Bid {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/**
 * What the rival offers: a share of the profit as the tip, and a fee cap that follows it, since the node orders by the cap
 * (anvil's `--order fees` sorts by maxFeePerGas and ignores tips). Returns null when gas would eat the profit.
 */
export function rivalBid(random: Random, profitWei: bigint, gasUsed: bigint, baseFee: bigint): Bid | null {
  const { least, most } = habits.tipShare;
  const sharePpm = BigInt(Math.floor((least + (most - least) * random.next()) * 1e6));
  const tip = (profitWei * sharePpm) / 1_000_000n / gasUsed;
  if (profitWei < gasUsed * (baseFee + tip)) return null;
  return { maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip };
}
