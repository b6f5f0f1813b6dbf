import { ExpectedError } from '../../domain/errors.ts';
import { type Matrix, quadraticForm } from '../series/linearAlgebra.ts';
import { namedWeights, type OptimiserEstimates, portfolioReturn, requireSemidefinite, type Weights } from './assets.ts';
import { mostRewarding, type PortfolioConstraints, requireFeasible } from './constraints.ts';
import { solveQuadraticProgramme } from './quadraticProgramme.ts';

/** A least variance below this share of the greatest is solved for again, in units of its own. */
const faint = 1e-4;

/** Rounds off what a solver leaves beyond a bound. */
export function withinBounds(weights: readonly number[], { bounds }: PortfolioConstraints): number[] {
  return weights.map((weight, i) => {
    const [low, high] = bounds[i] ?? [weight, weight];
    return Math.min(high, Math.max(low, weight));
  });
}

export function notSolved(what: string): ExpectedError {
  return new ExpectedError('OPTIMISER_NOT_CONVERGED', `${what} was not found`, {
    advice:
      'The covariance may not be positive semidefinite: use times at which all assets have a return, or shrink it.',
  });
}

export function unitRow(n: number, place: number, value: number): number[] {
  return Array.from({ length: n }, (_, i) => (i === place ? value : 0));
}

/** G and h of the bounds, of the rows and of the target return, if any. The target is in units of the greatest expected return. */
export function constraintRows(
  { bounds, targetReturn, rows = [] }: PortfolioConstraints,
  expectedReturns: readonly number[],
): { g: number[][]; h: number[] } {
  const n = bounds.length;
  const g: number[][] = [];
  const h: number[] = [];
  for (const [i, [low, high]] of bounds.entries()) {
    g.push(unitRow(n, i, -1), unitRow(n, i, 1));
    h.push(-low, high);
  }
  if (targetReturn !== null) {
    const scale = Math.max(...expectedReturns.map(Math.abs), Math.abs(targetReturn), Number.MIN_VALUE);
    g.push(expectedReturns.map((value) => -value / scale));
    h.push(-targetReturn / scale);
  }
  for (const { values, most } of rows) {
    g.push([...values]);
    h.push(most);
  }
  return { g, h };
}

/** Scaled so that its greatest variance is 1: optima do not change, and numbers near 1 solve best. */
export function scaledCovariance(covariance: Matrix): { matrix: number[][]; scale: number } {
  const scale = Math.max(...covariance.map((row, i) => row[i] ?? 0));
  return { matrix: covariance.map((row) => row.map((entry) => entry / scale)), scale };
}

/**
 * The weights of least variance.
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, BOUNDS_INFEASIBLE, TARGET_INFEASIBLE, OPTIMISER_NOT_CONVERGED
 */
export function minimumVariance(
  { names, covariance, expectedReturns }: OptimiserEstimates,
  constraints: PortfolioConstraints,
): Weights {
  requireSemidefinite(names, covariance);
  requireFeasible(names, constraints, expectedReturns);
  const { g, h } = constraintRows(constraints, expectedReturns);
  const { matrix } = scaledCovariance(covariance);
  const whole = names.map(() => 1);
  const solve = (q: Matrix): number[] | null =>
    solveQuadraticProgramme({ q, c: names.map(() => 0), a: [whole], b: [1], g, h });
  let weights = solve(matrix);
  const variance = weights === null ? 0 : quadraticForm(matrix, weights);
  if (variance > 0 && variance < faint) {
    // Beside a wild asset a calm portfolio's variance is lost in what the solver lets pass.
    const finer = solve(matrix.map((row) => row.map((entry) => entry / variance)));
    if (finer !== null && quadraticForm(matrix, finer) < variance) weights = finer;
  }
  if (weights === null) throw notSolved('the portfolio of least variance');
  return namedWeights(names, withinBounds(weights, constraints));
}

/**
 * The weights of greatest (expected return - riskFree) / deviation, by the homogeneous form: y of excess 1 and least variance, then scaled to add up to 1.
 * @param riskFree per period, as everything here
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, BOUNDS_INFEASIBLE, TARGET_INFEASIBLE, NO_EXCESS_RETURN, OPTIMISER_NOT_CONVERGED
 * Source: Cornuejols and Tutuncu, Optimization methods in finance, section 8.2.
 */
export function maximumSharpe(
  { names, covariance, expectedReturns }: OptimiserEstimates,
  constraints: PortfolioConstraints,
  riskFree: number,
): Weights {
  requireSemidefinite(names, covariance);
  requireFeasible(names, constraints, expectedReturns);
  const best = portfolioReturn(mostRewarding(expectedReturns, constraints.bounds), expectedReturns);
  if (!(best > riskFree)) {
    throw new ExpectedError(
      'NO_EXCESS_RETURN',
      'no portfolio within the bounds is expected to bring more than what is free of risk',
      {
        advice: 'Hold what is free of risk, or use the portfolio of least variance.',
        facts: { best, riskFree },
      },
    );
  }
  const { matrix } = scaledCovariance(covariance);
  const n = names.length;
  const excess = expectedReturns.map((value) => (value - riskFree) / (best - riskFree));
  // The last unknown is the sum of y: bounds are shares of it.
  const rows = constraints.bounds.flatMap(([low, high], i) => [
    [...unitRow(n, i, -1), low],
    [...unitRow(n, i, 1), -high],
  ]);
  rows.push([...names.map(() => 0), -1]);
  for (const { values, most } of constraints.rows ?? []) rows.push([...values, -most]);
  if (constraints.targetReturn !== null) {
    const missing = expectedReturns.map((value) => ((constraints.targetReturn ?? 0) - value) / (best - riskFree));
    rows.push([...missing, 0]);
  }
  const solution = solveQuadraticProgramme({
    q: [...matrix.map((row) => [...row, 0]), new Array<number>(n + 1).fill(0)],
    c: new Array<number>(n + 1).fill(0),
    a: [
      [...excess, 0],
      [...names.map(() => 1), -1],
    ],
    b: [1, 0],
    g: rows,
    h: rows.map(() => 0),
  });
  const sum = solution?.[n] ?? 0;
  if (solution === null || !(sum > 0)) throw notSolved('the portfolio of the greatest Sharpe ratio');
  return namedWeights(
    names,
    withinBounds(
      solution.slice(0, n).map((value) => value / sum),
      constraints,
    ),
  );
}
