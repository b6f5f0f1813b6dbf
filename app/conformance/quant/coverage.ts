import { z } from 'zod';
import { coverage as coverageOf } from '../../quant/tails/coverage.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  hits: z.array(z.union([z.number(), z.boolean().transform(Number)])),
  level: z.number(),
});

export const coverage: QuantFunction = (args) => {
  const { hits, level } = schema.parse(args);
  return { ...coverageOf(hits, level) };
};
