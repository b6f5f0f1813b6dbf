import { ExpectedError } from '../../domain/errors.ts';
import { requireSeries, requireVaryingSeries } from '../series/checkedSeries.ts';
import { minimise, withSlope } from '../series/quasiNewton.ts';
import { type Arma, type FilteredArma, filterArma, forecastArma } from './armaFilter.ts';
import { differenced, seasonalProduct, stationaryCoefficients } from './polynomial.ts';

/** Autoregressive terms, differences, moving-average terms. */
export type Order = readonly [p: number, d: number, q: number];

export interface ArimaRequest {
  readonly order: Order;
  /** The same over whole periods; null for none. */
  readonly seasonal: { readonly order: Order; readonly period: number } | null;
  /** Times ahead to forecast. */
  readonly horizon: number;
}

export interface ArimaFit {
  readonly ar: readonly number[];
  /** x_t = … + e_t + ma_1 e_(t-1) + … */
  readonly ma: readonly number[];
  readonly seasonalAr: readonly number[];
  readonly seasonalMa: readonly number[];
  /** Estimated where nothing is differenced, else 0. */
  readonly mean: number;
  readonly sigma2: number;
  /** Of the differenced series. */
  readonly logLikelihood: number;
  readonly forecast: readonly number[];
  readonly converged: boolean;
}

interface Shape {
  readonly counts: readonly [ar: number, ma: number, seasonalAr: number, seasonalMa: number];
  readonly period: number;
  readonly hasMean: boolean;
}

interface Terms {
  readonly ar: number[];
  readonly ma: number[];
  readonly seasonalAr: number[];
  readonly seasonalMa: number[];
}

const mostStates = 60;
const enough = 1e-9;
/** Starts that are followed to their top. */
const climbs = 4;

function requireOrders({ order, seasonal, horizon }: ArimaRequest): void {
  const numbers = [...order, ...(seasonal?.order ?? []), horizon];
  const period = seasonal?.period ?? 2;
  const [p, , q] = order;
  const [bigP, , bigQ] = seasonal?.order ?? [0, 0, 0];
  const states = Math.max(p + bigP * period, q + bigQ * period + 1);
  const isWhole =
    numbers.every((value) => Number.isInteger(value) && value >= 0) && Number.isInteger(period) && period >= 2;
  if (isWhole && states <= mostStates) return;
  throw new ExpectedError('ORDER_INVALID', 'this ARIMA cannot be fitted', {
    advice: `Give whole numbers from 0, a period from 2, and at most ${mostStates} lags in all.`,
    facts: { order: numbers.join(','), period },
  });
}

/** Any numbers to terms of a process that is stationary and can be inverted. */
function termsAt(x: readonly number[], { counts }: Shape): Terms {
  let from = 0;
  const [ar = [], ma = [], seasonalAr = [], seasonalMa = []] = counts.map((count) => {
    const part = stationaryCoefficients(x.slice(from, from + count).map(Math.tanh));
    from += count;
    return part;
  });
  return { ar, ma: ma.map((value) => -value), seasonalAr, seasonalMa: seasonalMa.map((value) => -value) };
}

function armaOf({ ar, ma, seasonalAr, seasonalMa }: Terms, { period }: Shape): Arma {
  const negative = (values: readonly number[]): number[] => values.map((value) => -value);
  return {
    ar: seasonalProduct(ar, seasonalAr, period),
    ma: negative(seasonalProduct(negative(ma), negative(seasonalMa), period)),
  };
}

interface Profile {
  readonly mean: number;
  readonly sigma2: number;
  readonly logLikelihood: number;
  readonly filtered: FilteredArma;
}

/** The likelihood with mean and variance at their best for the given terms; both have closed forms. */
function profile(series: readonly number[], terms: Terms, shape: Shape): Profile | null {
  const ones = shape.hasMean ? [series.map(() => 1)] : [];
  const filtered = filterArma(armaOf(terms, shape), [series, ...ones]);
  if (filtered === null) return null;
  const { innovations, spreads } = filtered;
  const [own = spreads, unit] = innovations;
  let [cross, weight, logs] = [0, 0, 0];
  for (const [t, spread] of spreads.entries()) {
    cross += ((own[t] ?? 0) * (unit?.[t] ?? 0)) / spread;
    weight += (unit?.[t] ?? 0) ** 2 / spread;
    logs += Math.log(spread);
  }
  const mean = weight > 0 ? cross / weight : 0;
  let squares = 0;
  for (const [t, spread] of spreads.entries()) squares += ((own[t] ?? 0) - mean * (unit?.[t] ?? 0)) ** 2 / spread;
  const n = series.length;
  const sigma2 = squares / n;
  return { mean, sigma2, logLikelihood: -0.5 * (n * (Math.log(2 * Math.PI * sigma2) + 1) + logs), filtered };
}

/** A likelihood has several tops where both kinds of terms are there: every mixture of signs of each kind's first term. */
function startsFor({ counts }: Shape): number[][] {
  return counts.reduce<number[][]>(
    (starts, count) => {
      if (count === 0) return starts;
      const rest = new Array<number>(count - 1).fill(0.05);
      return starts.flatMap((start) => [0.05, 0.7, -0.7].map((first) => [...start, first, ...rest]));
    },
    [[]],
  );
}

/** Undoes the differences: the forecasts of the series from those of its changes. */
function integrated(series: readonly number[], changes: readonly number[], lags: readonly number[]): number[] {
  const [lag, ...rest] = lags;
  if (lag === undefined) return [...changes];
  const inner = integrated(differenced(series, lag, 1), changes, rest);
  const extended = [...series];
  for (const change of inner) extended.push((extended.at(-lag) ?? 0) + change);
  return extended.slice(series.length);
}

/**
 * ARIMA by exact maximum likelihood of the differenced series, from several starts; terms stay stationary and invertible.
 * @throws ExpectedError ORDER_INVALID, SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT
 * Sources: Box and Jenkins 1970; Harvey, Forecasting, structural time series models and the Kalman filter, 1989.
 */
export function fitArima(series: readonly number[], request: ArimaRequest): ArimaFit {
  requireOrders(request);
  requireSeries(series, 'the series', 2);
  const { order, seasonal, horizon } = request;
  const [p, d, q] = order;
  const [bigP, bigD, bigQ] = seasonal?.order ?? [0, 0, 0];
  const period = seasonal?.period ?? 1;
  const changes = differenced(differenced(series, 1, d), period, bigD);
  requireVaryingSeries(changes, 'the series, differenced,', p + q + bigP + bigQ + 5);
  const shape: Shape = { counts: [p, q, bigP, bigQ], period, hasMean: d + bigD === 0 };
  const centre = shape.hasMean ? changes.reduce((sum, value) => sum + value, 0) / changes.length : 0;
  const size = Math.sqrt(changes.reduce((sum, value) => sum + (value - centre) ** 2, 0) / changes.length);
  const scaled = changes.map((value) => (value - centre) / size);
  const cost = (x: readonly number[]): number =>
    -(profile(scaled, termsAt(x, shape), shape)?.logLikelihood ?? Number.NaN);
  const found = startsFor(shape)
    .map((start) => ({ start, height: cost(start) }))
    .filter(({ height }) => Number.isFinite(height))
    .sort((one, other) => one.height - other.height)
    .slice(0, climbs)
    .map(({ start }) => minimise(withSlope(cost), start, enough));
  const [best = minimise(withSlope(cost), [], enough)] = found
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value);
  const terms = termsAt(best.point, shape);
  const top = profile(scaled, terms, shape);
  const [state = new Float64Array(1), unit] = top?.filtered.next ?? [];
  const mean = top?.mean ?? 0;
  const ahead = forecastArma(
    armaOf(terms, shape),
    state.map((value, i) => value - mean * (unit?.[i] ?? 0)),
    horizon,
  ).map((value) => size * (value + mean) + centre);
  const lags = [...new Array<number>(d).fill(1), ...new Array<number>(bigD).fill(period)];
  return {
    ...terms,
    mean: centre + size * mean,
    sigma2: size * size * (top?.sigma2 ?? Number.NaN),
    logLikelihood: (top?.logLikelihood ?? Number.NaN) - changes.length * Math.log(size),
    forecast: integrated(series, ahead, lags),
    converged: best.converged && top !== null,
  };
}
