import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange, requireSeries } from '../series/checkedSeries.ts';

/** Watches a stream; after a signal it begins anew. */
export interface DriftDetector {
  /** True when this value gives the signal. */
  push(value: number): boolean;
}

interface RunningMean {
  readonly n: number;
  readonly value: number;
}

const noMean: RunningMean = { n: 0, value: 0 };

function extended({ n, value }: RunningMean, x: number): RunningMean {
  return { n: n + 1, value: value + (x - value) / (n + 1) };
}

export interface PageHinkleySettings {
  readonly minInstances: number;
  /** What a value may lie above the mean without counting. */
  readonly delta: number;
  readonly threshold: number;
  /** What is kept of the sum at each value. */
  readonly alpha: number;
}

/**
 * The mean rose: g = max(0, alpha g + x - mean - delta) reaches the threshold, where the mean holds x already.
 * Source: Page, Continuous inspection schemes, 1954; Hinkley 1971.
 */
export function pageHinkley({ minInstances, delta, threshold, alpha }: PageHinkleySettings): DriftDetector {
  requireInRange(threshold, 'threshold', 0, Number.POSITIVE_INFINITY);
  requireInRange(alpha, 'alpha', 0, 1, 'high');
  let [average, g] = [noMean, 0];
  return {
    push(x) {
      average = extended(average, x);
      g = Math.max(0, alpha * g + x - average.value - delta);
      if (average.n < minInstances || g < threshold) return false;
      [average, g] = [noMean, 0];
      return true;
    },
  };
}

function requireBit(x: number): void {
  if (x === 0 || x === 1) return;
  throw new ExpectedError('ERRORS_NOT_BINARY', 'a value is neither 0 nor 1', {
    advice: 'Give 1 for an error and 0 for a right answer, or use PageHinkley.',
    facts: { value: String(x) },
  });
}

export interface DdmSettings {
  /** Values before the first comparison. */
  readonly warmStart: number;
  /** Deviations above the least error rate seen. */
  readonly driftThreshold: number;
}

/** The error rate rose. Source: Gama, Medas, Castillo and Rodrigues, Learning with drift detection, 2004. */
export function ddm({ warmStart, driftThreshold }: DdmSettings): DriftDetector {
  requireInRange(driftThreshold, 'driftThreshold', 0, Number.POSITIVE_INFINITY);
  const fresh = { rate: Number.POSITIVE_INFINITY, deviation: Number.POSITIVE_INFINITY };
  let [average, least] = [noMean, fresh];
  return {
    push(x) {
      requireBit(x);
      average = extended(average, x);
      const rate = average.value;
      const deviation = Math.sqrt((rate * (1 - rate)) / average.n);
      if (average.n <= warmStart) return false;
      if (rate + deviation <= least.rate + least.deviation) least = { rate, deviation };
      if (rate + deviation <= least.rate + driftThreshold * least.deviation) return false;
      [average, least] = [noMean, fresh];
      return true;
    },
  };
}

export interface HddmSettings {
  /** Chance of a false signal that a bound allows. */
  readonly driftConfidence: number;
  /** A fall of the error rate counts too. */
  readonly twoSided: boolean;
}

/**
 * The mean of what came since the cut differs from the whole by more than Hoeffding's bound, A-test.
 * Source: Frias-Blanco and others, Online and non-parametric drift detection methods based on Hoeffding's bounds, 2014.
 */
export function hddmA({ driftConfidence, twoSided }: HddmSettings): DriftDetector {
  requireInRange(driftConfidence, 'driftConfidence', 0, 1);
  let [all, low, high] = [noMean, noMean, noMean];
  const bound = ({ n }: RunningMean): number => Math.sqrt((1 / (2 * n)) * Math.log(1 / driftConfidence));
  /** What the mean up to a cut may differ from that of all. */
  const slack = (cut: RunningMean): number =>
    Math.sqrt((((all.n - cut.n) / cut.n / all.n) * Math.log(2 / driftConfidence)) / 2);
  return {
    push(x) {
      requireBit(x);
      all = extended(all, x);
      if (low.n === 0 || low.value + bound(low) >= all.value + bound(all)) low = all;
      if (high.n === 0 || high.value - bound(high) <= all.value - bound(all)) high = all;
      const rose = low.n < all.n && all.value - low.value >= slack(low);
      const fell = twoSided && high.n < all.n && high.value - all.value >= slack(high);
      if (!rose && !fell) return false;
      [all, low, high] = [noMean, noMean, noMean];
      return true;
    },
  };
}

/** The places, from 0, at which a detector gives a signal. @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, ERRORS_NOT_BINARY */
export function driftPlaces(detector: DriftDetector, series: readonly number[]): number[] {
  requireSeries(series, 'the series', 1);
  return series.flatMap((value, i) => (detector.push(value) ? [i] : []));
}
