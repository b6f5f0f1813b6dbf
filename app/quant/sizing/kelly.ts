import { requireInRange } from '../series/checkedSeries.ts';

/** A bet that wins b times the stake with probability p, and else loses the stake. */
export interface Bet {
  readonly p: number;
  readonly b: number;
}

/** @throws ExpectedError PARAMETER_OUT_OF_RANGE unless 0 <= p <= 1 and b > 0 */
export function requireBet({ p, b }: Bet): void {
  requireInRange(p, 'p', 0, 1, 'both');
  requireInRange(b, 'b', 0, Number.POSITIVE_INFINITY);
}

/**
 * fraction (p b - q) / b sqrt(1 - rho^2), as a share of capital: below 0 where the bet is bad, and with no cap, both of which the limits see to.
 * @param rho correlation with what is held already, from -1 to 1
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 */
export function fractionalKelly(bet: Bet, fraction: number, rho: number): number {
  requireBet(bet);
  requireInRange(rho, 'rho', -1, 1, 'both');
  requireInRange(fraction, 'fraction', 0, Number.POSITIVE_INFINITY, 'low');
  return ((fraction * (bet.p * bet.b - (1 - bet.p))) / bet.b) * Math.sqrt(1 - rho * rho);
}
