import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange } from '../series/checkedSeries.ts';
import { cholesky, dot, type Matrix, solved, times } from '../series/linearAlgebra.ts';
import { namedWeights, requireSemidefinite, type Weights } from './assets.ts';

/** What one asset is expected to bring, per period of the covariance. */
export interface View {
  readonly asset: string;
  readonly expectedReturn: number;
  /** 0 is no view at all, 0.5 as sure as the prior, 1 certain. */
  readonly confidence: number;
}

export interface BlackLittermanRequest {
  readonly names: readonly string[];
  readonly covariance: Matrix;
  /** What the market's weights are expected to bring, or any other prior, in the order of the names. */
  readonly prior: readonly number[];
  readonly views: readonly View[];
  /** How uncertain the prior is, in units of the covariance. */
  readonly tau: number;
}

export interface Posterior {
  readonly expectedReturns: readonly number[];
  /** Of the returns: their covariance, and the uncertainty of their mean. */
  readonly covariance: Matrix;
}

/**
 * The expected returns at which the market holds what it holds: riskAversion C w.
 * @throws ExpectedError CAPITALISATION_INVALID
 */
export function marketPrior(
  names: readonly string[],
  covariance: Matrix,
  marketCaps: readonly number[],
  riskAversion: number,
): number[] {
  const sum = marketCaps.reduce((total, cap) => total + cap, 0);
  if (
    marketCaps.length !== names.length ||
    marketCaps.some((cap) => !(cap >= 0)) ||
    !(sum > 0 && Number.isFinite(sum))
  ) {
    throw new ExpectedError('CAPITALISATION_INVALID', 'the market capitalisations are not one from 0 for each asset', {
      advice: 'Give one for each name; at least one is above 0.',
      facts: { given: marketCaps.length, assets: names.length },
    });
  }
  return times(
    covariance,
    marketCaps.map((cap) => (riskAversion * cap) / sum),
  );
}

function placesOf(names: readonly string[], views: readonly View[]): number[] {
  return views.map(({ asset, confidence }) => {
    requireInRange(confidence, 'confidence', 0, 1, 'both');
    const place = names.indexOf(asset);
    if (place >= 0) return place;
    throw new ExpectedError('VIEW_UNKNOWN', 'a view is of an asset that is not among the names', {
      advice: 'Leave the view out, or give its covariance too.',
      facts: { asset },
    });
  });
}

/**
 * The prior moved towards the views, each as far as it is sure: variance tau c_ii (1 - confidence) / confidence.
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, VIEW_UNKNOWN, VIEWS_CONTRADICT, PARAMETER_OUT_OF_RANGE
 * Source: Black and Litterman, Global portfolio optimization, 1992; Idzorek, A step-by-step guide, 2005.
 */
export function posterior({ names, covariance, prior, views, tau }: BlackLittermanRequest): Posterior {
  requireSemidefinite(names, covariance);
  requireInRange(tau, 'tau', 0, Number.POSITIVE_INFINITY);
  placesOf(names, views);
  const held = views.filter(({ confidence }) => confidence > 0);
  const places = placesOf(names, held);
  const at = (i: number, j: number): number => covariance[i]?.[j] ?? 0;
  const doubt = held.map(
    ({ confidence }, k) => tau * at(places[k] ?? 0, places[k] ?? 0) * ((1 - confidence) / confidence),
  );
  const inner = places.map((i, k) => places.map((j, l) => tau * at(i, j) + (k === l ? (doubt[k] ?? 0) : 0)));
  if (cholesky(inner) === null) {
    throw new ExpectedError('VIEWS_CONTRADICT', 'certain views of assets that move as one cannot all hold', {
      advice: 'Give them a confidence below 1, or leave out all but one.',
      facts: { views: held.length },
    });
  }
  const surprise = held.map(({ expectedReturn }, k) => expectedReturn - (prior[places[k] ?? 0] ?? 0));
  const pull = solved(inner, surprise) ?? [];
  const rows = covariance.map((_, i) => places.map((j) => tau * at(i, j)));
  const learnt = rows.map((row) => solved(inner, row) ?? []);
  return {
    expectedReturns: rows.map((row, i) => (prior[i] ?? 0) + dot(row, pull)),
    covariance: covariance.map((row, i) =>
      row.map((entry, j) => entry + tau * entry - dot(rows[i] ?? [], learnt[j] ?? [])),
    ),
  };
}

/**
 * (riskAversion C)^-1 expected, scaled to add up to 1; the risk aversion drops out.
 * @throws ExpectedError COVARIANCE_SINGULAR, WEIGHTS_VANISH when they add up to nothing
 */
export function impliedWeights(
  names: readonly string[],
  covariance: Matrix,
  expectedReturns: readonly number[],
): Weights {
  const raw = solved(covariance, expectedReturns);
  if (raw === null) {
    throw new ExpectedError('COVARIANCE_SINGULAR', 'the covariance has no inverse', {
      advice: 'Leave out assets that move as one, give longer series, or shrink it.',
    });
  }
  const sum = raw.reduce((total, value) => total + value, 0);
  const size = raw.reduce((total, value) => total + Math.abs(value), 0);
  if (!(Math.abs(sum) > 1e-12 * size)) {
    throw new ExpectedError('WEIGHTS_VANISH', 'what is bought and what is sold short add up to nothing', {
      advice: 'Give views that differ from one another less, or optimise within bounds.',
      facts: { sum },
    });
  }
  return namedWeights(
    names,
    raw.map((value) => value / sum),
  );
}
