import { ExpectedError } from '../domain/errors.ts';

/** One order that ended and cost or brought something, in the native currency, net of everything. */
export interface TradeResult {
  readonly atMs: number;
  /** What it is told apart by: strategy and kind of route. */
  readonly model: string;
  /** Net of gas, tips, flash fees and slippage; below 0 where it failed. */
  readonly net: bigint;
  /** What went through it, and the part of that which was not lent; 0 where it failed or that is not known. */
  readonly notional: bigint;
  readonly own: bigint;
}

/** A run over one chain's life with its own capital. */
export interface TradedEpoch {
  readonly fromMs: number;
  readonly toMs: number;
  /** What was owned, oldest first; at least one point. */
  readonly capital: readonly { readonly atMs: number; readonly total: bigint }[];
  readonly trades: readonly TradeResult[];
}

export interface TradingReturns {
  /** When each period begins, and how long it was traded: those at the ends of a run may be shorter. */
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
  /** Net of the period by the capital at its beginning; 0 where nothing ended in it. */
  readonly returns: Float64Array;
  /** The parts of the returns by model: they add up to them. */
  readonly models: ReadonlyMap<string, Float64Array>;
  /** Of each trade, in order of time. */
  readonly trades: readonly number[];
  /** All that went through, in units of the capital. */
  readonly turnover: number;
  /** The greatest part of the capital in one trade, without what was lent, and the share of periods with any. */
  readonly largestOwn: number;
  readonly activePeriods: number;
}

/** More of them ask for longer ones. */
const mostPeriods = 20_000;

/** The capital as of a time: the last point before it, or the first there is. */
function capitalAt({ capital }: TradedEpoch, atMs: number): number {
  let [low, high] = [0, capital.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((capital[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return Number(capital[Math.max(0, low - 1)]?.total ?? 0n);
}

function requireCapital(value: number, atMs: number): number {
  if (value > 0) return value;
  throw new ExpectedError('CAPITAL_NOTHING', 'there is no capital that returns could be measured by', {
    advice: 'Choose a period in which the account owned something.',
    facts: { at: new Date(atMs).toISOString() },
  });
}

/**
 * What trading brought, period by period. Periods begin at whole multiples of their length (UTC); time between two runs is no period, and runs follow each other as
 * if there were none.
 * @param periodMs from a second up
 * @throws ExpectedError PERIODS_TOO_MANY, CAPITAL_NOTHING
 */
export function tradingReturns(epochs: readonly TradedEpoch[], periodMs: number): TradingReturns {
  const starts: { epoch: TradedEpoch; fromMs: number; toMs: number }[] = [];
  for (const epoch of epochs) {
    for (let at = Math.floor(epoch.fromMs / periodMs) * periodMs; at < epoch.toMs; at += periodMs) {
      starts.push({ epoch, fromMs: Math.max(at, epoch.fromMs), toMs: Math.min(at + periodMs, epoch.toMs) });
      if (starts.length <= mostPeriods) continue;
      throw new ExpectedError('PERIODS_TOO_MANY', 'there are more periods than can be looked at', {
        advice: 'Choose longer periods or a shorter time.',
        facts: { most: mostPeriods },
      });
    }
  }
  const returns = new Float64Array(starts.length);
  const models = new Map<string, Float64Array>();
  const trades: number[] = [];
  let [turnover, largestOwn, place] = [0, 0, 0];
  const active = new Set<number>();
  for (const epoch of epochs) {
    const sorted = epoch.trades.toSorted((a, b) => a.atMs - b.atMs);
    for (const { atMs, model, net, notional, own } of sorted) {
      if (atMs < epoch.fromMs || atMs >= epoch.toMs) continue;
      while (place < starts.length && (starts[place]?.epoch !== epoch || (starts[place]?.toMs ?? 0) <= atMs))
        place += 1;
      const period = starts[place];
      if (period === undefined) break;
      const share = Number(net) / requireCapital(capitalAt(epoch, period.fromMs), period.fromMs);
      const now = requireCapital(capitalAt(epoch, atMs), atMs);
      const series = models.get(model) ?? new Float64Array(starts.length);
      models.set(model, series);
      series[place] = (series[place] ?? 0) + share;
      returns[place] = (returns[place] ?? 0) + share;
      trades.push(Number(net) / now);
      turnover += Number(notional) / now;
      largestOwn = Math.max(largestOwn, Number(own) / now);
      active.add(place);
    }
  }
  return {
    fromMs: starts.map(({ fromMs }) => fromMs),
    toMs: starts.map(({ toMs }) => toMs),
    ...{ returns, models, trades, turnover, largestOwn },
    activePeriods: starts.length === 0 ? 0 : active.size / starts.length,
  };
}
