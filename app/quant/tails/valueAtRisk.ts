import { ExpectedError } from '../../domain/errors.ts';
import { unitDistribution } from '../distributions/innovation.ts';
import { requireInRange, requireSeries } from '../series/checkedSeries.ts';
import { filterGarch, fitGarch, type GarchFit, type GarchParameters, type GarchSettings } from '../volatility/garch.ts';
import { requireForecastable, sumOfForecastVariances } from '../volatility/varianceForecast.ts';
import { empiricalTail, type TailRisk } from './empiricalTail.ts';

export interface TailRequest {
  /** Confidence, 0.99 for the worst one in a hundred; an answer for each. */
  readonly levels: readonly number[];
  /** Periods ahead, a whole number. */
  readonly horizon: number;
}

function requireRequest({ levels, horizon }: TailRequest): void {
  for (const level of levels) requireInRange(level, 'level', 0, 1);
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new ExpectedError('PARAMETER_OUT_OF_RANGE', 'the horizon is no number of periods', {
      advice: 'Give a whole number from 1.',
      facts: { horizon: String(horizon) },
    });
  }
}

/**
 * A fit that can be forecast with.
 * @param last as of fitGarch
 * @throws ExpectedError of fitGarch, GARCH_NOT_CONVERGED, HORIZON_UNSUPPORTED
 */
export function requireFit(
  returns: Float64Array,
  settings: GarchSettings,
  horizon: number,
  last: GarchParameters | null = null,
): GarchFit {
  requireForecastable(settings, horizon);
  const fit = fitGarch(returns, settings, last);
  if (fit.converged) return fit;
  throw new ExpectedError('GARCH_NOT_CONVERGED', 'the volatility model could not be fitted to these returns', {
    advice: 'Give more returns, leave out filled gaps, or use the plain garch model or the historical method.',
    facts: { returns: returns.length, model: settings.model, innovation: settings.innovation },
  });
}

/**
 * The tail of the returns themselves; over more periods it grows with their square root.
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, PARAMETER_OUT_OF_RANGE
 */
export function historicalTail(returns: ArrayLike<number>, request: TailRequest): TailRisk[] {
  requireSeries(returns, 'the series of returns', 1);
  requireRequest(request);
  const scale = Math.sqrt(request.horizon);
  const losses = Float64Array.from(returns, (value) => -value);
  return request.levels.map((level) => {
    const { valueAtRisk, expectedShortfall } = empiricalTail(losses, level);
    return { valueAtRisk: scale * valueAtRisk, expectedShortfall: scale * expectedShortfall };
  });
}

/** mean and deviation of the sum of the next returns turn a unit tail into a loss. */
function scaled(fit: GarchFit, horizon: number, unit: TailRisk): TailRisk {
  const deviation = Math.sqrt(sumOfForecastVariances(fit, horizon));
  const mean = horizon * fit.parameters.mu;
  return {
    valueAtRisk: deviation * unit.valueAtRisk - mean,
    expectedShortfall: deviation * unit.expectedShortfall - mean,
  };
}

/** The tail of the residuals of a fit, divided by their own deviations, times the forecast deviation of the horizon. The fit may be of earlier returns. */
export function filteredTailOf(fit: GarchFit, returns: Float64Array, request: TailRequest): TailRisk[] {
  requireRequest(request);
  const { variances } = filterGarch(returns, fit.settings, fit.parameters);
  const losses = returns.map((value, i) => (fit.parameters.mu - value) / Math.sqrt(variances[i] ?? 1));
  return request.levels.map((level) => scaled(fit, request.horizon, empiricalTail(losses, level)));
}

/** The tail of a fit's distribution, in closed form, times the forecast deviation of the horizon. */
export function garchTailOf(fit: GarchFit, request: TailRequest): TailRisk[] {
  requireRequest(request);
  const distribution = unitDistribution(fit.settings.innovation, fit.parameters);
  return request.levels.map((level) => {
    const valueAtRisk = -distribution.quantile(1 - level);
    return scaled(fit, request.horizon, { valueAtRisk, expectedShortfall: -distribution.lowerMean(1 - level) });
  });
}

/**
 * Filtered historical simulation, of a fit to the same returns.
 * @throws ExpectedError of fitGarch, GARCH_NOT_CONVERGED, PARAMETER_OUT_OF_RANGE, HORIZON_UNSUPPORTED
 */
export function filteredTail(returns: Float64Array, settings: GarchSettings, request: TailRequest): TailRisk[] {
  requireRequest(request);
  return filteredTailOf(requireFit(returns, settings, request.horizon), returns, request);
}

/**
 * The tail of the distribution that is fitted to returns.
 * @throws ExpectedError as filteredTail
 */
export function garchTail(returns: Float64Array, settings: GarchSettings, request: TailRequest): TailRisk[] {
  requireRequest(request);
  return garchTailOf(requireFit(returns, settings, request.horizon), request);
}
