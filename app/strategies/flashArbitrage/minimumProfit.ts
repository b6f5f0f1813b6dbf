import type { ProfitToken } from '../../detect/cycle.ts';
import { mulDivUp, type TokenAmount, tokenAmount, type Wei } from '../../domain/amount.ts';

/**
 * The profit that the contract has to bring or revert: the larger of a share of the predicted gross and what the
 * expected gas costs, both in the profit token and rounded up, but never above the prediction itself. So a trade that
 * lands pays for its gas even after somebody took part of it.
 */
export function minimumProfit(gross: TokenAmount, sharePpm: number, gasCost: Wei, value: ProfitToken): TokenAmount {
  const share = mulDivUp(gross, BigInt(sharePpm), 1_000_000n);
  const breakEven = mulDivUp(gasCost, value.weiDenominator, value.weiNumerator);
  if (share >= gross || breakEven >= gross) return gross;
  if (breakEven > share) return tokenAmount(breakEven);
  return tokenAmount(share);
}
