import { requireInRange } from '../series/checkedSeries.ts';

/** exp(x^2) erfc(x) for x >= 2 by its continued fraction, from the inside out. */
function scaledTail(x: number): number {
  let fraction = x;
  for (let k = 60; k >= 1; k -= 1) fraction = x + k / 2 / fraction;
  return 1 / (fraction * Math.sqrt(Math.PI));
}

/** The complementary error function, to about 1e-15 of its size. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x >= 2) return Math.exp(-x * x) * scaledTail(x);
  // erf(x) = 2 / sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

export function normalProbability(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2);
}

/**
 * x with normalProbability(x) = p: a rational start (Abramowitz and Stegun 26.2.23), then Halley's steps.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE unless 0 < p < 1
 */
export function normalQuantile(p: number): number {
  requireInRange(p, 'probability', 0, 1);
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3) - t;
  for (let step = 0; step < 4; step += 1) {
    const off = (normalProbability(x) - p) / normalDensity(x);
    x -= off / (1 + (x * off) / 2);
  }
  return x;
}

/** P(chi-squared with one degree of freedom > x). */
export function chiSquaredTail(x: number): number {
  return x <= 0 ? 1 : erfc(Math.sqrt(x / 2));
}
