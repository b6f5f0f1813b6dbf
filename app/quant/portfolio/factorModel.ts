import { requireInRange } from '../series/checkedSeries.ts';
import type { Matrix } from '../series/linearAlgebra.ts';

export interface Factor {
  /** Share of the trace that the factor explains. */
  readonly explained: number;
  /** Of unit length, its largest entry above 0. */
  readonly loadings: readonly number[];
}

/** Rotations are repeated until no entry off the diagonal matters, which takes a handful of rounds. */
const mostSweeps = 60;

/** Eigenvalues and unit eigenvectors of a symmetric matrix by Jacobi's rotations, the greatest first. */
function eigen(matrix: Matrix): { value: number; vector: number[] }[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((__, j) => Number(i === j)));
  const at = (m: number[][], i: number, j: number): number => m[i]?.[j] ?? 0;
  const put = (m: number[][], i: number, j: number, value: number): void => {
    const row = m[i];
    if (row !== undefined) row[j] = value;
  };
  const scale = Math.max(...a.map((row, i) => Math.abs(row[i] ?? 0)), Number.MIN_VALUE);
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) {
      for (let q = p + 1; q < n; q += 1) {
        const entry = at(a, p, q);
        off = Math.max(off, Math.abs(entry));
        if (Math.abs(entry) <= 1e-15 * scale) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * entry);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const [c, s] = [1 / Math.sqrt(t * t + 1), t / Math.sqrt(t * t + 1)];
        for (let k = 0; k < n; k += 1) {
          const [kp, kq] = [at(a, k, p), at(a, k, q)];
          put(a, k, p, c * kp - s * kq);
          put(a, k, q, s * kp + c * kq);
        }
        for (let k = 0; k < n; k += 1) {
          const [pk, qk] = [at(a, p, k), at(a, q, k)];
          put(a, p, k, c * pk - s * qk);
          put(a, q, k, s * pk + c * qk);
        }
        for (let k = 0; k < n; k += 1) {
          const [kp, kq] = [at(v, k, p), at(v, k, q)];
          put(v, k, p, c * kp - s * kq);
          put(v, k, q, s * kp + c * kq);
        }
      }
    }
    if (off <= 1e-14 * scale) break;
  }
  return matrix
    .map((_, i) => ({ value: at(a, i, i), vector: v.map((row) => row[i] ?? 0) }))
    .sort((x, y) => y.value - x.value);
}

/**
 * Statistical factors: the principal components of a covariance or correlation.
 * @param count from 1; fewer come back where there are fewer assets
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 * Source: Connor and Korajczyk, Risk and return in an equilibrium APT, 1988 (asymptotic principal components).
 */
export function principalFactors(matrix: Matrix, count: number): Factor[] {
  requireInRange(count, 'count', 1, Number.POSITIVE_INFINITY, 'low');
  const trace = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return eigen(matrix)
    .slice(0, count)
    .map(({ value, vector }) => {
      const largest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
      return { explained: value / trace, loadings: vector.map((entry) => (largest < 0 ? -entry : entry)) };
    });
}

/** The covariance that the first factors explain, with what is left of each asset's variance on the diagonal: positive semidefinite, and calmer than the sample. */
export function factorCovariance(covariance: Matrix, count: number): number[][] {
  requireInRange(count, 'count', 1, Number.POSITIVE_INFINITY, 'low');
  const factors = eigen(covariance).slice(0, count);
  const common = (i: number, j: number): number =>
    factors.reduce((sum, { value, vector }) => sum + Math.max(0, value) * (vector[i] ?? 0) * (vector[j] ?? 0), 0);
  return covariance.map((row, i) => row.map((entry, j) => (i === j ? entry : common(i, j))));
}
