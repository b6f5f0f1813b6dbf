import type { PerformanceReport } from '../contract/performance.ts';
import { wei } from '../domain/amount.ts';
import { seededRandom } from '../domain/random.ts';
import type { TradingReturns } from '../portfolio/tradingReturns.ts';
import { drawdowns } from '../quant/performance/drawdowns.ts';
import { type Evidence, evidenceOf } from '../quant/performance/evidence.ts';
import type { OutOfSample } from '../quant/performance/outOfSample.ts';
import { wealthPath } from '../quant/performance/wealth.ts';
import { performanceTargets } from './targets.ts';
import type { EpochTrading } from './tradingRecord.ts';
import { tradingStatistics, yearMs } from './tradingStatistics.ts';

const shownDrawdowns = 20;
const curvePoints = 1_000;
/** Draws of the bootstrap, and folds of what is held back. A route's result is known within its period: a period before and after a test is left out. */
const [reps, folds, purge, embargo] = [500, 5, 1, 1];

export interface PerformanceNeeds {
  readonly periodMs: number;
  readonly trials: number;
  /** Sharpe ratios per period of the trials for which it is known. */
  readonly trialSharpes: readonly number[];
}

export type PerformanceFigures = Pick<
  PerformanceReport,
  'orders' | 'money' | 'statistics' | 'drawdowns' | 'targets' | 'evidence' | 'curve'
> & { readonly periods: number; readonly fromMs: number; readonly toMs: number };

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * All figures of a record of trading, in one mode and one currency. The same record gives the same figures: draws begin with one seed.
 * @throws ExpectedError PERIODS_TOO_MANY, CAPITAL_NOTHING
 */
export function performanceFigures(
  epochs: readonly EpochTrading[],
  { periodMs, trials, trialSharpes }: PerformanceNeeds,
): PerformanceFigures {
  const { traded, statistics } = tradingStatistics(epochs, periodMs);
  const { returns, models, trades, fromMs, toMs } = traded;
  const periodsPerYear = yearMs / periodMs;
  const request = { periodsPerYear, riskFree: 0, target: 0 };
  const evidence = evidenceOf(
    { ...request, returns, models, trades, trials, trialSharpes, reps, folds, purge, embargo },
    seededRandom(1),
  );
  const sum = (of: (each: EpochTrading) => bigint): bigint => epochs.reduce((total, each) => total + of(each), 0n);
  const count = (of: (each: EpochTrading) => number): number => epochs.reduce((total, each) => total + of(each), 0);
  const orders = {
    sent: count(({ sent }) => sent),
    landed: count(({ landed }) => landed),
    failed: count(({ failed }) => failed),
    results: trades.length,
  };
  const [net, gas] = [sum((each) => each.net), sum((each) => each.gas)];
  const money = {
    net: wei(net),
    gross: wei(net + gas),
    gas: wei(gas),
    failureCost: wei(sum((each) => each.failureCost)),
  };
  const at = (place: number): number => (place < 0 ? (fromMs[0] ?? 0) : (toMs[place] ?? 0));
  return {
    ...{ periods: returns.length, fromMs: fromMs[0] ?? 0, toMs: toMs.at(-1) ?? 0 },
    ...{ orders, money, statistics },
    drawdowns:
      returns.length === 0
        ? []
        : drawdowns(returns)
            .slice(0, shownDrawdowns)
            .map(({ depth, peak, trough, recovered }) => ({
              depth,
              peakMs: at(peak),
              troughMs: at(trough),
              recoveredMs: recovered === null ? null : at(recovered),
            })),
    targets: performanceTargets({
      statistics,
      orders,
      money,
      periodMs,
      periods: returns.length,
      dollars: epochs.findLast(({ dollars }) => dollars !== null)?.dollars ?? null,
    }),
    evidence: evidenceLines(evidence, traded, Math.sqrt(periodsPerYear), statistics.cagr !== null),
    curve: curveOf(traded),
  };
}

function evidenceLines(
  { deflated, intervals, ...evidence }: Evidence,
  { fromMs, toMs, models }: TradingReturns,
  root: number,
  isCompounded: boolean,
): PerformanceReport['evidence'] {
  const a = (value: number | null): number | null => (value === null ? null : known(root * value));
  const judged = (of: OutOfSample | null): PerformanceReport['evidence']['walkForward'] =>
    of === null
      ? null
      : {
          folds: of.folds.map(({ from, to, chosen, inSample, outOfSample }) => ({
            ...{ fromMs: fromMs[from] ?? 0, toMs: toMs[to - 1] ?? 0, chosen },
            ...{ inSample: a(inSample), outOfSample: a(outOfSample) },
          })),
          sharpe: a(of.sharpe),
          inSample: a(of.inSample),
        };
  return {
    verdict: evidence.verdict,
    against: [...evidence.against],
    probabilistic: deflated?.psr ?? null,
    deflated: deflated?.dsr ?? null,
    expectedBest: a(deflated?.sr0 ?? null),
    isVarianceAssumed: evidence.isVarianceAssumed,
    intervals: {
      sharpe: intervals?.sharpe ?? null,
      cagr: isCompounded ? (intervals?.cagr ?? null) : null,
      maxDrawdown: intervals?.maxDrawdown ?? null,
    },
    realityCheck: evidence.realityCheck,
    superiorAbility: evidence.superiorAbility,
    models: models.size,
    walkForward: judged(evidence.walkForward),
    crossValidated: judged(evidence.crossValidated),
    tradeOrder: evidence.tradeOrder,
  };
}

/** Of each stretch its last point and its deepest, so that no fall is lost by thinning. */
function curveOf({ returns, fromMs, toMs }: TradingReturns): PerformanceReport['curve'] {
  const wealth = wealthPath(returns);
  let peak = 1;
  const all = Array.from(wealth, (value, i) => {
    peak = Math.max(peak, value);
    return { atMs: toMs[i] ?? 0, wealth: value, fall: 1 - value / peak };
  });
  const start = { atMs: fromMs[0] ?? 0, wealth: 1, fall: 0 };
  if (all.length === 0) return [];
  if (all.length < curvePoints) return [start, ...all];
  const stride = Math.ceil(all.length / (curvePoints / 2));
  const kept = [start];
  for (let from = 0; from < all.length; from += stride) {
    const stretch = all.slice(from, from + stride);
    const last = stretch.at(-1);
    const deepest = stretch.reduce((a, b) => (b.fall > a.fall ? b : a), stretch[0] ?? start);
    if (deepest !== last) kept.push(deepest);
    if (last !== undefined) kept.push(last);
  }
  return kept;
}
