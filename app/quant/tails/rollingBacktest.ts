import { requireInRange, requireSeries } from '../series/checkedSeries.ts';
import { filterGarch, fitGarch, type GarchFit, type GarchSettings } from '../volatility/garch.ts';
import { type Coverage, coverage } from './coverage.ts';
import { settingsOf, type TailMethod, tailOf } from './tailModel.ts';
import { type TrafficLight, trafficLight } from './trafficLight.ts';

export interface BacktestRequest {
  /** Returns that each forecast is made of: those right before it. */
  readonly window: number;
  readonly levels: readonly number[];
  /** Returns from one fit to the next; between them the variance alone goes on. */
  readonly refitEvery: number;
  /** Forecasts at most: the newest. */
  readonly most: number;
}

export interface LevelBacktest extends Coverage {
  readonly level: number;
  readonly light: TrafficLight;
}

export interface Backtest {
  readonly window: number;
  readonly forecasts: number;
  /** Fits that did not converge: the fit before stood in, or else the historical tail. */
  readonly notConverged: number;
  readonly fits: number;
  readonly levels: readonly LevelBacktest[];
}

/** Forecasts below which a backtest says nothing. */
export const leastForecasts = 20;

/**
 * Forecasts of one period, each from nothing but the returns before it, held against what came.
 * @throws ExpectedError SERIES_TOO_SHORT for fewer than window + 20 returns, SERIES_NOT_FINITE, PARAMETER_OUT_OF_RANGE
 */
export function rollingBacktest(returns: Float64Array, method: TailMethod, request: BacktestRequest): Backtest {
  const { window, levels, refitEvery, most } = request;
  requireInRange(window, 'window', 20, Number.POSITIVE_INFINITY, 'low');
  requireInRange(refitEvery, 'refitEvery', 1, Number.POSITIVE_INFINITY, 'low');
  requireSeries(returns, 'the series of returns', window + leastForecasts);
  const settings = settingsOf(method);
  const start = Math.max(window, returns.length - most);
  const hits = levels.map(() => new Uint8Array(returns.length - start));
  let fit: GarchFit | null = null;
  let [fits, notConverged] = [0, 0];
  for (let t = start; t < returns.length; t += 1) {
    const past = returns.subarray(t - window, t);
    if (settings !== null && (t - start) % refitEvery === 0) {
      const found = refit(past, settings, fit);
      fits += 1;
      if (found?.converged === true) fit = found;
      else notConverged += 1;
    } else if (fit !== null) {
      fit = carriedOn(fit, past);
    }
    const tails = tailOf(method, fit, past, { levels, horizon: 1 });
    for (const [i, { valueAtRisk }] of tails.entries()) {
      const series = hits[i];
      if (series !== undefined) series[t - start] = Number(-(returns[t] ?? 0) > valueAtRisk);
    }
  }
  const forecasts = returns.length - start;
  return {
    window,
    forecasts,
    fits,
    notConverged,
    levels: levels.map((level, i) => {
      const found = coverage(hits[i] ?? [], level);
      return { level, ...found, light: trafficLight(found.hits, forecasts, level) };
    }),
  };
}

function refit(returns: Float64Array, settings: GarchSettings, last: GarchFit | null): GarchFit | null {
  return isFlat(returns) ? null : fitGarch(returns, settings, last?.parameters ?? null);
}

function isFlat(returns: Float64Array): boolean {
  return returns.every((value) => value === returns[0]);
}

function carriedOn(fit: GarchFit, returns: Float64Array): GarchFit {
  return { ...fit, nextVariance: filterGarch(returns, fit.settings, fit.parameters).nextVariance };
}
