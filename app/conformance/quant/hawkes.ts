import { z } from 'zod';
import { fitHawkes } from '../../quant/events/hawkes.ts';
import { seriesArgument } from './arguments.ts';
import { requireConverged } from './converged.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({ times: seriesArgument, end: z.number() });

export const hawkes: QuantFunction = (args) => {
  const { times, end } = schema.parse(args);
  const { mu, alpha, beta, logLikelihood } = requireConverged(fitHawkes(times, end));
  return { mu, alpha, beta, loglik: logLikelihood };
};
