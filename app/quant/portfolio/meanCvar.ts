import { requireInRange } from '../series/checkedSeries.ts';
import { mean } from '../series/moments.ts';
import { empiricalTail } from '../tails/empiricalTail.ts';
import {
  type AssetTable,
  completeReturns,
  namedWeights,
  portfolioReturn,
  requireMoving,
  type Weights,
} from './assets.ts';
import { type PortfolioConstraints, requireFeasible } from './constraints.ts';
import type { LinearProgramme, LinearRow, LinearSolver } from './linearProgramme.ts';
import { withinBounds } from './meanVariance.ts';
import { type Trading, tradedProgramme } from './tradedProgramme.ts';

export interface CvarPortfolio {
  readonly weights: Weights;
  /** Expected shortfall of the portfolio's returns, as tails/empiricalTail has it. */
  readonly expectedShortfall: number;
  readonly expectedReturn: number;
}

/** What the portfolio would have brought at each time. */
export function portfolioReturns(returns: AssetTable, weights: readonly number[]): number[] {
  const columns = [...returns.values()];
  return (columns[0] ?? []).map((_, t) =>
    columns.reduce((sum, column, i) => sum + (weights[i] ?? 0) * (column[t] ?? 0), 0),
  );
}

/** Unknowns: weights, the value at risk, and what each time's loss is beyond it. */
function programmeOf(
  columns: readonly (readonly number[])[],
  tail: number,
  { bounds, targetReturn, rows: more = [] }: PortfolioConstraints,
  expectedReturns: readonly number[],
): { programme: LinearProgramme; scale: number } {
  const [n, times] = [columns.length, columns[0]?.length ?? 0];
  const excess = new Array<number>(times);
  const scale = Math.max(
    ...columns.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 0)),
  );
  const places = columns.map((_, i) => i);
  const rows: LinearRow[] = [{ places, values: columns.map(() => 1), low: 1, high: 1 }];
  if (targetReturn !== null) {
    const unit = Math.max(...expectedReturns.map(Math.abs), Math.abs(targetReturn), Number.MIN_VALUE);
    const values = expectedReturns.map((value) => value / unit);
    rows.push({ places, values, low: targetReturn / unit, high: Number.POSITIVE_INFINITY });
  }
  for (const { values, most } of more) rows.push({ places, values, low: Number.NEGATIVE_INFINITY, high: most });
  for (let t = 0; t < times; t += 1) {
    const values = columns.map((column) => (column[t] ?? 0) / scale);
    rows.push({ places: [...places, n, n + 1 + t], values: [...values, 1, 1], low: 0, high: Number.POSITIVE_INFINITY });
  }
  const programme = {
    costs: [...columns.map(() => 0), 1, ...excess.fill(1 / tail)],
    low: [...bounds.map(([low]) => low), Number.NEGATIVE_INFINITY, ...excess.map(() => 0)],
    high: [...bounds.map(([, high]) => high), Number.POSITIVE_INFINITY, ...excess.map(() => Number.POSITIVE_INFINITY)],
    rows,
  };
  return { programme, scale };
}

/**
 * The weights whose worst 1 - level of times are least bad on average, as a linear programme.
 * @param returns per period; times at which an asset has none are left out
 * @param expectedReturns by the order of the table; the means of the returns where null
 * @param trading null: changing what is held costs nothing
 * @throws ExpectedError of completeReturns and requireFeasible, ASSETS_CONSTANT, PARAMETER_OUT_OF_RANGE, OPTIMISER_NOT_CONVERGED
 * Source: Rockafellar and Uryasev, Optimization of conditional value-at-risk, 2000.
 */
export function minimumCvar(
  solve: LinearSolver,
  returns: AssetTable,
  level: number,
  constraints: PortfolioConstraints,
  expectedReturns: readonly number[] | null,
  trading: Trading | null = null,
): CvarPortfolio {
  requireInRange(level, 'level', 0, 1);
  const complete = completeReturns(returns, 2);
  requireMoving(complete);
  const names = [...complete.keys()];
  const columns = [...complete.values()];
  const expected = expectedReturns ?? columns.map((column) => mean(column));
  requireFeasible(names, constraints, expected);
  const times = columns[0]?.length ?? 0;
  const tail = Math.max(1e-9, Math.round(times * (1 - level) * 1e9) / 1e9);
  const { programme, scale } = programmeOf(columns, tail, constraints, expected);
  const solution = solve(trading === null ? programme : tradedProgramme(programme, trading, scale));
  const weights = withinBounds(Array.from(solution.subarray(0, names.length)), constraints);
  const losses = portfolioReturns(complete, weights).map((value) => -value);
  return {
    weights: namedWeights(names, weights),
    expectedShortfall: empiricalTail(losses, level).expectedShortfall,
    expectedReturn: portfolioReturn(weights, expected),
  };
}
