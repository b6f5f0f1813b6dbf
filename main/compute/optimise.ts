import type { BarsRead } from '../../app/contract/analyses.ts';
import type { OptimisationReport, OptimisationSettings } from '../../app/contract/optimisation.ts';
import { unreachable } from '../../app/domain/errors.ts';
import { estimatesOf, portfolioReturn, type Weights } from '../../app/quant/portfolio/assets.ts';
import { evenBounds, mostRewarding, type PortfolioConstraints } from '../../app/quant/portfolio/constraints.ts';
import { principalFactors } from '../../app/quant/portfolio/factorModel.ts';
import { heldReturns } from '../../app/quant/portfolio/heldReturns.ts';
import { hierarchicalEqualRisk, hierarchicalRiskParity } from '../../app/quant/portfolio/hierarchical.ts';
import type { LinearSolver } from '../../app/quant/portfolio/linearProgramme.ts';
import { minimumCvar, portfolioReturns } from '../../app/quant/portfolio/meanCvar.ts';
import { maximumSharpe, minimumVariance } from '../../app/quant/portfolio/meanVariance.ts';
import { riskParity } from '../../app/quant/portfolio/riskParity.ts';
import { robustPortfolio } from '../../app/quant/portfolio/robust.ts';
import { ledoitWolf } from '../../app/quant/portfolio/shrinkage.ts';
import { tradingCost } from '../../app/quant/portfolio/tradingCost.ts';
import type { AdjacentReturns } from '../../app/quant/series/adjacentReturns.ts';
import { quadraticForm } from '../../app/quant/series/linearAlgebra.ts';
import { empiricalTail } from '../../app/quant/tails/empiricalTail.ts';

const level = 0.95;
const frontierPoints = 12;
const factorCount = 3;
/** Bars over which the cost of a change is spread. */
const holdingPeriods = 20;

/** @throws ExpectedError of app/quant/portfolio: which constraint cannot be met */
export function optimise(
  solve: LinearSolver,
  { holdings }: BarsRead,
  { returns }: AdjacentReturns,
  settings: OptimisationSettings,
): OptimisationReport {
  const own = estimatesOf(returns);
  const { names, expectedReturns } = own;
  // The sample of many assets and few times is mostly noise.
  const { covariance } = ledoitWolf(returns);
  const estimates = { names, covariance, expectedReturns };
  const bounds = evenBounds(names, [settings.least, settings.most]);
  const constraints: PortfolioConstraints = { bounds, targetReturn: settings.targetReturn };
  const values = holdings.map(({ value }) => value);
  heldReturns(returns, values);
  const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const before = values.map((value) => value / gross);

  const costs = { proportional: settings.costPpm / 1e6, impact: settings.impact };

  const chosen = (): Weights => {
    const tree = { ...own, covariance, linkage: 'ward' } as const;
    switch (settings.method) {
      case 'min-cvar':
        return minimumCvar(solve, returns, level, constraints, null, {
          before,
          deviations: covariance.map((row, i) => Math.sqrt(row[i] ?? 0)),
          costs,
          periods: holdingPeriods,
        }).weights;
      case 'min-variance':
        return minimumVariance(estimates, constraints);
      case 'max-sharpe':
        return maximumSharpe(estimates, constraints, 0);
      case 'hrp':
        return hierarchicalRiskParity(tree);
      case 'herc':
        return hierarchicalEqualRisk(tree, Math.max(1, Math.round(Math.sqrt(names.length))));
      case 'risk-parity':
        return riskParity(names, covariance, null);
      case 'robust': {
        // As far as the mean of so many returns may be off.
        const times = [...returns.values()][0]?.length ?? 1;
        const delta = covariance.map((row, i) => Math.sqrt((row[i] ?? 0) / times));
        return robustPortfolio(estimates, constraints, 2, { kind: 'box', delta });
      }
      default:
        return unreachable(settings.method);
    }
  };
  const weights = chosen();
  const after = names.map((name) => weights[name] ?? 0);
  const assets = names.map((name, i) => {
    const change = (after[i] ?? 0) - (before[i] ?? 0);
    return {
      name,
      before: before[i] ?? 0,
      after: after[i] ?? 0,
      trade: gross * change,
      cost: gross * tradingCost(change, Math.sqrt(covariance[i]?.[i] ?? 0), costs),
    };
  });
  const judged = (list: readonly number[]) => ({
    expectedReturn: portfolioReturn(list, expectedReturns),
    deviation: Math.sqrt(Math.max(0, quadraticForm(covariance, list))),
    expectedShortfall: empiricalTail(
      portfolioReturns(returns, list).map((value) => -value),
      level,
    ).expectedShortfall,
  });
  const changes = assets.map((asset) => Math.abs(asset.after - asset.before));
  return {
    assets,
    before: judged(before),
    after: judged(after),
    turnover: changes.reduce((sum, change) => sum + change, 0) / 2,
    cost: assets.reduce((sum, { cost }) => sum + cost, 0),
    drift: Math.max(...changes),
    frontier: frontier(),
    factors: principalFactors(covariance, Math.min(factorCount, names.length)).map(({ explained, loadings }) => ({
      explained,
      loadings: [...loadings],
    })),
  };

  function frontier() {
    const safest = minimumCvar(solve, returns, level, { bounds, targetReturn: null }, null);
    const most = portfolioReturn(mostRewarding(expectedReturns, bounds), expectedReturns);
    const step = (most - safest.expectedReturn) / (frontierPoints - 1);
    return Array.from({ length: frontierPoints }, (_, i) => {
      const targetReturn = i === frontierPoints - 1 ? most : safest.expectedReturn + i * step;
      const { expectedReturn, expectedShortfall } =
        i === 0 ? safest : minimumCvar(solve, returns, level, { bounds, targetReturn }, null);
      return { expectedReturn, expectedShortfall };
    });
  }
}
