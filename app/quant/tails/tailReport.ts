import { ExpectedError } from '../../domain/errors.ts';
import { requireVaryingSeries } from '../series/checkedSeries.ts';
import { fitGarch, type GarchFit } from '../volatility/garch.ts';
import type { TailRisk } from './empiricalTail.ts';
import { type Backtest, leastForecasts, rollingBacktest } from './rollingBacktest.ts';
import { settingsOf, type TailMethod, tailMethods, tailOf } from './tailModel.ts';

export interface TailReportRequest {
  readonly levels: readonly number[];
  /** Returns that the figures are made of: the newest. */
  readonly window: number;
  /** Periods ahead. */
  readonly horizon: number;
  readonly refitEvery: number;
  /** Forecasts of the backtest at most. */
  readonly mostForecasts: number;
}

export interface MethodReport {
  readonly method: TailMethod;
  /** false: the model could not be fitted, and the figures are those of the historical method. */
  readonly converged: boolean;
  /** Why not; empty where it was. */
  readonly problem: string;
  readonly risks: readonly (TailRisk & { readonly level: number })[];
  /** null where there are too few returns for one. */
  readonly backtest: Backtest | null;
}

export interface TailReport {
  /** Returns that the figures are made of. */
  readonly returns: number;
  readonly methods: readonly MethodReport[];
}

/** A backtest with fewer returns a forecast would test another model. */
const leastBacktestWindow = 60;

/** The window itself where twenty forecasts are left behind it, else half of all. null where that is too little. */
function backtestWindow(returns: number, window: number): number | null {
  if (returns >= window + leastForecasts) return window;
  const half = Math.floor(returns / 2);
  return half >= leastBacktestWindow ? half : null;
}

function fitted(method: TailMethod, returns: Float64Array): { fit: GarchFit | null; problem: string } {
  const settings = settingsOf(method);
  if (settings === null) return { fit: null, problem: '' };
  try {
    const fit = fitGarch(returns, settings);
    if (fit.converged) return { fit, problem: '' };
    return { fit: null, problem: 'the fit did not converge' };
  } catch (error) {
    if (error instanceof ExpectedError) return { fit: null, problem: error.message };
    throw error;
  }
}

/**
 * Value at risk and expected shortfall by every method, each with its own backtest. A model that cannot be fitted says so and shows the historical figures.
 * @param returns per period, gaps dropped and not filled
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT, PARAMETER_OUT_OF_RANGE
 */
export function tailReport(returns: Float64Array, request: TailReportRequest): TailReport {
  const { levels, window, horizon, refitEvery, mostForecasts } = request;
  requireVaryingSeries(returns, 'the series of returns', leastReturns);
  const newest = returns.subarray(Math.max(0, returns.length - window));
  requireVaryingSeries(newest, 'the window of returns', leastReturns);
  const tested = backtestWindow(returns.length, window);
  const methods = tailMethods.map((method): MethodReport => {
    const { fit, problem } = fitted(method, newest);
    const tails = tailOf(method, fit, newest, { levels, horizon });
    return {
      method,
      converged: problem === '',
      problem,
      risks: tails.map((tail, i) => ({ level: levels[i] ?? 0, ...tail })),
      backtest:
        tested === null
          ? null
          : rollingBacktest(returns, method, { window: tested, levels, refitEvery, most: mostForecasts }),
    };
  });
  return { returns: newest.length, methods };
}

/** One in twenty has a single return in its tail then. */
export const leastReturns = 20;
