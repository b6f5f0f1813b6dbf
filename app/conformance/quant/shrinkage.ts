import { z } from 'zod';
import { ledoitWolf } from '../../quant/portfolio/shrinkage.ts';
import { assetFields, requiredReturns } from './assets.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({ prices: assetFields.prices, returns: assetFields.returns });

export const shrinkage: QuantFunction = (args) => {
  const { covariance, intensity } = ledoitWolf(requiredReturns(schema.parse(args)));
  return { covariance, intensity };
};
