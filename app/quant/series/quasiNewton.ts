import { dot, times } from './linearAlgebra.ts';

/** A function's value and slope; a value that is not finite is out of bounds. */
export interface Sloped {
  readonly value: number;
  readonly slope: readonly number[];
}

export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
  /** False when the steps ran out before the slope did. */
  readonly converged: boolean;
}

const mostSteps = 400;

/** The slope by central differences, for functions that know none. */
export function withSlope(f: (x: readonly number[]) => number): (x: readonly number[]) => Sloped {
  return (x) => {
    const value = f(x);
    if (!Number.isFinite(value)) return { value, slope: x.map(() => 0) };
    const slope = x.map((own, i) => {
      const step = 6e-6 * Math.max(0.1, Math.abs(own));
      const at = (shift: number): number => f(x.map((each, j) => (i === j ? each + shift : each)));
      return (at(step) - at(-step)) / (2 * step);
    });
    return { value, slope };
  };
}

/** How far to go: shorter while it does not fall enough, longer while it still falls steeply (Armijo and Wolfe, by bisection). */
function walked(
  f: (x: readonly number[]) => Sloped,
  x: readonly number[],
  here: Sloped,
  direction: readonly number[],
): { point: number[]; at: Sloped } | null {
  const fall = dot(here.slope, direction);
  let [low, high, share] = [0, Number.POSITIVE_INFINITY, 1];
  let kept: { point: number[]; at: Sloped } | null = null;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const point = x.map((value, i) => value + share * (direction[i] ?? 0));
    const at = f(point);
    if (!(at.value <= here.value + 1e-4 * share * fall)) high = share;
    else {
      kept = { point, at };
      if (dot(at.slope, direction) >= 0.9 * fall) return kept;
      low = share;
    }
    share = high === Number.POSITIVE_INFINITY ? 2 * share : (low + high) / 2;
  }
  return kept;
}

/**
 * A minimum near the start, by the method of Broyden, Fletcher, Goldfarb and Shanno.
 * @param enough what a step may still promise, in the function's unit, when the search ends
 */
export function minimise(f: (x: readonly number[]) => Sloped, start: readonly number[], enough: number): Minimum {
  let x = [...start];
  let here = f(x);
  const unit = (): number[][] => x.map((_, i) => x.map((__, j) => Number(i === j)));
  let inverse = unit();
  let isFresh = true;
  if (x.length === 0) return { point: x, value: here.value, converged: true };
  for (let step = 0; step < mostSteps; step += 1) {
    const direction = times(inverse, here.slope).map((value) => -value);
    const promised = -dot(here.slope, direction);
    if (promised < enough && !isFresh) return { point: x, value: here.value, converged: true };
    const next = promised > 0 ? walked(f, x, here, direction) : null;
    if (next === null) {
      if (isFresh) return { point: x, value: here.value, converged: promised < Math.sqrt(enough) };
      inverse = unit();
      isFresh = true;
      continue;
    }
    const gone = next.point.map((value, i) => value - (x[i] ?? 0));
    const turned = next.at.slope.map((value, i) => value - (here.slope[i] ?? 0));
    const bend = dot(gone, turned);
    if (bend > 0) {
      if (isFresh) inverse = inverse.map((row) => row.map((entry) => (entry * bend) / dot(turned, turned)));
      const image = times(inverse, turned);
      const weight = 1 + dot(turned, image) / bend;
      inverse = inverse.map((row, i) =>
        row.map((entry, j) => {
          const cross = (gone[i] ?? 0) * (image[j] ?? 0) + (image[i] ?? 0) * (gone[j] ?? 0);
          return entry + (weight * (gone[i] ?? 0) * (gone[j] ?? 0) - cross) / bend;
        }),
      );
      isFresh = false;
    }
    x = next.point;
    here = next.at;
  }
  return { point: x, value: here.value, converged: false };
}
