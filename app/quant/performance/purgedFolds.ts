import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange } from '../series/checkedSeries.ts';

/** Which returns something is chosen on, and on which it is judged: those from `from` until before `to`. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: { readonly from: number; readonly to: number };
}

export interface FoldRequest {
  readonly folds: number;
  /** Returns before a test that are left out of its training: what they say of the future may lie in the test. */
  readonly purge: number;
  /** Returns after a test that are left out too: what they remember may be of the test. */
  readonly embargo: number;
  /** Walk-forward: nothing after a test is trained on, and the first part is trained on alone. */
  readonly onlyPast: boolean;
}

/**
 * Splits n times into tests that follow each other, each with the times that it may be trained on.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE, FOLDS_TOO_MANY where a fold would have fewer than 5 returns on either side
 * Source: Lopez de Prado, Advances in financial machine learning, 2018, chapters 7 and 12.
 */
export function purgedFolds(n: number, { folds, purge, embargo, onlyPast }: FoldRequest): Fold[] {
  requireInRange(folds, 'folds', onlyPast ? 1 : 2, Number.POSITIVE_INFINITY, 'low');
  requireInRange(purge, 'purge', 0, Number.POSITIVE_INFINITY, 'low');
  requireInRange(embargo, 'embargo', 0, Number.POSITIVE_INFINITY, 'low');
  const parts = onlyPast ? folds + 1 : folds;
  const edge = (part: number): number => Math.floor((part * n) / parts);
  const made = Array.from({ length: folds }, (_, k): Fold => {
    const part = onlyPast ? k + 1 : k;
    const [from, to] = [edge(part), edge(part + 1)];
    const train: number[] = [];
    for (let t = 0; t < n; t += 1) {
      const isBefore = t < from - purge;
      const isAfter = !onlyPast && t >= to + embargo;
      if (isBefore || isAfter) train.push(t);
    }
    return { train, test: { from, to } };
  });
  if (made.every(({ train, test }) => train.length >= 5 && test.to - test.from >= 5)) return made;
  throw new ExpectedError('FOLDS_TOO_MANY', 'there are too few returns for so many folds', {
    advice: 'Use fewer folds, a shorter purge and embargo, or shorter periods.',
    facts: { returns: n, folds, purge, embargo },
  });
}
