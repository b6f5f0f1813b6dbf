import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange } from '../series/checkedSeries.ts';
import { combined, dot, type Matrix, quadraticForm, times } from '../series/linearAlgebra.ts';
import { namedWeights, type OptimiserEstimates, requireSemidefinite, type Weights } from './assets.ts';
import { type PortfolioConstraints, requireFeasible } from './constraints.ts';
import { constraintRows, notSolved, unitRow, withinBounds } from './meanVariance.ts';
import { solveQuadraticProgramme } from './quadraticProgramme.ts';

/** How far the expected returns may be off: each by its own delta, or together within an ellipsoid. */
export type Uncertainty =
  | { readonly kind: 'box'; readonly delta: readonly number[] }
  | { readonly kind: 'ellipsoid'; readonly radius: number; readonly covariance: Matrix };

const mostSteps = 100;

interface Terms {
  readonly q: number[][];
  readonly c: number[];
}

interface RobustProblem extends Terms {
  readonly constraints: PortfolioConstraints;
  readonly expectedReturns: readonly number[];
  readonly unit: number;
}

/** Where weights may fall below 0, |w| is an unknown of its own, above both w and -w. */
function solveBox(
  { q, c, constraints, expectedReturns, unit }: RobustProblem,
  delta: readonly number[],
): number[] | null {
  const n = c.length;
  const { g, h } = constraintRows(constraints, expectedReturns);
  const whole = c.map(() => 1);
  const penalties = delta.map((value) => value / unit);
  if (constraints.bounds.every(([low]) => low >= 0)) {
    return solveQuadraticProgramme({
      q,
      c: c.map((value, i) => value + (penalties[i] ?? 0)),
      a: [whole],
      b: [1],
      g,
      h,
    });
  }
  const none = c.map(() => 0);
  const sizes = c.flatMap((_, i) => [
    [...unitRow(n, i, 1), ...unitRow(n, i, -1)],
    [...unitRow(n, i, -1), ...unitRow(n, i, -1)],
  ]);
  const solution = solveQuadraticProgramme({
    q: [...q.map((row) => [...row, ...none]), ...c.map(() => [...none, ...none])],
    c: [...c, ...penalties],
    a: [[...whole, ...none]],
    b: [1],
    g: [...g.map((row) => [...row, ...none]), ...sizes],
    h: [...h, ...sizes.map(() => 0)],
  });
  return solution?.slice(0, n) ?? null;
}

/** Newton steps, each a quadratic programme over the same constraints: the root is convex and smooth where it is not 0. */
function solveEllipsoid(
  { q, c, constraints, expectedReturns, unit }: RobustProblem,
  radius: number,
  spread: Matrix,
): number[] | null {
  const { g, h } = constraintRows(constraints, expectedReturns);
  const whole = c.map(() => 1);
  const largest = Math.max(...spread.map((row, i) => row[i] ?? 0));
  const floor = 1e-20 * largest;
  const weight = radius / unit;
  const root = (x: readonly number[]): number => Math.sqrt(Math.max(0, quadraticForm(spread, x)) + floor);
  const worth = (x: readonly number[]): number => quadraticForm(q, x) / 2 + dot(c, x) + weight * root(x);
  let x = solveQuadraticProgramme({ q, c, a: [whole], b: [1], g, h });
  if (weight === 0 || x === null) return x;
  for (let step = 0; step < mostSteps; step += 1) {
    const here: number[] = x;
    const length = root(here);
    const turned = times(spread, here);
    const slope = times(q, here).map((value, i) => value + (c[i] ?? 0) + (weight * (turned[i] ?? 0)) / length);
    const outer = turned.map((left) => turned.map((right) => (-weight * left * right) / length ** 3));
    const curve = combined(spread, weight / length, combined(outer, 1, q));
    const shifted = slope.map((value, i) => value - dot(curve[i] ?? [], here));
    const next = solveQuadraticProgramme({ q: curve, c: shifted, a: [whole], b: [1], g, h });
    if (next === null) return null;
    const move = next.map((value, i) => value - (here[i] ?? 0));
    const promised = -dot(slope, move);
    if (promised < 1e-14 * Math.max(1, Math.abs(worth(here)))) return next;
    let share = 1;
    const at = (part: number): number[] => here.map((value, i) => value + part * (move[i] ?? 0));
    while (share > 1e-10 && worth(at(share)) > worth(here) - 1e-4 * share * promised) share /= 2;
    if (share <= 1e-10) return here;
    x = at(share);
  }
  return x;
}

function requireUncertainty(names: readonly string[], uncertainty: Uncertainty): void {
  if (uncertainty.kind === 'ellipsoid') {
    requireSemidefinite(names, uncertainty.covariance);
    requireInRange(uncertainty.radius, 'radius', 0, Number.POSITIVE_INFINITY, 'low');
    return;
  }
  const { delta } = uncertainty;
  if (delta.length !== names.length || delta.some((value) => !(value >= 0 && Number.isFinite(value)))) {
    throw new ExpectedError('UNCERTAINTY_INVALID', 'the uncertainty is not one number from 0 for each asset', {
      advice: 'Give how far each expected return may be off, per period, in the order of the names.',
      facts: { given: delta.length, assets: names.length },
    });
  }
}

/**
 * The weights that are best when the expected returns are as bad as they may be: the greatest mu'w - sum delta |w| (box) or mu'w - radius sqrt(w'Sw) (ellipsoid),
 * less riskAversion / 2 w'Cw.
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, UNCERTAINTY_INVALID, PARAMETER_OUT_OF_RANGE, BOUNDS_INFEASIBLE, TARGET_INFEASIBLE, OPTIMISER_NOT_CONVERGED
 * Source: Fabozzi, Kolm, Pachamanova and Focardi, Robust portfolio optimization and management, 2007, chapter 12.
 */
export function robustPortfolio(
  { names, covariance, expectedReturns }: OptimiserEstimates,
  constraints: PortfolioConstraints,
  riskAversion: number,
  uncertainty: Uncertainty,
): Weights {
  requireSemidefinite(names, covariance);
  requireFeasible(names, constraints, expectedReturns);
  requireUncertainty(names, uncertainty);
  requireInRange(riskAversion, 'riskAversion', 0, Number.POSITIVE_INFINITY, 'low');
  const variance = Math.max(...covariance.map((row, i) => row[i] ?? 0));
  const unit = Math.max(riskAversion * variance, ...expectedReturns.map(Math.abs), Number.MIN_VALUE);
  const problem: RobustProblem = {
    q: covariance.map((row) => row.map((entry) => (riskAversion * entry) / unit)),
    c: expectedReturns.map((value) => -value / unit),
    constraints,
    expectedReturns,
    unit,
  };
  const weights =
    uncertainty.kind === 'box'
      ? solveBox(problem, uncertainty.delta)
      : solveEllipsoid(problem, uncertainty.radius, uncertainty.covariance);
  if (weights === null) throw notSolved('the robust portfolio');
  return namedWeights(names, withinBounds(weights, constraints));
}
