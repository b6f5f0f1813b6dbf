import { ExpectedError } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';
import { isConstant, requireInRange, requireSeries } from '../series/checkedSeries.ts';
import { mean } from '../series/moments.ts';
import { drawBlocks } from './stationaryBootstrap.ts';

export interface SuperiorAbilityRequest {
  /** Losses, lower is better, in time order. */
  readonly benchmark: readonly number[];
  /** As long as the benchmark's, one a model. */
  readonly models: readonly (readonly number[])[];
  readonly reps: number;
  /** Mean length of a resampled block. */
  readonly block: number;
  /** Divides each mean gain by its deviation, as Hansen does; without it the upper value is White's reality check. Not by default. */
  readonly studentised?: boolean;
}

/** Chances of a best model this good if none is better than the benchmark. The consistent one is Hansen's; the others bound it. */
export interface SuperiorAbility {
  /** Models that are worse than the benchmark are taken to be as bad as they look. */
  readonly lower: number;
  /** So are those that are worse by more than chance explains. */
  readonly consistent: number;
  /** All are taken to be as good as the benchmark. */
  readonly upper: number;
}

/** Below that the threshold of the consistent test has no meaning. */
const leastLosses = 10;
/** Of a weight beside 1. */
const negligible = 1e-18;

function requireRequest({ benchmark, models, reps, block }: SuperiorAbilityRequest): void {
  requireSeries(benchmark, "the benchmark's losses", leastLosses);
  for (const [i, losses] of models.entries()) {
    requireSeries(losses, `model ${i}'s losses`, leastLosses);
    if (losses.length !== benchmark.length) {
      throw new ExpectedError('LOSSES_UNEQUAL', 'a model has other times than the benchmark', {
        advice: 'Give a loss of every model for every time of the benchmark.',
        facts: { model: i, losses: losses.length, benchmark: benchmark.length },
      });
    }
  }
  requireInRange(reps, 'reps', 1, Number.POSITIVE_INFINITY, 'low');
  requireInRange(block, 'block', 1, benchmark.length, 'both');
  if (models.length > 0) return;
  throw new ExpectedError('MODELS_MISSING', 'there is no model to compare', {
    advice: 'Give the losses of at least one.',
  });
}

/** n times the variance of the mean of blocks as the stationary bootstrap draws them (Politis and Romano 1994, lemma 1). */
function longRunVariance(gains: Float64Array, block: number): number {
  const n = gains.length;
  const centre = mean(gains);
  const off = gains.map((value) => value - centre);
  const kept = 1 - 1 / block;
  let sum = 0;
  for (let lag = 0; lag < n; lag += 1) {
    const weight = (1 - lag / n) * kept ** lag + (lag / n) * kept ** (n - lag);
    // In the middle of a long series no lag counts.
    if (weight < negligible) continue;
    let product = 0;
    for (let t = lag; t < n; t += 1) product += (off[t] ?? 0) * (off[t - lag] ?? 0);
    sum += ((lag === 0 ? 1 : 2 * weight) * product) / n;
  }
  return sum;
}

/** Sums from the start over two rounds: any block on the circle is a difference. */
function runningSums(gains: Float64Array): Float64Array {
  const sums = new Float64Array(2 * gains.length + 1);
  for (let t = 0; t < 2 * gains.length; t += 1) sums[t + 1] = (sums[t] ?? 0) + (gains[t % gains.length] ?? 0);
  return sums;
}

/**
 * Whether the best of many models is better than a benchmark, or lucky: the test for superior predictive ability, whose upper value is White's reality check. The
 * statistic is the greatest mean gain, divided by its deviation only where that is asked for; the distribution comes from the stationary bootstrap. Studentised, a
 * model that never differs from the benchmark counts as one that gains nothing.
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, SERIES_CONSTANT, LOSSES_UNEQUAL, MODELS_MISSING, PARAMETER_OUT_OF_RANGE
 * Sources: Hansen, A test for superior predictive ability, 2005; White, A reality check for data snooping, 2000.
 */
export function superiorAbility(request: SuperiorAbilityRequest, random: Random): SuperiorAbility {
  requireRequest(request);
  const { benchmark, models, reps, block } = request;
  const n = benchmark.length;
  const gains = models.map((losses) => Float64Array.from(losses, (loss, t) => (benchmark[t] ?? 0) - loss));
  if (gains.every(isConstant)) {
    throw new ExpectedError('SERIES_CONSTANT', 'what the models gain over the benchmark never changes', {
      advice: 'Give a model that differs from the benchmark by more than a constant: nothing here is by chance.',
      facts: { models: gains.length, losses: n },
    });
  }
  const means = gains.map((each) => mean(each));
  const sums = gains.map(runningSums);
  const variances = gains.map((each) => longRunVariance(each, block));
  const bounds = variances.map((variance) => -Math.sqrt((variance / n) * 2 * Math.log(Math.log(n))));
  const scales = variances.map((variance) => {
    if (request.studentised !== true) return 1;
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
  const centres = [
    means.map((each) => Math.max(0, each)),
    means.map((each, i) => (each >= (bounds[i] ?? 0) ? each : 0)),
    means,
  ];
  const best = Math.max(...means.map((each, i) => each * (scales[i] ?? 1)));
  const beyond = [0, 0, 0];
  for (let rep = 0; rep < reps; rep += 1) {
    const blocks = drawBlocks(random, n, block);
    const most = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [i, running] of sums.entries()) {
      let sum = 0;
      for (let k = 0; k < blocks.length; k += 2) {
        const start = blocks[k] ?? 0;
        sum += (running[start + (blocks[k + 1] ?? 0)] ?? 0) - (running[start] ?? 0);
      }
      for (const [kind, centre] of centres.entries()) {
        most[kind] = Math.max(most[kind] ?? 0, (sum / n - (centre[i] ?? 0)) * (scales[i] ?? 1));
      }
    }
    for (const [kind, value] of most.entries()) if (value > best) beyond[kind] = (beyond[kind] ?? 0) + 1;
  }
  const [lower = 0, consistent = 0, upper = 0] = beyond.map((count) => count / reps);
  return { lower, consistent, upper };
}
