import { z } from 'zod';
import { ExpectedError } from '../../domain/errors.ts';
import {
  type AssetEstimates,
  type AssetTable,
  correlationOf,
  estimatesOf,
  type OptimiserEstimates,
  portfolioReturn,
  requireCovariance,
  returnsOfPrices,
  type Weights,
} from '../../quant/portfolio/assets.ts';
import { longOnly, type PortfolioConstraints, type WeightBounds } from '../../quant/portfolio/constraints.ts';
import { quadraticForm } from '../../quant/series/linearAlgebra.ts';
import { seriesArgument } from './arguments.ts';

const table = z.record(z.string(), seriesArgument);
export const matrix = z.array(z.array(z.number()));
/** A list in the order of the names, or by name. */
export const byAsset = z.union([z.array(z.number()), z.record(z.string(), z.number())]);
const pair = z.tuple([z.number(), z.number()]);

export const assetFields = {
  prices: table.optional(),
  returns: table.optional(),
  covariance: matrix.optional(),
  names: z.array(z.string()).optional(),
  expectedReturns: byAsset.optional(),
};
export const constraintFields = {
  bounds: z.union([pair, z.array(pair), z.record(z.string(), pair)]).default([...longOnly]),
  targetReturn: z.number().nullable().default(null),
};

type AssetArguments = z.infer<z.ZodObject<typeof assetFields>>;
type ConstraintArguments = z.infer<z.ZodObject<typeof constraintFields>>;

function missing(what: string): ExpectedError {
  return new ExpectedError('ASSETS_MISSING', `there is no ${what}`, { advice: `Give ${what}.` });
}

/** A list as the file has it, or its values in the order of the names. */
export function inOrder(names: readonly string[], values: z.infer<typeof byAsset>): number[] {
  if (Array.isArray(values)) return values;
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw missing(`value for ${name}`);
    return value;
  });
}

/** Returns, or what prices make of them; null when the file gives neither. */
export function returnsOf({ prices, returns }: AssetArguments): AssetTable | null {
  if (returns !== undefined) return new Map(Object.entries(returns));
  return prices === undefined ? null : returnsOfPrices(new Map(Object.entries(prices)));
}

export function requiredReturns(args: AssetArguments): AssetTable {
  const returns = returnsOf(args);
  if (returns === null) throw missing('prices or returns');
  return returns;
}

/** Given expected returns and covariances stand above those that prices or returns make. */
export function estimates(args: AssetArguments): AssetEstimates {
  const returns = returnsOf(args);
  const { covariance } = args;
  const names = args.names ?? (returns === null ? covariance?.map((_, i) => String(i)) : [...returns.keys()]);
  if (names === undefined) throw missing('prices, returns or covariance');
  const expected = args.expectedReturns === undefined ? null : inOrder(names, args.expectedReturns);
  if (covariance !== undefined) {
    requireCovariance(names, covariance);
    return {
      names,
      covariance,
      correlation: correlationOf(covariance),
      expectedReturns: expected ?? names.map(() => 0),
    };
  }
  if (returns === null) throw missing('prices, returns or covariance');
  const own = estimatesOf(returns);
  return expected === null ? own : { ...own, expectedReturns: expected };
}

function isPair(bounds: ConstraintArguments['bounds']): bounds is [number, number] {
  return Array.isArray(bounds) && typeof bounds[0] === 'number';
}

export function constraints(
  names: readonly string[],
  { bounds, targetReturn }: ConstraintArguments,
): PortfolioConstraints {
  const own: WeightBounds[] = isPair(bounds)
    ? names.map(() => bounds)
    : names.map((name, i) => (Array.isArray(bounds) ? bounds[i] : bounds[name]) ?? longOnly);
  return { bounds: own, targetReturn };
}

/** Weights, and the expected return and deviation that they have by the estimates. */
export function described(
  { names, covariance, expectedReturns }: OptimiserEstimates,
  weights: Weights,
): Record<string, unknown> {
  const list = names.map((name) => weights[name] ?? 0);
  return {
    weights,
    return: portfolioReturn(list, expectedReturns),
    risk: Math.sqrt(Math.max(0, quadraticForm(covariance, list))),
  };
}
