import { z } from 'zod';
import { fitHawkes } from '../../quant/events/hawkes.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({ times: seriesArgument, end: z.number() });

export const hawkes: QuantFunction = (args) => {
  const { times, end } = schema.parse(args);
  const { mu, alpha, beta, logLikelihood, converged } = fitHawkes(times, end);
  if (!converged) throw new Error('the fit did not converge');
  return { mu, alpha, beta, loglik: logLikelihood };
};
