type Point = readonly number[];

interface Vertex {
  readonly point: Point;
  readonly worth: number;
}

/** Minus the log likelihood of a garch with normal innovations, written as the formula reads. */
function cost(returns: Float64Array, [mu = 0, omega = 0, alpha = 0, beta = 0]: Point): number {
  if (omega <= 0 || alpha < 0 || beta < 0 || alpha + beta > 1) return Number.POSITIVE_INFINITY;
  let m = 0;
  for (const value of returns) m += (value - mu) ** 2;
  let h = omega + ((alpha + beta) * m) / returns.length;
  let sum = 0;
  for (const value of returns) {
    const e = value - mu;
    sum += Math.log(h) + (e * e) / h;
    h = omega + alpha * e * e + beta * h;
  }
  return 0.5 * (returns.length * Math.log(2 * Math.PI) + sum);
}

/** A garch fitted by Nelder and Mead's simplex (1965): what one writes without slopes. For benches alone. */
export function plainGarchFit(returns: Float64Array): { readonly point: Point; readonly logLikelihood: number } {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length;
  const vertex = (point: Point): Vertex => ({ point, worth: cost(returns, point) });
  const start = [mean, 0.05 * variance, 0.08, 0.87];
  const sizes = [0.05 * Math.sqrt(variance), 0.03 * variance, 0.04, -0.05];
  let simplex = [start, ...start.map((_, i) => start.map((value, j) => value + (i === j ? (sizes[i] ?? 0) : 0)))].map(
    vertex,
  );
  for (let step = 0; step < 2000; step += 1) {
    simplex = simplex.sort((a, b) => a.worth - b.worth);
    const [best, worst] = [simplex[0] ?? vertex(start), simplex.at(-1) ?? vertex(start)];
    if (worst.worth - best.worth < 1e-7) break;
    const rest = simplex.slice(0, -1);
    const centre = start.map((_, i) => rest.reduce((sum, { point }) => sum + (point[i] ?? 0), 0) / rest.length);
    const along = (share: number): Vertex =>
      vertex(centre.map((value, i) => value + share * (value - (worst.point[i] ?? 0))));
    const reflected = along(1);
    const second = rest.at(-1)?.worth ?? 0;
    const next =
      reflected.worth < best.worth
        ? [reflected, along(2)].sort((a, b) => a.worth - b.worth)[0]
        : reflected.worth < second
          ? reflected
          : along(reflected.worth < worst.worth ? 0.5 : -0.5);
    if (next !== undefined && next.worth < worst.worth) simplex = [...rest, next];
    else simplex = simplex.map(({ point }) => vertex(point.map((value, i) => (value + (best.point[i] ?? 0)) / 2)));
  }
  const [{ point, worth } = vertex(start)] = simplex.sort((a, b) => a.worth - b.worth);
  return { point, logLikelihood: -worth };
}
