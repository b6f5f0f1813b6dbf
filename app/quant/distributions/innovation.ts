import { unreachable } from '../../domain/errors.ts';
import type { GarchParameters, GarchSettings } from '../volatility/garch.ts';
import { normalDensity, normalQuantile } from './normal.ts';
import { logGamma, studentDensity, studentProbability, studentQuantile } from './student.ts';

/** A distribution of mean 0 and variance 1. */
export interface UnitDistribution {
  quantile(p: number): number;
  /** The mean of what lies below the p-quantile. */
  lowerMean(p: number): number;
}

const normal: UnitDistribution = {
  quantile: normalQuantile,
  lowerMean: (p) => -normalDensity(normalQuantile(p)) / p,
};

/** The integral of u f(u) up to x, f the density of the t of unit variance with scale s. */
function studentPartialMean(x: number, nu: number, s: number): number {
  const t = x / s;
  return (-s * studentDensity(t, nu) * (nu + t * t)) / (nu - 1);
}

function student(nu: number): UnitDistribution {
  const s = Math.sqrt((nu - 2) / nu);
  const quantile = (p: number): number => s * studentQuantile(p, nu);
  return { quantile, lowerMean: (p) => studentPartialMean(quantile(p), nu, s) / p };
}

/** Hansen 1994: the t of unit variance, stretched by 1 - lambda below its mode and by 1 + lambda above. */
function skewedStudent(nu: number, lambda: number): UnitDistribution {
  const s = Math.sqrt((nu - 2) / nu);
  const c = Math.exp(logGamma((nu + 1) / 2) - logGamma(nu / 2)) / Math.sqrt(Math.PI * (nu - 2));
  const a = (4 * lambda * c * (nu - 2)) / (nu - 1);
  const b = Math.sqrt(1 + 3 * lambda * lambda - a * a);
  const mode = (1 - lambda) / 2;
  /** The quantile in the units of the side that it is on. */
  const sided = (p: number): number =>
    s * (p < mode ? studentQuantile(p / (1 - lambda), nu) : studentQuantile((p + lambda) / (1 + lambda), nu));
  return {
    quantile: (p) => ((p < mode ? 1 - lambda : 1 + lambda) * sided(p) - a) / b,
    lowerMean(p) {
      const y = sided(p);
      const side = p < mode ? 1 - lambda : 1 + lambda;
      const mass = p < mode ? studentProbability(y / s, nu) : studentProbability(y / s, nu) - 1;
      return (side * (side * studentPartialMean(y, nu, s) - a * mass)) / b / p;
    },
  };
}

/** The distribution of a volatility model's standardised residuals. */
export function unitDistribution(
  innovation: GarchSettings['innovation'],
  { nu, lambda }: Pick<GarchParameters, 'nu' | 'lambda'>,
): UnitDistribution {
  switch (innovation) {
    case 'normal':
      return normal;
    case 't':
      return student(nu);
    case 'skewt':
      return skewedStudent(nu, lambda);
    default:
      return unreachable(innovation);
  }
}
