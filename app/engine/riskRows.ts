import { type LimitChangeRow, type LimitRow, mostTailWords, type RiskRow } from '../contract/riskLimits.ts';
import { epochMs } from '../domain/clock.ts';
import { type LimitId, limitIds, limitTable } from '../domain/riskLimit.ts';
import { tierIds } from '../domain/tier.ts';
import { betEstimates, noBets } from '../risk/kellyBound.ts';
import { limitsInTier, tiers } from '../risk/tiers.ts';
import type { KernelState } from './kernelState.ts';
import { standingChecks } from './watchLimits.ts';

/** Limits that only a trade has a figure for. */
const ofTrades: ReadonlySet<LimitId> = new Set([
  'singleTrade',
  'flashNotional',
  'smallestPosition',
  'correlation',
  'kellyFraction',
]);

/** Every limit beside what stands, or what the last trade would have made of it. */
export function limitRows(kernel: KernelState): LimitRow[] {
  const { risk, counters, headAtMs } = kernel;
  const { values } = risk.limits;
  const inForce = limitsInTier(values, counters.risk.tier);
  const standing = risk.figures === null ? [] : standingChecks(kernel, epochMs(headAtMs));
  return limitIds.map((id) => {
    const of = ofTrades.has(id) ? 'lastTrade' : 'standing';
    const check = (of === 'standing' ? standing : risk.lastChecks).find(({ limit }) => limit === id);
    const common = { id, set: values[id], inForce: inForce[id], of } as const;
    if (check === undefined) {
      const unit = limitTable[id].unit === 'plain' && id === 'correlation' ? 'millionths' : 'wei';
      return { ...common, unit, value: null, bound: 0n, headroom: null, state: 'waiting' };
    }
    const { unit, value, bound, headroom, state } = check;
    const isFigure = state === 'passed' || state === 'failed';
    return { ...common, unit, bound, state, value: isFigure ? value : null, headroom: isFigure ? headroom : null };
  });
}

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const minute = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');

export function riskRow(kernel: KernelState): RiskRow {
  const { risk, counters, strategies, tokens } = kernel;
  const { tier, bets } = counters.risk;
  const place = tier === null ? null : tierIds.indexOf(tier);
  return {
    id: 'risk',
    version: risk.limits.version,
    capital: risk.figures?.capital ?? null,
    dollars: risk.figures?.dollars ?? null,
    tier,
    upAt: place === null ? null : (tiers[place + 1]?.upDollars ?? null),
    downAt: place === null || place === 0 ? null : (tiers[place]?.downDollars ?? null),
    bets: [...strategies.keys()].map((strategy) => {
      const record = bets[strategy] ?? noBets;
      const { p, realisedShare } = betEstimates(record);
      return { strategy, wins: record.wins, losses: record.losses, p, realisedShare };
    }),
    valueAtRisk: [...risk.held.keys()].slice(0, 64).map((asset) => {
      const symbol = (asset === 'native' ? asset : tokens.get(asset)?.symbol) ?? asset;
      const tail = risk.valueAtRisk?.tails.find((each) => each.asset === asset);
      const reason = risk.valueAtRisk?.unknown?.find((each) => each.asset === asset)?.reason;
      if (tail === undefined) return `${symbol}: not known, ${reason ?? 'not estimated yet'}`.slice(0, mostTailWords);
      const how = tail.method === 'filteredGarch' ? 'filtered GARCH-t' : `historical (${tail.fallBack})`;
      const until = tail.toMs === undefined ? '' : ` to ${day(tail.toMs)}`;
      const made = `estimated ${minute(risk.valueAtRisk?.madeAtMs ?? 0)} UTC`;
      const renewal = reason === undefined ? '' : `; not renewed: ${reason}`;
      const found = `${symbol}: ${tail.millionths / 10_000} % a day, ${how}, ${tail.sample} returns of ${tail.series}${until}, ${made}`;
      return `${found}${renewal}`.slice(0, mostTailWords);
    }),
  };
}

export function limitChangeRows(kernel: KernelState): LimitChangeRow[] {
  return kernel.risk.limits.changes.map((change) => ({ id: `${change.version} ${change.limit}`, ...change }));
}
