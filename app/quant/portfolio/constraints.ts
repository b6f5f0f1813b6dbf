import { ExpectedError } from '../../domain/errors.ts';
import { dot } from '../series/linearAlgebra.ts';

/** The least and the most that one asset may have of the whole. */
export type WeightBounds = readonly [low: number, high: number];

/** What weights, each times its value, may add up to. */
export interface WeightRow {
  readonly values: readonly number[];
  readonly most: number;
}

export interface PortfolioConstraints {
  /** One for each asset, in the order of the names. */
  readonly bounds: readonly WeightBounds[];
  /** The portfolio is to be expected to bring at least this, per period. */
  readonly targetReturn: number | null;
  /** Of groups and of turnover; `requireReachable` says which cannot be met. */
  readonly rows?: readonly WeightRow[];
}

export const longOnly: WeightBounds = [0, 1];

/** The same bounds for all. */
export function evenBounds(names: readonly string[], bounds: WeightBounds): WeightBounds[] {
  return names.map(() => bounds);
}

/** Weights of most expected return within bounds that add up to 1: each asset at its least, then the rest to the best. */
export function mostRewarding(expectedReturns: readonly number[], bounds: readonly WeightBounds[]): number[] {
  const weights = bounds.map(([low]) => low);
  let left = 1 - weights.reduce((sum, weight) => sum + weight, 0);
  const order = expectedReturns.map((_, i) => i).sort((i, j) => (expectedReturns[j] ?? 0) - (expectedReturns[i] ?? 0));
  for (const i of order) {
    const [low, high] = bounds[i] ?? longOnly;
    const more = Math.min(left, high - low);
    weights[i] = low + more;
    left -= more;
  }
  return weights;
}

function boundsError(message: string, advice: string, facts: Record<string, string | number>): ExpectedError {
  return new ExpectedError('BOUNDS_INFEASIBLE', message, { advice, facts });
}

/**
 * Says which constraint cannot be met, before any solver tries.
 * @throws ExpectedError BOUNDS_INFEASIBLE, TARGET_INFEASIBLE
 */
export function requireFeasible(
  names: readonly string[],
  { bounds, targetReturn }: PortfolioConstraints,
  expectedReturns: readonly number[],
): void {
  const place = bounds.findIndex(([low, high]) => !(low <= high && Number.isFinite(low) && Number.isFinite(high)));
  if (place >= 0 || bounds.length !== names.length) {
    throw boundsError(
      'the bounds of an asset hold no weight',
      'Give a lower bound at or below the upper one, both finite.',
      {
        asset: names[place] ?? '',
      },
    );
  }
  const least = bounds.reduce((sum, [low]) => sum + low, 0);
  const most = bounds.reduce((sum, [, high]) => sum + high, 0);
  if (least > 1 + 1e-12) {
    throw boundsError('the lower bounds add up to more than the whole', 'Lower them until they add up to 1 at most.', {
      least,
    });
  }
  if (most < 1 - 1e-12) {
    throw boundsError('the upper bounds add up to less than the whole', 'Raise them until they add up to 1 at least.', {
      most,
    });
  }
  if (targetReturn === null) return;
  const reachable = dot(mostRewarding(expectedReturns, bounds), expectedReturns);
  if (!(targetReturn <= reachable + 1e-12 * Math.max(1, Math.abs(reachable)))) {
    throw new ExpectedError(
      'TARGET_INFEASIBLE',
      'no portfolio within the bounds is expected to bring the target return',
      {
        advice: `Ask for at most ${reachable}, per period, or widen the bounds.`,
        facts: { targetReturn, reachable },
      },
    );
  }
}
