import { requireInRange, requireVaryingSeries } from '../series/checkedSeries.ts';
import { centralMoment, mean, sampleVariance } from '../series/moments.ts';
import { maxDrawdown, wealthPath } from './wealth.ts';

export interface PerformanceRequest {
  /** 252 for trading days, 365 for days without a break. */
  readonly periodsPerYear: number;
  /** What costs no risk, per period: the Sharpe ratio counts from here. */
  readonly riskFree: number;
  /** The least that is good enough, per period: the Sortino ratio counts from here. */
  readonly target: number;
}

/** NaN where a ratio has nothing to divide by: no loss, no fall. */
export interface Performance {
  readonly sharpe: number;
  readonly sortino: number;
  readonly calmar: number;
  readonly maxDrawdown: number;
  readonly totalReturn: number;
  readonly cagr: number;
  readonly volatility: number;
  readonly skew: number;
  /** 3 for the normal. */
  readonly kurtosis: number;
  readonly winRate: number;
  readonly profitFactor: number;
}

const ratio = (value: number, by: number): number => (by > 0 ? value / by : Number.NaN);

/**
 * What returns came to, a year. Sharpe by the deviation with n - 1; Sortino by the root mean square of what fell short of the target, over all n; Calmar is growth a
 * year by the deepest fall. Win rate is the share of returns above 0, profit factor the sum of gains by that of losses.
 * @param returns per period, 0.01 is one in a hundred
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT, PARAMETER_OUT_OF_RANGE
 */
export function performance(
  returns: ArrayLike<number>,
  { periodsPerYear, riskFree, target }: PerformanceRequest,
): Performance {
  requireVaryingSeries(returns, 'the series of returns', 2);
  requireInRange(periodsPerYear, 'periodsPerYear', 0, Number.POSITIVE_INFINITY);
  const n = returns.length;
  const all = Array.from(returns);
  const root = Math.sqrt(periodsPerYear);
  const deviation = Math.sqrt(sampleVariance(returns));
  const shortfall = Math.sqrt(all.reduce((sum, value) => sum + Math.min(0, value - target) ** 2, 0) / n);
  const wealth = wealthPath(returns).at(-1) ?? 1;
  const cagr = wealth > 0 ? wealth ** (periodsPerYear / n) - 1 : -1;
  const deepest = maxDrawdown(returns);
  const variance = centralMoment(returns, 2);
  const gains = all.reduce((sum, value) => sum + Math.max(0, value), 0);
  const losses = all.reduce((sum, value) => sum + Math.max(0, -value), 0);
  return {
    sharpe: (root * (mean(returns) - riskFree)) / deviation,
    sortino: root * ratio(mean(returns) - target, shortfall),
    calmar: ratio(cagr, deepest),
    maxDrawdown: deepest,
    totalReturn: wealth - 1,
    cagr,
    volatility: root * deviation,
    skew: centralMoment(returns, 3) / variance ** 1.5,
    kurtosis: centralMoment(returns, 4) / variance ** 2,
    winRate: all.filter((value) => value > 0).length / n,
    profitFactor: ratio(gains, losses),
  };
}
