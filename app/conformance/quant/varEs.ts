import { z } from 'zod';
import type { TailRisk } from '../../quant/tails/empiricalTail.ts';
import { filteredTail, garchTail, historicalTail } from '../../quant/tails/valueAtRisk.ts';
import { initialVariances, innovations, varianceModels } from '../../quant/volatility/garch.ts';
import { seriesArgument } from './arguments.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  returns: seriesArgument,
  method: z.enum(['historical', 'filtered', 'garch-t']),
  levels: z.array(z.number()),
  horizon: z.number().default(1),
  dist: z.enum(innovations).optional(),
  model: z.enum(varianceModels).default('garch'),
  init: z.enum(initialVariances).default('variance'),
  stationary: z.boolean().default(true),
});

function tails(args: z.infer<typeof schema>): TailRisk[] {
  const { method, levels, horizon, dist, model, init, stationary } = args;
  const returns = Float64Array.from(args.returns);
  const request = { levels, horizon };
  if (method === 'historical') return historicalTail(returns, request);
  const settings = { model, initial: init, stationary };
  return method === 'filtered'
    ? filteredTail(returns, { ...settings, innovation: dist ?? 'normal' }, request)
    : garchTail(returns, { ...settings, innovation: dist ?? 't' }, request);
}

export const varEs: QuantFunction = (args) => {
  const results = tails(schema.parse(args));
  return {
    var: results.map(({ valueAtRisk }) => valueAtRisk),
    es: results.map(({ expectedShortfall }) => expectedShortfall),
  };
};
