import type { BarsRead } from '../../app/contract/analyses.ts';
import type { OptimisationReport, OptimisationSettings } from '../../app/contract/optimisation.ts';
import { estimatesOf, portfolioReturn } from '../../app/quant/portfolio/assets.ts';
import { evenBounds, mostRewarding, type WeightRow } from '../../app/quant/portfolio/constraints.ts';
import { factorCovariance, principalFactors } from '../../app/quant/portfolio/factorModel.ts';
import { groupRows } from '../../app/quant/portfolio/groupLimits.ts';
import { heldReturns } from '../../app/quant/portfolio/heldReturns.ts';
import type { LinearSolver } from '../../app/quant/portfolio/linearProgramme.ts';
import { minimumCvar, portfolioReturns } from '../../app/quant/portfolio/meanCvar.ts';
import { ledoitWolf } from '../../app/quant/portfolio/shrinkage.ts';
import { tradingCost } from '../../app/quant/portfolio/tradingCost.ts';
import type { AdjacentReturns } from '../../app/quant/series/adjacentReturns.ts';
import { quadraticForm } from '../../app/quant/series/linearAlgebra.ts';
import { empiricalTail } from '../../app/quant/tails/empiricalTail.ts';
import { chosenWeights, groupsOf, tailLevel } from './chosenWeights.ts';
import { rebalanceLegs } from './rebalance.ts';

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
  const covariance =
    settings.factors === null ? ledoitWolf(returns).covariance : factorCovariance(own.covariance, settings.factors);
  const estimates = { ...own, covariance };
  const bounds = evenBounds(names, [settings.least, settings.most]);
  const values = holdings.map(({ value }) => value);
  heldReturns(returns, values);
  const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
  const before = values.map((value) => value / gross);

  const costs = { proportional: settings.costPpm / 1e6, impact: settings.impact };

  const trading = {
    before,
    deviations: covariance.map((row, i) => Math.sqrt(row[i] ?? 0)),
    costs,
    periods: holdingPeriods,
  };
  const isBounded = !['hrp', 'herc', 'risk-parity'].includes(settings.method);
  const weights = chosenWeights({ solve, returns, estimates, bounds, settings, trading });
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
      tailLevel,
    ).expectedShortfall,
  });
  const changes = assets.map((asset) => Math.abs(asset.after - asset.before));
  return {
    assets,
    before: judged(before),
    after: judged(after),
    turnover: changes.reduce((sum, change) => sum + change, 0) / 2,
    cost: assets.reduce((sum, { cost }) => sum + cost, 0),
    legs: rebalanceLegs(
      assets.map(({ name, trade }, i) => ({
        ...{ name, trade },
        price: holdings[i]?.close.at(-1) ?? 0,
        isPool: holdings[i]?.isPool ?? false,
      })),
      gross,
    ),
    drift: Math.max(...changes),
    frontier: frontier(),
    factors: principalFactors(covariance, Math.min(factorCount, names.length)).map(({ explained, loadings }) => ({
      explained,
      loadings: [...loadings],
    })),
  };

  function frontier() {
    const rows = isBounded ? groupRows(names.length, groupsOf(names, settings)) : [];
    const safest = minimumCvar(solve, returns, tailLevel, { bounds, targetReturn: null, rows }, null);
    const most = mostWithin(rows);
    const step = (most - safest.expectedReturn) / (frontierPoints - 1);
    return Array.from({ length: frontierPoints }, (_, i) => {
      const targetReturn = i === frontierPoints - 1 ? most : safest.expectedReturn + i * step;
      const { expectedReturn, expectedShortfall } =
        i === 0 ? safest : minimumCvar(solve, returns, tailLevel, { bounds, targetReturn, rows }, null);
      return { expectedReturn, expectedShortfall };
    });
  }

  /** The most that is expected of any portfolio within bounds and groups, a little less so that the solver reaches it. */
  function mostWithin(rows: readonly WeightRow[]): number {
    if (rows.length === 0) return portfolioReturn(mostRewarding(expectedReturns, bounds), expectedReturns);
    const unit = Math.max(...expectedReturns.map(Math.abs), Number.MIN_VALUE);
    const places = names.map((_, i) => i);
    const best = solve({
      costs: expectedReturns.map((value) => -value / unit),
      low: bounds.map(([low]) => low),
      high: bounds.map(([, high]) => high),
      rows: [
        { places, values: places.map(() => 1), low: 1, high: 1 },
        ...rows.map(({ values, most }) => ({ places, values, low: Number.NEGATIVE_INFINITY, high: most })),
      ],
    });
    return portfolioReturn(Array.from(best), expectedReturns) - 1e-9 * unit;
  }
}
