import { ExpectedError } from '../../domain/errors.ts';
import type { GarchFit, GarchSettings } from './garch.ts';

/** @throws ExpectedError HORIZON_UNSUPPORTED for egarch beyond one period: its forecasts have no closed form */
export function requireForecastable({ model }: GarchSettings, horizon: number): void {
  if (model !== 'egarch' || horizon === 1) return;
  throw new ExpectedError('HORIZON_UNSUPPORTED', 'an egarch forecasts one period only', {
    advice: 'Use a horizon of 1, or the garch or gjr model.',
    facts: { horizon },
  });
}

/**
 * The sum of the forecast variances of the next `horizon` returns, which is the variance of their sum. After the first, h follows omega + (alpha + gamma / 2 + beta) h.
 * @throws ExpectedError of requireForecastable
 */
export function sumOfForecastVariances({ settings, parameters, nextVariance }: GarchFit, horizon: number): number {
  requireForecastable(settings, horizon);
  const { omega, alpha, gamma, beta } = parameters;
  const persistence = alpha + gamma / 2 + beta;
  let h = nextVariance;
  let sum = 0;
  for (let k = 0; k < horizon; k += 1) {
    sum += h;
    h = omega + persistence * h;
  }
  return sum;
}
