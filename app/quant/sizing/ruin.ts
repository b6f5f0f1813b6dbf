import { requireInRange } from '../series/checkedSeries.ts';
import { type Bet, requireBet } from './kelly.ts';

/** Mean growth of the logarithm of capital a bet; minus infinity where one loss takes all. */
export function growthRate({ p, b }: Bet, stake: number): number {
  const up = p === 0 ? 0 : p * Math.log1p(stake * b);
  const down = p === 1 ? 0 : (1 - p) * Math.log1p(-stake);
  return up + down;
}

/**
 * The chance that capital ever falls to `floor` of what it is, staking the same share of it on each of endlessly many bets: floor^theta, theta the root of
 * p (1 + stake b)^-theta + q (1 - stake)^-theta = 1 above 0. It is a bound from above, and close where a loss is small beside the floor.
 * @param floor above 0 and below 1
 * @param stake from 0, below 1
 * @throws ExpectedError PARAMETER_OUT_OF_RANGE
 * Source: Lundberg's inequality for the logarithm of capital; Thorp, The Kelly criterion in blackjack, sports betting and the stock market, 1997.
 */
export function ruinProbability(bet: Bet, stake: number, floor: number): number {
  requireBet(bet);
  requireInRange(floor, 'floor', 0, 1);
  requireInRange(stake, 'stake', 0, 1, 'low');
  const { p, b } = bet;
  if (stake === 0 || p === 1) return 0;
  if (growthRate(bet, stake) <= 0) return 1;
  const excess = (theta: number): number =>
    p * Math.exp(-theta * Math.log1p(stake * b)) + (1 - p) * Math.exp(-theta * Math.log1p(-stake)) - 1;
  let [low, high] = [0, 1];
  while (excess(high) < 0 && high < 1e9) [low, high] = [high, 2 * high];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return floor ** high;
}
