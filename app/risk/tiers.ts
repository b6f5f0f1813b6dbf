import type { StrategyId } from '../domain/mode.ts';
import { type LimitValues, limitIds, limitTable } from '../domain/riskLimit.ts';
import { type TierId, tierIds } from '../domain/tier.ts';

export interface Tier {
  readonly id: TierId;
  readonly name: string;
  /** Whole dollars of own capital from which the tier is the first one chosen, is entered from below, and is left downwards. */
  readonly fromDollars: number;
  readonly upDollars: number;
  readonly downDollars: number;
  /** Millionths that no limit exceeds in the tier, whatever is set. */
  readonly caps: Partial<LimitValues>;
}

const percent = 10_000;
const one = 1_000_000;

/** Boundaries 5k, 20k, 100k and 1M with a hysteresis of 20 % either way. */
export const tiers: readonly Tier[] = [
  {
    id: 'survival',
    name: 'Survival',
    fromDollars: 0,
    upDollars: 0,
    downDollars: 0,
    caps: {
      singleTrade: percent,
      strategyExposure: 10 * percent,
      dailyRisk: 3 * percent,
      relatedAssets: 15 * percent,
      leverage: one,
      flashNotional: 5 * one,
      monthlyDrawdown: 3 * percent,
      largestPosition: 15 * percent,
      valueAtRisk: percent,
    },
  },
  {
    id: 'growth',
    name: 'Growth',
    fromDollars: 5_000,
    upDollars: 6_000,
    downDollars: 4_000,
    caps: {
      strategyExposure: 12 * percent,
      dailyRisk: 4 * percent,
      relatedAssets: 20 * percent,
      leverage: 2 * one,
      largestPosition: 20 * percent,
    },
  },
  { id: 'acceleration', name: 'Acceleration', fromDollars: 20_000, upDollars: 24_000, downDollars: 16_000, caps: {} },
  {
    id: 'institutional',
    name: 'Institutional',
    fromDollars: 100_000,
    upDollars: 120_000,
    downDollars: 80_000,
    caps: { leverage: 3 * one },
  },
  {
    id: 'whale',
    name: 'Whale',
    fromDollars: 1_000_000,
    upDollars: 1_200_000,
    downDollars: 800_000,
    caps: { singleTrade: percent, strategyExposure: 10 * percent, dailyRisk: 3 * percent, leverage: 2 * one },
  },
];

/** The smallest tier in which each strategy may trade. Atomic arbitrage risks its gas alone, so it may in all. */
const leastTiers: Readonly<Record<StrategyId, TierId>> = { 'flash-arbitrage': 'survival' };

export function tierOf(id: TierId): Tier {
  const tier = tiers[tierIds.indexOf(id)];
  if (tier === undefined) throw new RangeError(`no tier ${id}`);
  return tier;
}

/**
 * The tier at this capital: by the plain boundaries at the first look, else the one before, moved up or down until no boundary, with its
 * hysteresis, is crossed any more.
 */
export function nextTier(current: TierId | null, dollars: number): TierId {
  if (current === null) return (tiers.findLast(({ fromDollars }) => dollars >= fromDollars) ?? tierOf('survival')).id;
  let place = tierIds.indexOf(current);
  for (let next = tiers[place + 1]; next !== undefined && dollars >= next.upDollars; next = tiers[place + 1])
    place += 1;
  for (let tier = tiers[place]; tier !== undefined && place > 0 && dollars <= tier.downDollars; tier = tiers[place])
    place -= 1;
  return tierIds[place] ?? current;
}

/** An unknown tier is held to what the smallest may. */
export function limitsInTier(values: LimitValues, tier: TierId | null): LimitValues {
  const { caps } = tierOf(tier ?? 'survival');
  return Object.fromEntries(
    limitIds.map((id) => [
      id,
      limitTable[id].sense === 'most' ? Math.min(values[id], caps[id] ?? values[id]) : values[id],
    ]),
  ) as LimitValues;
}

export function strategiesOf(tier: TierId | null): readonly StrategyId[] {
  const place = tierIds.indexOf(tier ?? 'survival');
  return (Object.entries(leastTiers) as [StrategyId, TierId][])
    .filter(([, least]) => tierIds.indexOf(least) <= place)
    .map(([strategy]) => strategy);
}
