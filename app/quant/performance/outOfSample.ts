import { mean, sampleVariance } from '../series/moments.ts';
import { type FoldRequest, purgedFolds } from './purgedFolds.ts';

export interface JudgedFold {
  readonly from: number;
  readonly to: number;
  /** The model that was best where it was chosen. */
  readonly chosen: string;
  /** Per period; null where returns did not vary. */
  readonly inSample: number | null;
  readonly outOfSample: number | null;
}

export interface OutOfSample {
  readonly folds: readonly JudgedFold[];
  /** Of all tests one after the other: what choosing would have brought. */
  readonly sharpe: number | null;
  /** Of the choices, where they were chosen: the mean. */
  readonly inSample: number | null;
}

/** Mean by deviation, per period; null where nothing varies. */
export function plainSharpe(returns: ArrayLike<number>): number | null {
  if (returns.length < 2) return null;
  const deviation = Math.sqrt(sampleVariance(returns));
  return deviation > 1e-300 ? mean(returns) / deviation : null;
}

/**
 * What the model with the best Sharpe ratio would have brought on returns that it was not chosen on.
 * @param models returns of each by name, all as long as each other
 * @throws ExpectedError of purgedFolds
 */
export function outOfSample(models: ReadonlyMap<string, ArrayLike<number>>, request: FoldRequest): OutOfSample {
  const n = [...models.values()][0]?.length ?? 0;
  const held: number[] = [];
  const folds = purgedFolds(n, request).map(({ train, test }): JudgedFold => {
    let best: { name: string; sharpe: number | null } | null = null;
    for (const [name, returns] of models) {
      const sharpe = plainSharpe(train.map((t) => returns[t] ?? 0));
      if (best === null || (sharpe ?? Number.NEGATIVE_INFINITY) > (best.sharpe ?? Number.NEGATIVE_INFINITY))
        best = { name, sharpe };
    }
    const name = best?.name ?? '';
    const returns = models.get(name) ?? [];
    const tested: number[] = [];
    for (let t = test.from; t < test.to; t += 1) tested.push(returns[t] ?? 0);
    held.push(...tested);
    return { ...test, chosen: name, inSample: best?.sharpe ?? null, outOfSample: plainSharpe(tested) };
  });
  const known = folds.flatMap(({ inSample }) => inSample ?? []);
  return { folds, sharpe: plainSharpe(held), inSample: known.length === 0 ? null : mean(known) };
}
