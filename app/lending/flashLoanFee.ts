import type { LenderKind } from '../domain/chain.ts';
import { unreachable } from '../domain/errors.ts';

const balancerWhole = 10n ** 18n;
const aaveWhole = 10_000n;

/**
 * What a lender asks for a loan, in raw units of the token.
 *
 * balancerV2: amount * rate / 10^18, rounded up (Fees._calculateFlashLoanFeeAmount with FixedPoint.mulUp).
 * aaveV3: amount * rate / 10^4, rounded to the nearest, halves up (FlashLoanLogic with PercentageMath.percentMul).
 * @param rate in the lender's own unit, as LenderState.feeRate
 */
export function flashLoanFee(kind: LenderKind, rate: bigint, amount: bigint): bigint {
  switch (kind) {
    case 'balancerV2':
      return (amount * rate + balancerWhole - 1n) / balancerWhole;
    case 'aaveV3':
      return (amount * rate + aaveWhole / 2n) / aaveWhole;
    default:
      return unreachable(kind);
  }
}
