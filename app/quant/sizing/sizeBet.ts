import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange } from '../series/checkedSeries.ts';
import { type Bet, fractionalKelly } from './kelly.ts';

export interface TradeRecord {
  readonly wins: number;
  readonly losses: number;
  /** Of those that won, and the size of those that lost, in one unit. */
  readonly averageWin: number;
  readonly averageLoss: number;
}

/** Trades that the prior, an even chance of as much, counts for. */
export const priorTrades = 20;

function requireCount(value: number, name: string): void {
  if (Number.isInteger(value) && value >= 0) return;
  throw new ExpectedError('PARAMETER_OUT_OF_RANGE', `${name} is no number of trades`, {
    advice: `Give a whole number from 0 for ${name}.`,
    facts: { [name]: String(value) },
  });
}

/**
 * What a record says of the next trade: drawn towards an even chance of as much as twenty such trades would, so that a short lucky record stakes little.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 */
export function shrunkBet({ wins, losses, averageWin, averageLoss }: TradeRecord): Bet {
  requireCount(wins, 'wins');
  requireCount(losses, 'losses');
  requireInRange(averageWin, 'averageWin', 0, Number.POSITIVE_INFINITY);
  requireInRange(averageLoss, 'averageLoss', 0, Number.POSITIVE_INFINITY);
  const n = wins + losses;
  const p = (wins + priorTrades / 2) / (n + priorTrades);
  const b = Math.exp((n / (n + priorTrades)) * Math.log(averageWin / averageLoss));
  return { p, b };
}

export interface SizeBounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Fractional Kelly within bounds. A bet without an edge stakes nothing, not the least.
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 */
export function sizedStake(bet: Bet, fraction: number, rho: number, { least, most }: SizeBounds): number {
  requireInRange(most, 'most', 0, 1, 'both');
  requireInRange(least, 'least', 0, most, 'both');
  const stake = fractionalKelly(bet, fraction, rho);
  return stake <= 0 ? 0 : Math.min(most, Math.max(least, stake));
}
