import { z } from 'zod';
import { impliedWeights, marketPrior, posterior } from '../../quant/portfolio/blackLitterman.ts';
import { assetFields, byAsset, described, estimates, inOrder } from './assets.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.strictObject({
  ...assetFields,
  marketCaps: byAsset.optional(),
  prior: byAsset.optional(),
  riskAversion: z.number().default(1),
  views: z.record(z.string(), z.number()).default({}),
  confidences: byAsset.optional(),
  tau: z.number().default(0.05),
});

/** Confidences in the order of the views, or by name; as sure as the prior where none are given. */
function confidencesOf(views: readonly string[], given: z.infer<typeof byAsset> | undefined): number[] {
  const confidences = given === undefined ? views.map(() => 0.5) : inOrder(views, given);
  if (confidences.length !== views.length)
    throw new Error(`${confidences.length} confidences for ${views.length} views`);
  return confidences;
}

/** As a list where the file expects one, else by name. */
function shaped(names: readonly string[], values: readonly number[], expected: unknown): unknown {
  return Array.isArray(expected) ? values : Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

export const blackLitterman: QuantFunction = (args, expected) => {
  const given = schema.parse(args);
  const { names, covariance } = estimates(given);
  const { marketCaps, riskAversion, tau } = given;
  const equal = names.map(() => 1);
  const caps = marketCaps === undefined ? equal : inOrder(names, marketCaps);
  const prior =
    given.prior === undefined ? marketPrior(names, covariance, caps, riskAversion) : inOrder(names, given.prior);
  const assets = Object.keys(given.views);
  const confidences = confidencesOf(assets, given.confidences);
  const views = assets.map((asset, i) => ({
    asset,
    expectedReturn: given.views[asset] ?? 0,
    confidence: confidences[i] ?? 0,
  }));
  const result = posterior({ names, covariance, prior, views, tau });
  const weights = impliedWeights(names, covariance, result.expectedReturns);
  return {
    ...described({ names, ...result }, weights),
    prior: shaped(names, prior, expected.prior),
    posteriorReturns: shaped(names, result.expectedReturns, expected.posteriorReturns),
    posteriorCovariance: result.covariance,
  };
};
