import { z } from 'zod';
import { fitArima } from '../../quant/arima/arima.ts';
import { seriesArgument } from './arguments.ts';
import { requireConverged } from './converged.ts';
import type { QuantFunction } from './quantFunction.ts';

const order = z.tuple([z.number(), z.number(), z.number()]);
const schema = z.strictObject({
  series: seriesArgument,
  order,
  seasonal: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
  horizon: z.number().default(0),
});

export const arima: QuantFunction = (args, expected) => {
  const { series, order: plain, seasonal, horizon } = schema.parse(args);
  const [p = 0, d = 0, q = 0, period = 0] = seasonal ?? [];
  const hasSeason = p + d + q > 0;
  // A file may leave the horizon to the length of what it expects.
  const wanted = Array.isArray(expected.forecast) ? expected.forecast.length : 0;
  const fit = fitArima(series, {
    order: plain,
    seasonal: hasSeason ? { order: [p, d, q], period } : null,
    horizon: Math.max(horizon, wanted),
  });
  const { ar, ma, seasonalAr, seasonalMa, mean, sigma2, logLikelihood, forecast } = requireConverged(fit);
  return { ar, ma, sar: seasonalAr, sma: seasonalMa, mean, sigma2, loglik: logLikelihood, forecast };
};
