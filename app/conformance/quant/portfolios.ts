import { z } from 'zod';
import { hierarchicalEqualRisk, hierarchicalRiskParity } from '../../quant/portfolio/hierarchical.ts';
import { linkages } from '../../quant/portfolio/linkage.ts';
import { maximumSharpe, minimumVariance } from '../../quant/portfolio/meanVariance.ts';
import { riskParity as riskParityOf } from '../../quant/portfolio/riskParity.ts';
import { robustPortfolio, type Uncertainty } from '../../quant/portfolio/robust.ts';
import {
  assetFields,
  byAsset,
  constraintFields,
  constraints,
  described,
  estimates,
  inOrder,
  matrix,
} from './assets.ts';
import type { QuantFunction } from './quantFunction.ts';

const treeFields = { ...assetFields, linkage: z.enum(linkages).default('single') };
const hrpArguments = z.strictObject(treeFields);

export const hrp: QuantFunction = (args) => {
  const { linkage, ...assets } = hrpArguments.parse(args);
  const own = estimates(assets);
  return described(own, hierarchicalRiskParity({ ...own, linkage }));
};

const hercArguments = z.strictObject({ ...treeFields, clusters: z.number() });

export const herc: QuantFunction = (args) => {
  const { linkage, clusters, ...assets } = hercArguments.parse(args);
  const own = estimates(assets);
  return described(own, hierarchicalEqualRisk({ ...own, linkage }, clusters));
};

const parityArguments = z.strictObject({
  ...assetFields,
  budgets: z.record(z.string(), z.number()).nullable().default(null),
});

export const riskParity: QuantFunction = (args) => {
  const { budgets, ...assets } = parityArguments.parse(args);
  const own = estimates(assets);
  return described(own, riskParityOf(own.names, own.covariance, budgets));
};

const varianceArguments = z.strictObject({ ...assetFields, ...constraintFields });

export const minVariance: QuantFunction = (args) => {
  const given = varianceArguments.parse(args);
  const own = estimates(given);
  return described(own, minimumVariance(own, constraints(own.names, given)));
};

const sharpeArguments = z.strictObject({ ...assetFields, ...constraintFields, riskFree: z.number().default(0) });

export const maxSharpe: QuantFunction = (args) => {
  const given = sharpeArguments.parse(args);
  const own = estimates(given);
  const result = described(own, maximumSharpe(own, constraints(own.names, given), given.riskFree));
  return { ...result, sharpe: (Number(result.return) - given.riskFree) / Number(result.risk) };
};

const uncertainty = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('box'), delta: byAsset }),
  z.strictObject({ kind: z.literal('ellipsoid'), radius: z.number(), covariance: matrix }),
]);
const robustArguments = z.strictObject({
  ...assetFields,
  ...constraintFields,
  riskAversion: z.number().default(1),
  uncertainty,
});

export const robust: QuantFunction = (args) => {
  const given = robustArguments.parse(args);
  const own = estimates(given);
  const doubt: Uncertainty =
    given.uncertainty.kind === 'box'
      ? { kind: 'box', delta: inOrder(own.names, given.uncertainty.delta) }
      : given.uncertainty;
  return described(own, robustPortfolio(own, constraints(own.names, given), given.riskAversion, doubt));
};
