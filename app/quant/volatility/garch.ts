import { ensure } from '../../domain/errors.ts';
import { loadNative } from '../../native.ts';
import { requireSeries, requireVaryingSeries } from '../series/checkedSeries.ts';

export const varianceModels = ['garch', 'gjr', 'egarch'] as const;
export const innovations = ['normal', 't', 'skewt'] as const;
export const initialVariances = ['variance', 'ewma'] as const;

export interface GarchSettings {
  readonly model: (typeof varianceModels)[number];
  /** The distribution of e / sqrt(h): normal, Student-t of unit variance, or Hansen's skewed t. */
  readonly innovation: (typeof innovations)[number];
  /** m before the first return: the mean squared residual at the current mu, or the 0.94^i-weighted mean over the first 75, fixed. */
  readonly initial: (typeof initialVariances)[number];
  /** Keeps alpha + gamma / 2 + beta (egarch: beta) at 1 or below; the edge itself can be reached. */
  readonly stationary: boolean;
}

/** gamma is 0 in a plain garch; nu is Infinity for the normal, lambda 0 where there is no skew. */
export interface GarchParameters {
  readonly mu: number;
  readonly omega: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly beta: number;
  readonly nu: number;
  readonly lambda: number;
}

export interface GarchFit {
  readonly settings: GarchSettings;
  readonly parameters: GarchParameters;
  readonly logLikelihood: number;
  /** h of the time after the last return. */
  readonly nextVariance: number;
  /** False: the likelihood may rise further elsewhere, so the parameters are no estimate. */
  readonly converged: boolean;
  readonly iterations: number;
}

export interface GarchState {
  readonly logLikelihood: number;
  /** h of each return. */
  readonly variances: Float64Array;
  readonly nextVariance: number;
}

export const defaultGarch: GarchSettings = {
  model: 'garch',
  innovation: 'normal',
  initial: 'variance',
  stationary: true,
};

/** Eight parameters at most, and a few observations for each. */
const leastReturns = 20;

function codes({ model, innovation, initial, stationary }: GarchSettings): Int32Array {
  return Int32Array.of(
    varianceModels.indexOf(model),
    innovations.indexOf(innovation),
    initialVariances.indexOf(initial),
    stationary ? 1 : 0,
  );
}

function vectorOf({ mu, omega, alpha, gamma, beta, nu, lambda }: GarchParameters): Float64Array {
  return Float64Array.of(mu, omega, alpha, gamma, beta, nu, lambda);
}

/**
 * GARCH(1,1) with a constant mean by maximum likelihood, from several starts. r = mu + e, h the variance of e:
 * garch, gjr: h = omega + (alpha + gamma [e < 0]) e^2 + beta h, first omega + (alpha + gamma / 2 + beta) m;
 * egarch: log h = omega + alpha (|z| - sqrt(2 / pi)) + gamma z + beta log h, first omega + beta log m, beta from 0.
 * @param returns in any unit; omega and the variances are in its square. A gap is left out, not filled
 * @param last parameters of a fit to much the same returns: a plain garch searches from there alone where that surely finds the same top. Any numbers do
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT
 * Sources: Bollerslev 1986; Glosten, Jagannathan and Runkle 1993; Nelson 1991; Hansen 1994.
 */
export function fitGarch(
  returns: Float64Array,
  settings: GarchSettings = defaultGarch,
  last: GarchParameters | null = null,
): GarchFit {
  requireVaryingSeries(returns, 'the series of returns', leastReturns);
  const numbers = new Float64Array(7);
  const results = new Float64Array(3);
  const status = loadNative().fitGarch(
    returns,
    codes(settings),
    numbers,
    results,
    last === null ? null : vectorOf(last),
  );
  ensure(status >= 0, 'the core refused to fit a volatility model', { status });
  const [mu = 0, omega = 0, alpha = 0, gamma = 0, beta = 0, nu = 0, lambda = 0] = numbers;
  const hasTail = settings.innovation !== 'normal';
  return {
    settings,
    parameters: { mu, omega, alpha, gamma, beta, nu: hasTail ? nu : Number.POSITIVE_INFINITY, lambda },
    logLikelihood: results[0] ?? 0,
    nextVariance: results[1] ?? 0,
    converged: status === 1,
    iterations: results[2] ?? 0,
  };
}

/**
 * The variances of returns under given parameters: between two fits, or for a model of one's own.
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE
 */
export function filterGarch(returns: Float64Array, settings: GarchSettings, parameters: GarchParameters): GarchState {
  requireSeries(returns, 'the series of returns', 2);
  const results = new Float64Array(2);
  const variances = new Float64Array(returns.length);
  const status = loadNative().evaluateGarch(returns, codes(settings), vectorOf(parameters), results, variances);
  ensure(status === 0, 'the core refused to evaluate a volatility model', { status });
  return { logLikelihood: results[0] ?? 0, nextVariance: results[1] ?? 0, variances };
}
