import { unreachable } from '../../domain/errors.ts';
import { requireInRange, requireVaryingSeries } from '../series/checkedSeries.ts';
import type { Matrix } from '../series/linearAlgebra.ts';
import { ranks } from '../series/ranks.ts';
import { type AssetTable, correlationOf, requireTable, requireVariance } from './assets.ts';
import { distancesOf } from './hierarchical.ts';
import { clusterTree } from './linkage.ts';
import { ledoitWolf } from './shrinkage.ts';

export const correlationMethods = ['pearson', 'spearman', 'exponential', 'ledoit-wolf'] as const;
export type CorrelationMethod = (typeof correlationMethods)[number];

export interface Correlations {
  /** In the order of the table. */
  readonly matrix: Matrix;
  /** Places in the table such that what moves together stands together. */
  readonly order: readonly number[];
  /** Of ledoit-wolf: how far the sample was drawn towards independence. */
  readonly intensity: number | null;
}

/** Covariances about weighted means; weights in time order, of any sum. */
function weightedCovariance(columns: readonly (readonly number[])[], weights: readonly number[]): number[][] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centred = columns.map((column) => {
    const centre = column.reduce((sum, value, t) => sum + (weights[t] ?? 0) * value, 0) / total;
    return column.map((value) => value - centre);
  });
  return centred.map((left) =>
    centred.map(
      (right) => left.reduce((sum, value, t) => sum + (weights[t] ?? 0) * value * (right[t] ?? 0), 0) / total,
    ),
  );
}

function covarianceBy(
  method: CorrelationMethod,
  returns: AssetTable,
  halfLife: number,
): { covariance: Matrix; intensity: number | null } {
  const columns = [...returns.values()];
  const n = columns[0]?.length ?? 0;
  const even = new Array<number>(n).fill(1);
  switch (method) {
    case 'pearson':
      return { covariance: weightedCovariance(columns, even), intensity: null };
    case 'spearman':
      return { covariance: weightedCovariance(columns.map(ranks), even), intensity: null };
    case 'exponential': {
      const decay = 0.5 ** (1 / halfLife);
      const weights = even.map((_, t) => decay ** (n - 1 - t));
      return { covariance: weightedCovariance(columns, weights), intensity: null };
    }
    case 'ledoit-wolf': {
      const { covariance, intensity } = ledoitWolf(returns);
      return { covariance, intensity };
    }
    default:
      return unreachable(method);
  }
}

/**
 * Correlations of returns without gaps: of the values, of their ranks, of the newest more than of the oldest (weights halve every `halfLife` returns), or of the
 * covariance that is shrunk towards equal variances without correlation. The order is that of a tree of average linkage.
 * @throws ExpectedError ASSETS_MISSING, ASSETS_UNEQUAL, SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT, PARAMETER_OUT_OF_RANGE
 */
export function correlations(returns: AssetTable, method: CorrelationMethod, halfLife: number): Correlations {
  requireTable(returns);
  requireInRange(halfLife, 'halfLife', 0, Number.POSITIVE_INFINITY);
  for (const [name, column] of returns) requireVaryingSeries(column, name, 3);
  const { covariance, intensity } = covarianceBy(method, returns, halfLife);
  for (const [i, name] of [...returns.keys()].entries()) requireVariance(name, covariance[i]?.[i] ?? 0);
  const matrix = correlationOf(covariance).map((row) => row.map((entry) => Math.min(1, Math.max(-1, entry))));
  return { matrix, order: clusterTree(distancesOf(matrix), 'average').leaves, intensity };
}
