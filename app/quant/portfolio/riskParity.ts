import { ExpectedError } from '../../domain/errors.ts';
import { cholesky, combined, dot, type Matrix, solved, times } from '../series/linearAlgebra.ts';
import { namedWeights, requireCovariance, type Weights } from './assets.ts';

const mostSteps = 200;
/** Of a decrement: below the first nothing is left to gain; below the second each step halves it many times over, unless what is left is rounding. */
const [settled, near] = [1e-28, 1e-8];

function requireBudgets(names: readonly string[], budgets: Weights): number[] {
  const shares = names.map((name) => budgets[name] ?? Number.NaN);
  const unknown = Object.keys(budgets).find((name) => !names.includes(name));
  const place = shares.findIndex((share) => !(share > 0 && share < Number.POSITIVE_INFINITY));
  if (unknown !== undefined || place >= 0) {
    throw new ExpectedError('BUDGETS_INVALID', 'the risk budgets are not one above 0 for each asset', {
      advice: 'Give every asset a budget above 0, and no other name; leave out an asset that is to carry no risk.',
      facts: { asset: unknown ?? names[place] ?? '' },
    });
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/**
 * Long-only weights whose contributions to the variance, w_i (C w)_i, stand in the ratio of the budgets: the minimum of x'Cx / 2 - sum b log x, scaled to sum 1.
 * @param budgets by name, in any unit; equal where left out
 * @throws ExpectedError COVARIANCE_INVALID, ASSET_CONSTANT, BUDGETS_INVALID, RISK_PARITY_UNBOUNDED
 * Source: Spinu, An algorithm for computing risk parity weights, 2013.
 */
export function riskParity(names: readonly string[], covariance: Matrix, budgets: Weights | null): Weights {
  requireCovariance(names, covariance);
  const shares = requireBudgets(
    names,
    budgets ??
      namedWeights(
        names,
        names.map(() => 1),
      ),
  );
  // In units of each asset's own deviation: correlations are of one size, whatever the assets.
  const deviations = covariance.map((row, i) => Math.sqrt(row[i] ?? 1));
  const matrix = covariance.map((row, i) =>
    row.map((entry, j) => entry / ((deviations[i] ?? 1) * (deviations[j] ?? 1))),
  );
  let x = shares.map(Math.sqrt);
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < mostSteps; step += 1) {
    const slope = times(matrix, x).map((value, i) => value - (shares[i] ?? 0) / (x[i] ?? 1));
    const barrier = shares.map((share, i) => shares.map((_, j) => (i === j ? share / (x[i] ?? 1) ** 2 : 0)));
    const curve = combined(matrix, 1, barrier);
    const move = solved(curve, slope);
    if (move === null || cholesky(curve) === null) break;
    const decrement = dot(slope, move);
    // The barrier is self-concordant but for its weights: a step of this length stays inside and climbs down.
    const reach = Math.max(...move.map((value, i) => value / (x[i] ?? 1)));
    const share = decrement < 1e-3 * Math.min(...shares) ? 1 : 1 / (1 + Math.sqrt(decrement / Math.min(...shares)));
    const pace = reach * share >= 1 ? 0.9 / reach : share;
    x = x.map((value, i) => value - pace * (move[i] ?? 0));
    if (decrement < settled || (decrement < near && decrement > before / 2)) {
      const weights = x.map((value, i) => value / (deviations[i] ?? 1));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return namedWeights(
        names,
        weights.map((weight) => weight / sum),
      );
    }
    before = decrement;
  }
  throw new ExpectedError('RISK_PARITY_UNBOUNDED', 'no weights spread the risk as the budgets ask', {
    advice: 'The covariance is not positive definite: give longer series, or shrink it first.',
    facts: { assets: names.length },
  });
}
