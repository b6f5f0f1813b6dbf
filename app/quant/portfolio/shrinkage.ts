import { requireSeries } from '../series/checkedSeries.ts';
import { mean } from '../series/moments.ts';
import { type AssetTable, requireMoving, requireTable } from './assets.ts';

export interface ShrunkCovariance {
  readonly names: readonly string[];
  readonly covariance: readonly (readonly number[])[];
  /** 0 is the sample alone, 1 the target alone. */
  readonly intensity: number;
}

/**
 * Sample covariance with 1/n, drawn towards the identity times its mean variance as far as the sample is likely to be off.
 * @param returns without gaps, at least two
 * @throws ExpectedError of requireTable, SERIES_TOO_SHORT, SERIES_NOT_FINITE, ASSETS_CONSTANT
 * Source: Ledoit and Wolf, A well-conditioned estimator for large-dimensional covariance matrices, 2004.
 */
export function ledoitWolf(returns: AssetTable): ShrunkCovariance {
  requireTable(returns);
  for (const [name, column] of returns) requireSeries(column, `the series of ${name}`, 2);
  requireMoving(returns);
  const columns = [...returns.values()].map((column) => {
    const centre = mean(column);
    return column.map((value) => value - centre);
  });
  const [p, n] = [columns.length, columns[0]?.length ?? 1];
  const sample = columns.map((left) =>
    columns.map((right) => left.reduce((sum, value, t) => sum + value * (right[t] ?? 0), 0) / n),
  );
  const level = sample.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / p;
  const squares = sample.reduce((sum, row) => row.reduce((total, entry) => total + entry * entry, sum), 0);
  // How far the sample is from the target, and how far a single time's outer product is from the sample.
  const apart = (squares - p * level * level) / p;
  let fourth = 0;
  for (let t = 0; t < n; t += 1) {
    const length = columns.reduce((sum, column) => sum + (column[t] ?? 0) ** 2, 0);
    fourth += length * length;
  }
  const noise = Math.min((fourth / n - squares) / (n * p), apart);
  const intensity = noise <= 0 || apart <= 0 ? 0 : noise / apart;
  const covariance = sample.map((row, i) =>
    row.map((entry, j) => (1 - intensity) * entry + (i === j ? intensity * level : 0)),
  );
  return { names: [...returns.keys()], covariance, intensity };
}
