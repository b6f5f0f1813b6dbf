import { z } from 'zod';
import { fitGarch, initialVariances, innovations, varianceModels } from '../../quant/volatility/garch.ts';
import { seriesArgument } from './arguments.ts';
import { requireConverged } from './converged.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  returns: seriesArgument,
  dist: z.enum(innovations).default('normal'),
  model: z.enum(varianceModels).default('garch'),
  init: z.enum(initialVariances).default('variance'),
  stationary: z.boolean().default(true),
});

/** Keys of parameters that the model or the distribution lacks are left out. */
export const garch: QuantFunction = (args) => {
  const { returns, dist, model, init, stationary } = schema.parse(args);
  const settings = { innovation: dist, model, initial: init, stationary };
  const { parameters, logLikelihood, nextVariance } = requireConverged(fitGarch(Float64Array.from(returns), settings));
  const { mu, omega, alpha, beta, gamma, nu, lambda } = parameters;
  return {
    mu,
    omega,
    alpha,
    beta,
    ...(model === 'garch' ? {} : { gamma }),
    ...(dist === 'normal' ? {} : { nu }),
    ...(dist === 'skewt' ? { lambda } : {}),
    loglik: logLikelihood,
    nextVariance,
  };
};
