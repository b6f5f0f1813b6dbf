import { ExpectedError } from '../../domain/errors.ts';
import { mostRewarding, type PortfolioConstraints, type WeightRow } from './constraints.ts';
import type { LinearRow, LinearSolver } from './linearProgramme.ts';

/** Between what shares some of the assets together may be. */
export interface GroupLimit {
  readonly name: string;
  /** Their places. */
  readonly members: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** How much of the whole may be exchanged: half of what is bought and sold. */
export interface TurnoverLimit {
  readonly before: readonly number[];
  readonly most: number;
}

export function groupRows(count: number, groups: readonly GroupLimit[]): WeightRow[] {
  return groups.flatMap(({ members, low, high }) => {
    const inside = Array.from({ length: count }, (_, i) => Number(members.includes(i)));
    return [
      { values: inside, most: high },
      { values: inside.map((value) => -value), most: -low },
    ];
  });
}

interface Elastic {
  readonly name: string;
  /** Rows that may be broken by an unknown of their own, at a price. */
  readonly rows: readonly LinearRow[];
}

const slackFrom = 1e-7;

/**
 * Says which of the limits cannot be met together, by the programme that breaks them least.
 * @throws ExpectedError CONSTRAINTS_INFEASIBLE, which names them
 */
export function requireReachable(
  solve: LinearSolver,
  expectedReturns: readonly number[],
  { bounds, targetReturn }: PortfolioConstraints,
  groups: readonly GroupLimit[],
  turnover: TurnoverLimit | null,
): void {
  const n = bounds.length;
  const places = bounds.map((_, i) => i);
  const none = Number.POSITIVE_INFINITY;
  const elastic: Elastic[] = groups.map(({ name, members, low, high }) => ({
    name: `the group ${name}, from ${low} to ${high} of the whole`,
    rows: [{ places: [...members], values: members.map(() => 1), low, high }],
  }));
  if (targetReturn !== null) {
    const unit = Math.max(...expectedReturns.map(Math.abs), Math.abs(targetReturn), Number.MIN_VALUE);
    const row = { places, values: expectedReturns.map((value) => value / unit), low: targetReturn / unit, high: none };
    elastic.push({ name: `the expected return of ${targetReturn} a period`, rows: [row] });
  }
  if (turnover !== null)
    elastic.push({
      name: `the turnover of ${turnover.most}`,
      rows: [{ places: places.map((i) => n + i), values: places.map(() => 0.5), low: -none, high: turnover.most }],
    });
  // Weights, the size of each change, and for each elastic row how far it is broken below and above.
  const rows: LinearRow[] = [{ places, values: places.map(() => 1), low: 1, high: 1 }];
  if (turnover !== null) {
    for (const [i, held] of turnover.before.entries()) {
      rows.push({ places: [i, n + i], values: [-1, 1], low: -held, high: none });
      rows.push({ places: [i, n + i], values: [1, 1], low: held, high: none });
    }
  }
  const broken: { readonly name: string; readonly at: number }[] = [];
  let next = 2 * n;
  for (const { name, rows: own } of elastic) {
    for (const row of own) {
      rows.push({ ...row, places: [...row.places, next, next + 1], values: [...row.values, 1, -1] });
      broken.push({ name, at: next });
      next += 2;
    }
  }
  const extra = next - 2 * n;
  const solution = solve({
    costs: [...new Array<number>(2 * n).fill(0), ...new Array<number>(extra).fill(1)],
    low: [...bounds.map(([low]) => low), ...new Array<number>(n + extra).fill(0)],
    high: [...bounds.map(([, high]) => high), ...new Array<number>(n + extra).fill(none)],
    rows,
  });
  const unmet = broken.filter(({ at }) => (solution[at] ?? 0) + (solution[at + 1] ?? 0) > slackFrom);
  if (unmet.length === 0) return;
  throw new ExpectedError(
    'CONSTRAINTS_INFEASIBLE',
    `what cannot be met with the rest: ${unmet.map(({ name }) => name).join('; ')}`,
    {
      advice: `Ease it, or the bounds: within them at most ${mostExpected(expectedReturns, bounds)} a period is expected.`,
      facts: { unmet: unmet.length },
    },
  );
}

function mostExpected(expectedReturns: readonly number[], bounds: PortfolioConstraints['bounds']): number {
  const best = mostRewarding(expectedReturns, bounds);
  return Number(best.reduce((sum, weight, i) => sum + weight * (expectedReturns[i] ?? 0), 0).toPrecision(6));
}

const mostCuts = 200;
const cutFrom = 1e-9;

/**
 * The best weights with at most so much turnover, by any optimiser that takes rows: each answer that goes too far is cut off by the plane that it breaks, until none is.
 * @throws ExpectedError OPTIMISER_NOT_CONVERGED, and what the optimiser throws
 * Source: Kelley, The cutting-plane method for solving convex programs, 1960.
 */
export function withinTurnover(
  { before, most }: TurnoverLimit,
  optimise: (rows: readonly WeightRow[]) => readonly number[],
): readonly number[] {
  const cuts: WeightRow[] = [];
  for (let step = 0; step < mostCuts; step += 1) {
    const weights = optimise(cuts);
    const changes = weights.map((weight, i) => weight - (before[i] ?? 0));
    if (changes.reduce((sum, change) => sum + Math.abs(change), 0) / 2 <= most + cutFrom) return weights;
    const values = changes.map((change) => Math.sign(change) / 2);
    cuts.push({ values, most: most + values.reduce((sum, value, i) => sum + value * (before[i] ?? 0), 0) });
  }
  throw new ExpectedError('OPTIMISER_NOT_CONVERGED', 'no weights within the turnover were found', {
    advice: 'Allow a little more turnover, or fewer assets.',
    facts: { most, cuts: mostCuts },
  });
}
