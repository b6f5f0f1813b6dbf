import type { EpochMs } from '../domain/clock.ts';
import { ExpectedError } from '../domain/errors.ts';
import {
  chainGroups,
  groupLimits,
  keptLimitChanges,
  type LimitId,
  type LimitSet,
  type LimitValues,
  limitTable,
} from '../domain/riskLimit.ts';

export interface LimitEdit {
  readonly limit: LimitId;
  /** Millionths. */
  readonly to: number;
}

const million = 1_000_000;

function requireBounds({ limit, to }: LimitEdit): void {
  const { name, from, to: most } = limitTable[limit];
  if (Number.isInteger(to) && to >= from && to <= most) return;
  throw new ExpectedError('LIMIT_OUT_OF_BOUNDS', `${name} cannot be set to ${to} millionths`, {
    advice: `Give a whole number of millionths from ${from} to ${most}.`,
    facts: { limit, to, from, most },
  });
}

/** What only several limits together can get wrong. */
function requireTogether(values: LimitValues): void {
  if (values.smallestPosition > values.largestPosition)
    throw new ExpectedError('LIMITS_CONTRADICT', 'the smallest position would be larger than the largest', {
      advice: 'Lower the smallest position or raise the largest.',
      facts: { smallest: values.smallestPosition, largest: values.largestPosition },
    });
  const shares = chainGroups.reduce((sum, group) => sum + values[groupLimits[group]], values.reserveCapital);
  if (shares > million)
    throw new ExpectedError('LIMITS_CONTRADICT', 'the capital of the chain groups and the reserve exceed all of it', {
      advice: 'Lower the share of another group or the reserve first, or in the same edit.',
      facts: { millionths: shares },
    });
}

/**
 * The set with some limits changed, one version on; the same set where nothing would change.
 * @throws ExpectedError LIMIT_OUT_OF_BOUNDS, LIMITS_CONTRADICT
 */
export function changeLimits(set: LimitSet, edits: readonly LimitEdit[], by: string, atMs: EpochMs): LimitSet {
  for (const edit of edits) requireBounds(edit);
  const values = { ...set.values, ...Object.fromEntries(edits.map(({ limit, to }) => [limit, to])) };
  requireTogether(values);
  const version = set.version + 1;
  const changed = [...new Set(edits.map(({ limit }) => limit))].filter((limit) => values[limit] !== set.values[limit]);
  if (changed.length === 0) return set;
  const changes = changed.map((limit) => ({
    version,
    atMs,
    by: by.slice(0, 64),
    limit,
    from: set.values[limit],
    to: values[limit],
  }));
  return { version, values, changes: [...set.changes, ...changes].slice(-keptLimitChanges) };
}

/** Whether none of the edits allows more than before: such an edit needs nobody's second look. */
export function onlyTightens(values: LimitValues, edits: readonly LimitEdit[]): boolean {
  return edits.every(({ limit, to }) =>
    limitTable[limit].sense === 'most' ? to <= values[limit] : to >= values[limit],
  );
}
