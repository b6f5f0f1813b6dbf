import { ExpectedError } from '../../domain/errors.ts';
import { requireSeries } from '../series/checkedSeries.ts';
import { minimise, type Sloped } from '../series/quasiNewton.ts';

/** Intensity mu + sum alpha beta exp(-beta (t - t_i)) over the events before t. */
export interface HawkesParameters {
  /** Events a unit of time that nothing excited. */
  readonly mu: number;
  /** Branching ratio below 1: further events that one excites, on average. */
  readonly alpha: number;
  readonly beta: number;
}

export interface HawkesFit extends HawkesParameters {
  readonly logLikelihood: number;
  /** False: no estimate, for the events do not tell. */
  readonly converged: boolean;
}

const leastEvents = 10;
/** Changes of the log likelihood that no longer matter. */
const enough = 1e-10;

/** Log likelihood and its slopes by mu, alpha and beta, in one pass (Ogata 1978; Ozaki 1979). */
function likelihood(times: ArrayLike<number>, end: number, { mu, alpha, beta }: HawkesParameters): Sloped {
  let [value, byMu, byAlpha, byBeta] = [-mu * end, -end, 0, 0];
  let [excited, byDecay, before] = [0, 0, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < times.length; i += 1) {
    const at = times[i] ?? 0;
    const gap = at - before;
    // Nothing is left of an event infinitely long ago.
    const decay = i === 0 ? 0 : Math.exp(-beta * gap);
    byDecay = i === 0 ? 0 : decay * (byDecay - gap * (1 + excited));
    excited = decay * (1 + excited);
    before = at;
    const intensity = mu + alpha * beta * excited;
    const left = Math.exp(-beta * (end - at));
    value += Math.log(intensity) - alpha * (1 - left);
    byMu += 1 / intensity;
    byAlpha += (beta * excited) / intensity - (1 - left);
    byBeta += (alpha * (excited + beta * byDecay)) / intensity - alpha * (end - at) * left;
  }
  return { value, slope: [byMu, byAlpha, byBeta] };
}

function requireTimes(times: ArrayLike<number>, end: number): void {
  requireSeries(times, 'the series of times', leastEvents);
  for (let i = 0; i < times.length; i += 1) {
    const at = times[i] ?? 0;
    if (at < 0 || at < (times[i - 1] ?? 0) || !(at <= end)) {
      throw new ExpectedError('TIMES_UNORDERED', 'the times do not rise from 0 to the end', {
        advice: 'Sort them, count from the start of the watch, and give an end at or after the last.',
        facts: { place: i, time: at, end: String(end) },
      });
    }
  }
}

/** @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, TIMES_UNORDERED */
export function hawkesLogLikelihood(times: ArrayLike<number>, end: number, parameters: HawkesParameters): number {
  requireTimes(times, end);
  return likelihood(times, end, parameters).value;
}

/**
 * A self-exciting process with an exponential kernel by maximum likelihood, from several decays.
 * @param times of events, rising, from 0
 * @param end of the watch
 * @throws ExpectedError SERIES_TOO_SHORT, SERIES_NOT_FINITE, TIMES_UNORDERED
 * Source: Hawkes, Spectra of some self-exciting and mutually exciting point processes, 1971.
 */
export function fitHawkes(times: ArrayLike<number>, end: number): HawkesFit {
  requireTimes(times, end);
  const rate = times.length / end;
  // Logarithms keep mu and beta above 0, and time in units of the mean gap keeps them near 1. From alpha 1 the process explodes: a slow trend would pass for it.
  const parametersAt = ([mu = 0, odds = 0, beta = 0]: readonly number[]): HawkesParameters => {
    return { mu: rate * Math.exp(mu), alpha: 1 / (1 + Math.exp(-odds)), beta: rate * Math.exp(beta) };
  };
  const cost = (x: readonly number[]): Sloped => {
    const { mu, alpha, beta } = parametersAt(x);
    const { value, slope } = likelihood(times, end, { mu, alpha, beta });
    const [byMu = 0, byAlpha = 0, byBeta = 0] = slope;
    return { value: -value, slope: [-byMu * mu, -byAlpha * alpha * (1 - alpha), -byBeta * beta] };
  };
  const starts = [0.3, 3, 30].map((beta) => [Math.log(0.5), 0, Math.log(beta)]);
  const found = starts.map((start) => minimise(cost, start, enough));
  const [best = minimise(cost, [0, 0, 0], enough)] = [...found].sort((a, b) => a.value - b.value);
  return { ...parametersAt(best.point), logLikelihood: -best.value, converged: best.converged };
}
