import { ExpectedError } from '../../domain/errors.ts';
import { normalProbability, normalQuantile } from '../distributions/normal.ts';
import { requireInRange } from '../series/checkedSeries.ts';

export interface SharpeEvidence {
  /** Per period, as everything here. */
  readonly sharpe: number;
  /** Returns that it was measured on. */
  readonly n: number;
  readonly skew: number;
  /** 3 for the normal. */
  readonly kurtosis: number;
  /** Strategies that were tried, this one among them. */
  readonly trials: number;
  /** Variance of their Sharpe ratios. */
  readonly trialsVariance: number;
}

export interface DeflatedSharpe {
  /** The chance that the true ratio is above 0. */
  readonly psr: number;
  /** The best ratio to be expected of so many trials without any skill. */
  readonly sr0: number;
  /** The chance that the true ratio is above sr0. */
  readonly dsr: number;
}

const eulerMascheroni = 0.5772156649015329;

/**
 * The probabilistic Sharpe ratio: the chance that the true one is above `benchmark`.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE, MOMENTS_IMPOSSIBLE when no series has such a ratio, skew and kurtosis
 * Source: Bailey and Lopez de Prado, The Sharpe ratio efficient frontier, 2012.
 */
export function probabilisticSharpe(
  { sharpe, n, skew, kurtosis }: Pick<SharpeEvidence, 'sharpe' | 'n' | 'skew' | 'kurtosis'>,
  benchmark: number,
): number {
  requireInRange(n, 'n', 1, Number.POSITIVE_INFINITY);
  const spread = 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  if (!(spread > 0)) {
    throw new ExpectedError('MOMENTS_IMPOSSIBLE', 'no series has this Sharpe ratio with this skew and kurtosis', {
      advice: 'Give the ratio per period, not per year, and the kurtosis that is 3 for the normal.',
      facts: { sharpe, skew, kurtosis },
    });
  }
  return normalProbability(((sharpe - benchmark) * Math.sqrt(n - 1)) / Math.sqrt(spread));
}

/** The expected greatest of `trials` Sharpe ratios that are 0 but for chance; 0 of one. */
export function expectedBestSharpe(trials: number, trialsVariance: number): number {
  requireInRange(trials, 'trials', 1, Number.POSITIVE_INFINITY, 'low');
  requireInRange(trialsVariance, 'trialsVariance', 0, Number.POSITIVE_INFINITY, 'low');
  if (trials === 1) return 0;
  const body = (1 - eulerMascheroni) * normalQuantile(1 - 1 / trials);
  return Math.sqrt(trialsVariance) * (body + eulerMascheroni * normalQuantile(1 - 1 / (trials * Math.E)));
}

/**
 * What a Sharpe ratio is worth when it is the best of many that were tried.
 * @throws ExpectedError as probabilisticSharpe
 * Source: Bailey and Lopez de Prado, The deflated Sharpe ratio, 2014.
 */
export function deflatedSharpe(evidence: SharpeEvidence): DeflatedSharpe {
  const sr0 = expectedBestSharpe(evidence.trials, evidence.trialsVariance);
  return { psr: probabilisticSharpe(evidence, 0), sr0, dsr: probabilisticSharpe(evidence, sr0) };
}
