import { z } from 'zod';
import { seededRandom } from '../../domain/random.ts';
import { superiorAbility } from '../../quant/performance/superiorAbility.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  losses: z.strictObject({
    benchmark: seriesArgument,
    models: z.union([z.record(z.string(), seriesArgument), z.array(seriesArgument)]),
  }),
  reps: z.number().int().default(1000),
  block: z.number().default(10),
  seed: z.number().int().default(1),
});

export const spa: QuantFunction = (args) => {
  const { losses, reps, block, seed } = schema.parse(args);
  const models = Object.values(losses.models);
  return { ...superiorAbility({ benchmark: losses.benchmark, models, reps, block }, seededRandom(seed)) };
};
