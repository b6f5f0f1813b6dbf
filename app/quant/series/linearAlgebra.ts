import { present } from '../../domain/errors.ts';

/** Rows of equal length. */
export type Matrix = readonly (readonly number[])[];

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

export function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

/** x' A x. */
export function quadraticForm(matrix: Matrix, x: readonly number[]): number {
  return dot(times(matrix, x), x);
}

/** A times a number, plus B. */
export function combined(a: Matrix, scale: number, b: Matrix): number[][] {
  return a.map((row, i) => row.map((entry, j) => scale * entry + (b[i]?.[j] ?? 0)));
}

/**
 * The x of A x = b by elimination with row pivots, refined once.
 * @returns null when A is singular to working precision
 */
export function solved(a: Matrix, b: readonly number[]): number[] | null {
  const n = b.length;
  const rows = a.map((row, i) => Float64Array.from([...row, b[i] ?? 0]));
  for (let column = 0; column < n; column += 1) {
    let best = column;
    for (let row = column + 1; row < n; row += 1) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row;
    }
    const pivot = present(rows[best], 'pivot row');
    rows[best] = present(rows[column], 'row');
    rows[column] = pivot;
    const head = pivot[column] ?? 0;
    if (!(Math.abs(head) > 0)) return null;
    for (let row = column + 1; row < n; row += 1) {
      const lower = present(rows[row], 'row');
      const factor = (lower[column] ?? 0) / head;
      if (factor === 0) continue;
      for (let i = column; i <= n; i += 1) lower[i] = (lower[i] ?? 0) - factor * (pivot[i] ?? 0);
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let row = n - 1; row >= 0; row -= 1) {
    const own = present(rows[row], 'row');
    let sum = own[n] ?? 0;
    for (let i = row + 1; i < n; i += 1) sum -= (own[i] ?? 0) * (x[i] ?? 0);
    x[row] = sum / (own[row] ?? 1);
  }
  return x.every(Number.isFinite) ? x : null;
}

/**
 * Cholesky's lower factor.
 * @returns null unless the matrix is positive definite to working precision
 */
export function cholesky(a: Matrix): number[][] | null {
  const lower: number[][] = [];
  for (let i = 0; i < a.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const above = j === i ? row : (lower[j] ?? []);
      let sum = a[i]?.[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (row[k] ?? 0) * (above[k] ?? 0);
      if (j < i) row.push(sum / (above[j] ?? 1));
      else if (sum > 0) row.push(Math.sqrt(sum));
      else return null;
    }
    lower.push(row);
  }
  return lower;
}
