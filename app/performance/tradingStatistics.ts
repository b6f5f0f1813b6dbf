import type { PerformanceReport } from '../contract/performance.ts';
import { type TradingReturns, tradingReturns } from '../portfolio/tradingReturns.ts';
import { type Performance, performance } from '../quant/performance/performance.ts';
import { maxDrawdown, wealthPath } from '../quant/performance/wealth.ts';
import { sampleVariance } from '../quant/series/moments.ts';
import type { EpochTrading } from './tradingRecord.ts';

export const yearMs = 365 * 86_400_000;
/** Of fewer nothing is made for a year. */
const leastPeriods = 10;
/** Of less nothing is compounded to a year: an hour's luck would be a fortune. */
const leastCompoundedMs = 30 * 86_400_000;

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * The ratios of a record of trading without any test of them: cheap enough for a report while trading goes on.
 * @throws ExpectedError PERIODS_TOO_MANY, CAPITAL_NOTHING
 */
export function tradingStatistics(
  epochs: readonly EpochTrading[],
  periodMs: number,
): { readonly traded: TradingReturns; readonly statistics: PerformanceReport['statistics'] } {
  const traded = tradingReturns(epochs, periodMs);
  const { returns, trades, turnover, activePeriods, largestOwn } = traded;
  const isVarying = returns.length >= leastPeriods && sampleVariance(returns) > 0;
  const own = isVarying ? performance(returns, { periodsPerYear: yearMs / periodMs, riskFree: 0, target: 0 }) : null;
  const gained = trades.reduce((total, each) => total + Math.max(0, each), 0);
  const lost = trades.reduce((total, each) => total + Math.max(0, -each), 0);
  const figure = (name: keyof Performance): number | null => (own === null ? null : known(own[name]));
  const compounded = (name: 'cagr' | 'calmar'): number | null =>
    returns.length * periodMs < leastCompoundedMs ? null : figure(name);
  const isEmpty = returns.length === 0;
  return {
    traded,
    statistics: {
      sharpe: figure('sharpe'),
      sortino: figure('sortino'),
      calmar: compounded('calmar'),
      profitFactor: lost > 0 ? gained / lost : null,
      winRate: trades.length === 0 ? null : trades.filter((each) => each > 0).length / trades.length,
      maxDrawdown: isEmpty ? null : maxDrawdown(returns),
      totalReturn: isEmpty ? null : known((wealthPath(returns).at(-1) ?? 1) - 1),
      cagr: compounded('cagr'),
      volatility: figure('volatility'),
      skew: figure('skew'),
      kurtosis: figure('kurtosis'),
      turnover: isEmpty ? null : turnover,
      activePeriods: isEmpty ? null : activePeriods,
      largestOwn: isEmpty ? null : largestOwn,
    },
  };
}
