import type { OptimisationSettings } from '../../app/contract/optimisation.ts';
import { ExpectedError, unreachable } from '../../app/domain/errors.ts';
import { type AssetEstimates, type AssetTable, correlationOf, type Weights } from '../../app/quant/portfolio/assets.ts';
import { marketPrior, posterior } from '../../app/quant/portfolio/blackLitterman.ts';
import type { PortfolioConstraints, WeightRow } from '../../app/quant/portfolio/constraints.ts';
import { type GroupLimit, groupRows, requireReachable, withinTurnover } from '../../app/quant/portfolio/groupLimits.ts';
import { hierarchicalEqualRisk, hierarchicalRiskParity } from '../../app/quant/portfolio/hierarchical.ts';
import type { LinearSolver } from '../../app/quant/portfolio/linearProgramme.ts';
import { minimumCvar } from '../../app/quant/portfolio/meanCvar.ts';
import { maximumSharpe, minimumVariance } from '../../app/quant/portfolio/meanVariance.ts';
import { riskParity } from '../../app/quant/portfolio/riskParity.ts';
import { robustPortfolio } from '../../app/quant/portfolio/robust.ts';
import type { Trading } from '../../app/quant/portfolio/tradedProgramme.ts';

export const tailLevel = 0.95;
/** How uncertain the market's expectations are, in units of the covariance. */
const tau = 0.05;
/** Radius of the ellipsoid in which the means lie: some two deviations of each way to be wrong. */
const radius = 2;

export interface WeightsAsked {
  readonly solve: LinearSolver;
  readonly returns: AssetTable;
  readonly estimates: AssetEstimates;
  readonly bounds: PortfolioConstraints['bounds'];
  readonly settings: OptimisationSettings;
  readonly trading: Trading;
}

/** @throws ExpectedError GROUP_UNKNOWN */
export function groupsOf(names: readonly string[], { groups }: OptimisationSettings): GroupLimit[] {
  return groups.map(({ name, members, low, high }) => {
    const places = members.map((member) => names.indexOf(member));
    const missing = members.find((_, i) => places[i] === -1);
    if (missing === undefined) return { name, members: places, low, high };
    throw new ExpectedError('GROUP_UNKNOWN', `the group ${name} names a series that is not chosen: ${missing}`, {
      advice: 'Choose the series above, or leave it out of the group.',
    });
  });
}

/** Weights by the chosen method. @throws ExpectedError of app/quant/portfolio: which constraint cannot be met */
export function chosenWeights(asked: WeightsAsked): Weights {
  const { estimates, settings, solve, bounds, trading } = asked;
  const { names, expectedReturns, covariance } = estimates;
  const { method, targetReturn, mostTurnover } = settings;
  const tree = { ...estimates, correlation: correlationOf(covariance), linkage: 'ward' } as const;
  if (method === 'hrp') return hierarchicalRiskParity(tree);
  if (method === 'herc') return hierarchicalEqualRisk(tree, Math.max(1, Math.round(Math.sqrt(names.length))));
  if (method === 'risk-parity') return riskParity(names, covariance, null);
  const groups = groupsOf(names, settings);
  const limit = mostTurnover === null ? null : { before: trading.before, most: mostTurnover };
  const expected = method === 'black-litterman' ? believed(asked) : expectedReturns;
  const constraints: PortfolioConstraints = { bounds, targetReturn };
  if (groups.length > 0 || limit !== null) requireReachable(solve, expected, constraints, groups, limit);
  const rows = groupRows(names.length, groups);
  const optimised = (cuts: readonly WeightRow[]): Weights =>
    bounded(asked, method, { ...constraints, rows: [...rows, ...cuts] });
  if (limit === null) return optimised([]);
  const weights = withinTurnover(limit, (cuts) => {
    const found = optimised(cuts);
    return names.map((name) => found[name] ?? 0);
  });
  return Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0]));
}

type Bounded = Exclude<OptimisationSettings['method'], 'hrp' | 'herc' | 'risk-parity'>;

function bounded(asked: WeightsAsked, method: Bounded, constraints: PortfolioConstraints): Weights {
  const { solve, returns, estimates, settings, trading } = asked;
  const { covariance } = estimates;
  const times = [...returns.values()][0]?.length ?? 1;
  const { riskAversion } = settings;
  switch (method) {
    case 'min-cvar':
      return minimumCvar(solve, returns, tailLevel, constraints, null, trading).weights;
    case 'min-variance':
      return minimumVariance(estimates, constraints);
    case 'max-sharpe':
      return maximumSharpe(estimates, constraints, 0);
    case 'robust': {
      // As far as the mean of so many returns may be off.
      const delta = covariance.map((row, i) => Math.sqrt((row[i] ?? 0) / times));
      return robustPortfolio(estimates, constraints, riskAversion, { kind: 'box', delta });
    }
    case 'robust-ellipsoid': {
      const spread = covariance.map((row) => row.map((entry) => entry / times));
      return robustPortfolio(estimates, constraints, riskAversion, { kind: 'ellipsoid', radius, covariance: spread });
    }
    case 'black-litterman': {
      // The best of what is believed within the constraints. By the covariance of the returns alone: without views that is the market.
      const sure = { kind: 'box', delta: covariance.map(() => 0) } as const;
      return robustPortfolio({ ...estimates, expectedReturns: believed(asked) }, constraints, riskAversion, sure);
    }
    default:
      return unreachable(method);
  }
}

/** What is held taken for the market's portfolio, moved towards the views. Without views that is what is held, where the bounds let it. */
function believed({ estimates, settings, trading }: WeightsAsked): readonly number[] {
  const { names, covariance } = estimates;
  const { riskAversion, views } = settings;
  const prior = marketPrior(names, covariance, trading.before.map(Math.abs), riskAversion);
  const { expectedReturns } = posterior({
    ...{ names, covariance, prior, tau },
    views: views.map(({ name, expectedReturn, confidence }) => ({ asset: name, expectedReturn, confidence })),
  });
  return expectedReturns;
}
