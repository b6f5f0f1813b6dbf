import { requireInRange } from '../series/checkedSeries.ts';

export const trafficLights = ['green', 'yellow', 'red'] as const;
export type TrafficLight = (typeof trafficLights)[number];

/** Chances of fewer or as many hits at which yellow and red begin. */
const [yellowFrom, redFrom] = [0.95, 0.9999];

/** The chance of at most `hits` in n independent forecasts that are hit with probability p. */
export function binomialAtMost(hits: number, n: number, p: number): number {
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k += 1) {
    term += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/**
 * The supervisors' zones of a backtest: green while a right model would have as many hits or more in one of twenty samples, red where it would in fewer than one of ten
 * thousand. Of 250 forecasts at 0.99: green to 4 hits, yellow to 9.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 * Source: Basel Committee on Banking Supervision, Supervisory framework for the use of backtesting, 1996.
 */
export function trafficLight(hits: number, forecasts: number, level: number): TrafficLight {
  requireInRange(level, 'level', 0, 1);
  const chance = binomialAtMost(hits, forecasts, 1 - level);
  if (chance >= redFrom) return 'red';
  return chance >= yellowFrom ? 'yellow' : 'green';
}
