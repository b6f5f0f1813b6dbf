import { dot, type Matrix, solved, times } from '../series/linearAlgebra.ts';

/** Least x'Qx / 2 + c'x with A x = b and G x <= h; Q positive semidefinite. All dense. */
export interface QuadraticProgramme {
  readonly q: Matrix;
  readonly c: readonly number[];
  readonly a: Matrix;
  readonly b: readonly number[];
  readonly g: Matrix;
  readonly h: readonly number[];
}

const mostSteps = 100;
const enough = 1e-13;
const tolerable = 1e-8;

interface Point {
  readonly x: number[];
  readonly y: number[];
  readonly z: number[];
  readonly s: number[];
}

interface Residuals {
  readonly dual: number[];
  readonly equal: number[];
  readonly slack: number[];
}

const transposedTimes = (matrix: Matrix, vector: readonly number[], width: number): number[] => {
  const result = new Array<number>(width).fill(0);
  for (const [i, row] of matrix.entries()) {
    const factor = vector[i] ?? 0;
    if (factor === 0) continue;
    for (const [j, entry] of row.entries()) result[j] = (result[j] ?? 0) + factor * entry;
  }
  return result;
};

const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + (b[i] ?? 0));
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value - (b[i] ?? 0));
const size = (vector: readonly number[]): number => vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function residualsAt({ q, c, a, b, g, h }: QuadraticProgramme, { x, y, z, s }: Point): Residuals {
  const n = c.length;
  const dual = plus(plus(plus(times(q, x), c), transposedTimes(a, y, n)), transposedTimes(g, z, n));
  return { dual, equal: minus(times(a, x), b), slack: minus(plus(times(g, x), s), h) };
}

/** One Newton direction; `products` is what s z is to become, less what it is. Null when the system is singular. */
function direction(
  problem: QuadraticProgramme,
  { z, s }: Point,
  at: Residuals,
  products: readonly number[],
): Point | null {
  const { q, a, g } = problem;
  const n = q.length;
  const ratio = z.map((value, k) => value / (s[k] ?? 1));
  const system = q.map((row) => [...row, ...a.map(() => 0)]);
  for (const [k, row] of g.entries()) {
    const weight = ratio[k] ?? 0;
    for (const [i, left] of row.entries()) {
      if (left === 0) continue;
      const into = system[i] ?? [];
      for (const [j, right] of row.entries()) into[j] = (into[j] ?? 0) + weight * left * right;
    }
  }
  for (const [k, row] of a.entries()) {
    for (const [i, entry] of row.entries()) (system[i] ?? [])[n + k] = entry;
    system.push([...row, ...a.map(() => 0)]);
  }
  const pushed = g.map((_, k) => (ratio[k] ?? 0) * (at.slack[k] ?? 0) + (products[k] ?? 0) / (s[k] ?? 1));
  const right = [
    ...minus(
      at.dual.map((value) => -value),
      transposedTimes(g, pushed, n),
    ),
    ...at.equal.map((value) => -value),
  ];
  const solution = solved(system, right);
  if (solution === null) return null;
  const x = solution.slice(0, n);
  const moved = times(g, x);
  const ds = moved.map((value, k) => -value - (at.slack[k] ?? 0));
  const dz = ds.map((value, k) => ((products[k] ?? 0) - (z[k] ?? 0) * value) / (s[k] ?? 1));
  return { x, y: solution.slice(n), z: dz, s: ds };
}

/** The longest share of a step that keeps every entry above 0, at most 1. */
function reach(values: readonly number[], steps: readonly number[]): number {
  let share = 1;
  for (const [k, step] of steps.entries()) if (step < 0) share = Math.min(share, -(values[k] ?? 0) / step);
  return share;
}

/**
 * Primal-dual interior point with Mehrotra's predictor and corrector (1992).
 * @returns the minimum, or null when none was found to a tolerance of 1e-8: no point meets all constraints, or the least is infinite
 */
export function solveQuadraticProgramme(problem: QuadraticProgramme): number[] | null {
  const { q, c, b, h } = problem;
  let point: Point = { x: c.map(() => 0), y: b.map(() => 0), z: h.map(() => 1), s: h.map((room) => Math.max(1, room)) };
  const scales = { dual: 1 + size(c), primal: 1 + Math.max(size(b), size(h)) };
  let best = { x: point.x, error: Number.POSITIVE_INFINITY };
  for (let step = 0; step < mostSteps; step += 1) {
    const at = residualsAt(problem, point);
    const gap = h.length === 0 ? 0 : dot(point.s, point.z) / h.length;
    const worth = 1 + Math.abs(dot(times(q, point.x), point.x) / 2 + dot(c, point.x));
    const error = Math.max(
      size(at.dual) / scales.dual,
      Math.max(size(at.equal), size(at.slack)) / scales.primal,
      gap / worth,
    );
    if (error < best.error) best = { x: point.x, error };
    if (error < enough || !Number.isFinite(error)) break;
    const predicted = direction(
      problem,
      point,
      at,
      point.s.map((value, k) => -value * (point.z[k] ?? 0)),
    );
    if (predicted === null) break;
    const far = Math.min(reach(point.s, predicted.s), reach(point.z, predicted.z));
    const left = point.s.map(
      (value, k) => (value + far * (predicted.s[k] ?? 0)) * ((point.z[k] ?? 0) + far * (predicted.z[k] ?? 0)),
    );
    const after = h.length === 0 ? 0 : left.reduce((sum, value) => sum + value, 0) / h.length;
    const centred = gap === 0 ? 0 : (after / gap) ** 3 * gap;
    const products = point.s.map(
      (value, k) => centred - value * (point.z[k] ?? 0) - (predicted.s[k] ?? 0) * (predicted.z[k] ?? 0),
    );
    const move = direction(problem, point, at, products);
    if (move === null) break;
    const share = Math.min(1, 0.995 * Math.min(reach(point.s, move.s), reach(point.z, move.z)));
    const gone = (from: readonly number[], by: readonly number[]): number[] =>
      from.map((value, i) => value + share * (by[i] ?? 0));
    point = { x: gone(point.x, move.x), y: gone(point.y, move.y), z: gone(point.z, move.z), s: gone(point.s, move.s) };
  }
  return best.error < tolerable ? best.x : null;
}
