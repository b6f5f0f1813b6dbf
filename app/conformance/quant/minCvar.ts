import { z } from 'zod';
import { loadLinearSolver } from '../../quant/portfolio/linearProgramme.ts';
import { minimumCvar } from '../../quant/portfolio/meanCvar.ts';
import { assetFields, constraintFields, constraints, inOrder, requiredReturns } from './assets.ts';
import type { QuantFunction } from './quantFunction.ts';

const solve = await loadLinearSolver();
const schema = z.strictObject({ ...assetFields, ...constraintFields, level: z.number().default(0.95) });

export const minCvar: QuantFunction = (args) => {
  const given = schema.parse(args);
  const returns = requiredReturns(given);
  const names = [...returns.keys()];
  const expected = given.expectedReturns === undefined ? null : inOrder(names, given.expectedReturns);
  const result = minimumCvar(solve, returns, given.level, constraints(names, given), expected);
  return { weights: result.weights, risk: result.expectedShortfall, return: result.expectedReturn };
};
