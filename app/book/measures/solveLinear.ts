/** Solves matrix x = right by elimination with row pivots; null when the matrix is singular. Neither is changed. */
export function solveLinear(matrix: readonly Float64Array[], right: Float64Array): Float64Array | null {
  const size = right.length;
  const rows: Float64Array[] = matrix.map((row, i) => Float64Array.of(...row, right[i] ?? 0));
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let i = column + 1; i < size; i += 1) if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    if (Math.abs(at(pivot, column)) < 1e-12) return null;
    [rows[column], rows[pivot]] = [rows[pivot] ?? right, rows[column] ?? right];
    for (let i = column + 1; i < size; i += 1) {
      const row = rows[i];
      const factor = at(i, column) / at(column, column);
      if (row === undefined || factor === 0) continue;
      for (let j = column; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * at(column, j);
    }
  }
  const solution = new Float64Array(size);
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = at(i, size);
    for (let j = i + 1; j < size; j += 1) rest -= at(i, j) * (solution[j] ?? 0);
    solution[i] = rest / at(i, i);
  }
  return solution;
}
