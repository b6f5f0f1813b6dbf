import { groupLimits, type LimitId, type LimitValues } from '../../domain/riskLimit.ts';
import type { LimitCheckState, RiskAccount, RiskPosition, RiskTrade } from '../riskBook.ts';

/** The figures of one row in 1e-9 of the native currency, or millionths. */
export interface PlainCheck {
  readonly limit: LimitId;
  readonly value: bigint;
  readonly bound: bigint;
  readonly state: LimitCheckState;
}

const billion = 1_000_000_000n;
const most = 1_000_000_000_000_000n;
const clamp = (units: bigint): bigint => (units > most ? most : units < -most ? -most : units);
const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
export const floorUnits = (amount: bigint): bigint => clamp(floorDiv(amount, billion));
export const ceilUnits = (amount: bigint): bigint => clamp(-floorDiv(-amount, billion));

/** The whole check as one would write it down, over every position there is: what the core's must equal, and its peer in the bench. */
export function plainRiskChecks(
  limits: LimitValues,
  account: RiskAccount,
  positions: Iterable<RiskPosition>,
  trade: RiskTrade,
): PlainCheck[] {
  let [strategyRisk, groupSum, assetHeld, clusterHeld, held, risk] = [0n, 0n, 0n, 0n, 0n, 0n];
  for (const position of positions) {
    const positionRisk = ceilUnits(position.risk);
    const positionHeld = position.asset === null ? 0n : ceilUnits(position.held);
    risk += positionRisk;
    held += positionHeld;
    if (position.strategy === trade.strategy) strategyRisk += positionRisk;
    if (position.group === trade.group) groupSum += positionRisk + positionHeld;
    if (position.asset !== null && position.asset === trade.asset) assetHeld += positionHeld;
    if (position.asset !== null && position.cluster !== null && position.cluster === trade.cluster)
      clusterHeld += positionHeld;
  }
  const capital = floorUnits(account.capital);
  const shareOf = (base: bigint, id: LimitId): bigint => (base <= 0n ? 0n : (base * BigInt(limits[id])) / 1_000_000n);
  const shareUp = (base: bigint, id: LimitId): bigint =>
    base <= 0n ? 0n : (base * BigInt(limits[id]) + 999_999n) / 1_000_000n;
  const atMost = (limit: LimitId, value: bigint, bound = shareOf(capital, limit)): PlainCheck => ({
    limit,
    value,
    bound,
    state: value <= bound ? 'passed' : 'failed',
  });
  const atLeast = (limit: LimitId, value: bigint): PlainCheck => {
    const bound = shareUp(capital, limit);
    return { limit, value, bound, state: value >= bound ? 'passed' : 'failed' };
  };
  const atRisk = ceilUnits(trade.atRisk);
  const opens = ceilUnits(trade.opens);
  const grows = opens + ceilUnits(trade.adds);
  const isHeld = trade.asset !== null;
  const openRisk = risk + atRisk;
  const group = groupLimits[trade.group];
  const unknown = opens > 0n ? 'failedUnknown' : 'unknown';
  const correlationBound = BigInt(limits.correlation);
  const correlation: PlainCheck =
    opens === 0n
      ? { limit: 'correlation', value: 0n, bound: correlationBound, state: 'notApplicable' }
      : trade.correlation === null
        ? { limit: 'correlation', value: 0n, bound: correlationBound, state: 'failedUnknown' }
        : atMost('correlation', BigInt(trade.correlation), correlationBound);
  return [
    atMost('singleTrade', atRisk + opens),
    atMost('strategyExposure', strategyRisk + atRisk + opens),
    atMost('dailyRisk', ceilUnits(account.dayLoss) + openRisk),
    atMost('relatedAssets', isHeld && trade.cluster !== null ? clusterHeld + grows : 0n),
    atMost('leverage', held + openRisk + (isHeld ? grows : 0n)),
    atMost('flashNotional', ceilUnits(trade.notional)),
    atMost(
      'monthlyDrawdown',
      ceilUnits(account.monthFall) + openRisk,
      shareOf(floorUnits(account.monthPeak), 'monthlyDrawdown'),
    ),
    atMost(
      'overallDrawdown',
      ceilUnits(account.overallFall) + openRisk,
      shareOf(floorUnits(account.overallPeak), 'overallDrawdown'),
    ),
    opens > 0n
      ? atLeast('smallestPosition', assetHeld + opens)
      : {
          limit: 'smallestPosition',
          value: 0n,
          bound: shareUp(capital, 'smallestPosition'),
          state: 'notApplicable',
        },
    atMost('largestPosition', isHeld ? assetHeld + grows : 0n),
    correlation,
    atMost(group, groupSum + atRisk + (isHeld ? grows : 0n)),
    atLeast('reserveCapital', floorUnits(account.cash) - openRisk - opens),
    account.valueAtRisk === null
      ? { limit: 'valueAtRisk', value: 0n, bound: shareOf(capital, 'valueAtRisk'), state: unknown }
      : atMost('valueAtRisk', ceilUnits(account.valueAtRisk)),
    atMost('kellyFraction', atRisk + opens, capital <= 0n ? 0n : (capital * BigInt(trade.kelly)) / 1_000_000n),
  ];
}
