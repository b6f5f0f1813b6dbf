import { z } from 'zod';
import { deflatedSharpe as deflatedSharpeOf } from '../../quant/performance/deflatedSharpe.ts';
import { performance as performanceOf } from '../../quant/performance/performance.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const performanceArguments = z.strictObject({
  returns: seriesArgument,
  periodsPerYear: z.number().default(1),
  riskFree: z.number().default(0),
  target: z.number().default(0),
});

export const performance: QuantFunction = (args) => {
  const { returns, ...request } = performanceArguments.parse(args);
  return { ...performanceOf(returns, request) };
};

const sharpeArguments = z.strictObject({
  sharpe: z.number(),
  n: z.number(),
  skew: z.number().default(0),
  kurtosis: z.number().default(3),
  trials: z.number().default(1),
  trialsVariance: z.number().default(0),
});

export const deflatedSharpe: QuantFunction = (args) => ({ ...deflatedSharpeOf(sharpeArguments.parse(args)) });
