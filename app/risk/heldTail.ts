import { ExpectedError } from '../domain/errors.ts';
import type { ValueAtRiskMethod } from '../domain/valueAtRisk.ts';
import { adjacentReturns, type PriceSeries } from '../quant/series/adjacentReturns.ts';
import { filteredTailOf, historicalTail, requireFit } from '../quant/tails/valueAtRisk.ts';
import { defaultGarch, type GarchParameters } from '../quant/volatility/garch.ts';

/** Days that an estimate looks back, where there are so many. */
export const tailDays = 252;
/** Three of these are the worst one in twenty; fewer say nothing of a tail. */
export const leastTailReturns = 60;
const level = 0.95;
const dayS = 86_400;

export interface HeldTail {
  /** Millionths of its value in the native currency, rounded up. */
  readonly millionths: number;
  readonly method: ValueAtRiskMethod;
  readonly sample: number;
  /** Why the model was not used; empty where it was. */
  readonly fallBack: string;
  /** When the newest return ends, in seconds. */
  readonly toS: number;
  /** Where the next fit of this series may start; null where the model was not used. */
  readonly fitted: GarchParameters | null;
}

/**
 * What an asset loses against the native currency on no more than one day in twenty: filtered historical simulation of a GARCH(1,1) with Student-t
 * shocks over the newest 252 days. A model that cannot be fitted is said, and the historical figure stands in for it.
 * @param own bars of the asset, @param native of the native currency, both in dollars; times that one of them lacks are dropped
 * @param last what was fitted to the same series some bars ago
 * @throws ExpectedError ASSETS_TOO_SHORT under 60 returns, PRICE_NOT_POSITIVE, SERIES_CONSTANT, SERIES_NOT_FINITE
 */
export function heldTail(
  own: PriceSeries,
  native: PriceSeries,
  stepS: number,
  last: GarchParameters | null = null,
): HeldTail {
  const { returns, timeS } = adjacentReturns([own, native], stepS, leastTailReturns);
  const horizon = Math.max(1, Math.round(dayS / stepS));
  const natives = returns.get(native.name) ?? [];
  const relative = Float64Array.from(
    returns.get(own.name) ?? [],
    (value, i) => (1 + value) / (1 + (natives[i] ?? Number.NaN)) - 1,
  ).slice(-tailDays * horizon);
  const found = { sample: relative.length, toS: (timeS.at(-1) ?? 0) + stepS };
  const request = { levels: [level], horizon };
  try {
    const fit = requireFit(relative, { ...defaultGarch, innovation: 't' }, horizon, last);
    const [tail] = filteredTailOf(fit, relative, request);
    return {
      ...found,
      millionths: millionthsUp(tail?.valueAtRisk),
      method: 'filteredGarch',
      fallBack: '',
      fitted: fit.parameters,
    };
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code !== 'GARCH_NOT_CONVERGED') throw error;
    const [tail] = historicalTail(relative, request);
    return {
      ...found,
      millionths: millionthsUp(tail?.valueAtRisk),
      method: 'historical',
      fallBack: 'the fit did not converge',
      fitted: null,
    };
  }
}

/** A holding loses no more than all of itself, and gains are no risk. */
function millionthsUp(share: number | undefined): number {
  if (share === undefined || !Number.isFinite(share)) return 1_000_000;
  return Math.min(1_000_000, Math.max(0, Math.ceil(share * 1e6)));
}
