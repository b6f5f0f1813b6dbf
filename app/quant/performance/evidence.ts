import { ExpectedError } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';
import { mean } from '../series/moments.ts';
import { bootstrapIntervals, type Interval } from './bootstrapIntervals.ts';
import { type DeflatedSharpe, deflatedSharpe } from './deflatedSharpe.ts';
import { type OutOfSample, outOfSample, plainSharpe } from './outOfSample.ts';
import { type Performance, type PerformanceRequest, performance } from './performance.ts';
import { usualBlock } from './stationaryBootstrap.ts';
import { superiorAbility } from './superiorAbility.ts';
import { shuffledTrades, type TradeOrder } from './tradeOrder.ts';
import { maxDrawdown } from './wealth.ts';

export interface EvidenceRequest extends PerformanceRequest {
  /** Per period, net of everything. */
  readonly returns: Float64Array;
  /** What the returns are made of, by name, as long as they are; those among which a person would choose. */
  readonly models: ReadonlyMap<string, Float64Array>;
  /** What each trade brought as a share of the capital before it. */
  readonly trades: readonly number[];
  /** How many were tried, this one among them, and the Sharpe ratios per period of those for which it is known. */
  readonly trials: number;
  readonly trialSharpes: readonly number[];
  readonly reps: number;
  readonly folds: number;
  readonly purge: number;
  readonly embargo: number;
}

export type Verdict = 'edge' | 'noise' | 'tooShort';

/** null: too little of it, or nothing in it that varies. */
export interface Evidence {
  readonly verdict: Verdict;
  /** What speaks against an edge, in words; empty where nothing does. */
  readonly against: readonly string[];
  readonly deflated: DeflatedSharpe | null;
  /** Of the trials' Sharpe ratios, per period, and whether it had to be assumed. */
  readonly trialsVariance: number;
  readonly isVarianceAssumed: boolean;
  readonly intervals: Readonly<Record<'sharpe' | 'cagr' | 'maxDrawdown', Interval | null>> | null;
  /** p-values of the best model against doing nothing. */
  readonly realityCheck: number | null;
  readonly superiorAbility: number | null;
  readonly walkForward: OutOfSample | null;
  readonly crossValidated: OutOfSample | null;
  readonly tradeOrder: TradeOrder | null;
}

/** Fewer returns than this prove nothing. */
const leastReturns = 30;
const coverage = 0.95;
const [least, most] = [0.95, 0.05];

/** What cannot be computed for want of returns is null; a mistake in the request is not. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const isTooLittle = error instanceof ExpectedError && /^(SERIES_|FOLDS_|MOMENTS_)/.test(error.code);
    if (isTooLittle) return null;
    throw error;
  }
}

/** Variance with n - 1 of what is known of the trials; of fewer than two, what chance alone would give so many returns. */
function varianceOfTrials(sharpes: readonly number[], returns: number): { variance: number; isAssumed: boolean } {
  if (sharpes.length < 2) return { variance: 1 / Math.max(1, returns - 1), isAssumed: true };
  const centre = mean(sharpes);
  const sum = sharpes.reduce((total, sharpe) => total + (sharpe - centre) ** 2, 0);
  return { variance: sum / (sharpes.length - 1), isAssumed: false };
}

/** A test of the best model against none at all. 1 where none gained: there is nothing to doubt. */
function againstNothing(
  { models, reps, returns }: EvidenceRequest,
  random: Random,
): { realityCheck: number; superior: number } | null {
  const losses = [...models.values()].map((each) => Array.from(each, (value) => -value));
  if (losses.length === 0) return null;
  if (losses.every((each) => mean(each) >= 0)) return { realityCheck: 1, superior: 1 };
  const request = { benchmark: losses[0]?.map(() => 0) ?? [], models: losses, reps, block: usualBlock(returns.length) };
  return orNull(() => ({
    realityCheck: superiorAbility(request, random.fork('reality')).upper,
    superior: superiorAbility({ ...request, studentised: true }, random.fork('ability')).consistent,
  }));
}

/**
 * What a record of returns is worth as evidence of an edge: after all that was tried, with how far chance alone would reach, on returns that nothing was chosen on.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE, SERIES_NOT_FINITE
 */
export function evidenceOf(request: EvidenceRequest, random: Random): Evidence {
  const { returns, models, trades, trials, trialSharpes, reps, folds, purge, embargo } = request;
  const own = orNull(() => performance(returns, request));
  const { variance, isAssumed } = varianceOfTrials(trialSharpes, returns.length);
  const sharpe = plainSharpe(returns);
  const deflated =
    own === null || sharpe === null
      ? null
      : orNull(() =>
          deflatedSharpe({
            sharpe,
            n: returns.length,
            skew: own.skew,
            kurtosis: own.kurtosis,
            trials: Math.max(1, trials),
            trialsVariance: variance,
          }),
        );
  const figure = (name: 'sharpe' | 'cagr') => (drawn: Float64Array) =>
    orNull(() => performance(drawn, request))?.[name] ?? Number.NaN;
  const intervals = orNull(() =>
    bootstrapIntervals(
      returns,
      { sharpe: figure('sharpe'), cagr: figure('cagr'), maxDrawdown },
      { reps, block: usualBlock(returns.length), coverage },
      random.fork('intervals'),
    ),
  );
  const tested = againstNothing(request, random);
  const chosenFrom = models.size === 0 ? new Map([['all', returns]]) : models;
  const judged = (onlyPast: boolean): OutOfSample | null =>
    orNull(() => outOfSample(chosenFrom, { folds, purge, embargo, onlyPast }));
  const found = {
    deflated,
    trialsVariance: variance,
    isVarianceAssumed: isAssumed,
    intervals,
    realityCheck: tested?.realityCheck ?? null,
    superiorAbility: tested?.superior ?? null,
    walkForward: judged(true),
    crossValidated: judged(false),
    tradeOrder: trades.length < 2 ? null : orNull(() => shuffledTrades(trades, reps, random.fork('order'))),
  };
  return { ...judgement(found, own, returns.length), ...found };
}

function judgement(
  { deflated, intervals, superiorAbility: superior, walkForward }: Omit<Evidence, 'verdict' | 'against'>,
  own: Performance | null,
  returns: number,
): Pick<Evidence, 'verdict' | 'against'> {
  if (returns < leastReturns || own === null)
    return {
      verdict: 'tooShort',
      against: [`${returns} of the ${leastReturns} periods that it takes, which must vary`],
    };
  const against: string[] = [];
  if (!((deflated?.dsr ?? 0) >= least)) against.push('the Sharpe ratio is no better than the best of so many trials');
  if (!((superior ?? 1) < most)) against.push('the best of what is in it is not better than doing nothing');
  if (!((intervals?.sharpe?.low ?? -1) > 0)) against.push('the interval of the Sharpe ratio reaches below 0');
  if (!((walkForward?.sharpe ?? -1) > 0)) against.push('what was chosen earlier brought nothing later');
  return { verdict: against.length === 0 ? 'edge' : 'noise', against };
}
