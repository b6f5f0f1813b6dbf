import { z } from 'zod';
import { coverage as coverageOf } from '../../quant/tails/coverage.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  hits: seriesArgument,
  level: z.number(),
});

export const coverage: QuantFunction = (args) => {
  const { hits, level } = schema.parse(args);
  return { ...coverageOf(hits, level) };
};
