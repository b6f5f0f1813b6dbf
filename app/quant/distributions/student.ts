import { requireInRange } from '../series/checkedSeries.ts';

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log Gamma(x) for x > 0 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const sum = lanczos.reduce((total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (z + i)), 0);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The continued fraction of the incomplete beta function by Lentz's method (NIST DLMF 8.17.22). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (Math.abs(1 - ((a + b) * x) / (a + 1)) < tiny ? tiny : 1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let factor = 1;
    for (const coefficient of [even, odd]) {
      d = 1 + coefficient * d;
      c = 1 + coefficient / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      if (Math.abs(c) < tiny) c = tiny;
      factor = c * d;
      result *= factor;
    }
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return result;
}

/** The regularised incomplete beta function I_x(a, b). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Student-t with nu > 0 degrees of freedom, not scaled to unit variance. */
export function studentDensity(x: number, nu: number): number {
  const logConstant = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI);
  return Math.exp(logConstant - ((nu + 1) / 2) * Math.log1p((x * x) / nu));
}

export function studentProbability(x: number, nu: number): number {
  // Near the middle nu / (nu + x^2) loses the small x.
  const square = x * x;
  const upper =
    square < nu
      ? 0.5 - 0.5 * incompleteBeta(square / (nu + square), 0.5, nu / 2)
      : 0.5 * incompleteBeta(nu / (nu + square), nu / 2, 0.5);
  return x > 0 ? 1 - upper : upper;
}

/**
 * x with studentProbability(x, nu) = p, by Newton steps within a bracket.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE unless 0 < p < 1 and nu > 0
 */
export function studentQuantile(p: number, nu: number): number {
  requireInRange(p, 'probability', 0, 1);
  requireInRange(nu, 'nu', 0, Number.POSITIVE_INFINITY);
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, nu);
  let low = -1;
  while (studentProbability(low, nu) > p) low *= 2;
  let high = 0;
  let x = low / 2;
  for (let step = 0; step < 200; step += 1) {
    const off = studentProbability(x, nu) - p;
    if (off > 0) high = x;
    else low = x;
    const next = x - off / studentDensity(x, nu);
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - x) <= 1e-15 * Math.abs(x)) return moved;
    x = moved;
  }
  return x;
}
