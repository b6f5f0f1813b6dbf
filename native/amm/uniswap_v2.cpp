#include "uniswap_v2.hpp"

namespace syndicate {
namespace {

V2Quote failed(QuoteError error) { return {error, {}, {}}; }

V2Quote inputFor(const V2Side& side, const Uint256& amountOut, bool alwaysAddOne) {
  if (amountOut.isZero()) return failed(QuoteError::insufficientOutputAmount);
  if (side.reserveIn == 0 || side.reserveOut == 0) return failed(QuoteError::insufficientLiquidity);
  if (amountOut >= Uint256::from(side.reserveOut)) return failed(QuoteError::insufficientLiquidity);
  if (isScalable(side) && !alwaysAddOne) {
    if (const Uint128 amountIn = v2ScalableInput(side, amountOut.low128()); amountIn != 0) return {QuoteError::none, Uint256::from(amountIn), amountOut};
  }
  const Uint256 numerator = Uint256::from(side.reserveIn) * amountOut * Uint256(feeDenominatorPpm);
  const Uint256 denominator = (Uint256::from(side.reserveOut) - amountOut) * Uint256(feeDenominatorPpm - side.feePpm);
  const auto result = divide(numerator, denominator);
  if (!result) return failed(QuoteError::insufficientLiquidity);
  const bool addOne = alwaysAddOne || !result->remainder.isZero();
  const Uint256 amountIn = result->quotient + Uint256(addOne ? 1 : 0);
  if (!amountIn.fits128() || amountIn.low128() > maxUint112 - side.reserveIn) return failed(QuoteError::overflow);
  return {QuoteError::none, amountIn, amountOut};
}

}  // namespace

V2Quote v2ExactIn(const V2Side& side, const Uint256& amountIn) {
  if (amountIn.isZero()) return failed(QuoteError::insufficientInputAmount);
  if (side.reserveIn == 0 || side.reserveOut == 0) return failed(QuoteError::insufficientLiquidity);
  if (!amountIn.fits128() || amountIn.low128() > maxUint112 - side.reserveIn) return failed(QuoteError::overflow);
  if (isScalable(side) && amountIn.low128() <= maxScalable) return {QuoteError::none, amountIn, Uint256::from(v2ScalableOutput(side, amountIn.low128()))};
  // Below 2^112, 2^20 and 2^112: the largest product stays under 2^244.
  const Uint256 inAfterFee = amountIn * Uint256(feeDenominatorPpm - side.feePpm);
  const Uint256 denominator = Uint256::from(side.reserveIn) * Uint256(feeDenominatorPpm) + inAfterFee;
  const auto result = divide(inAfterFee * Uint256::from(side.reserveOut), denominator);
  return {QuoteError::none, amountIn, result->quotient};
}

V2Quote v2ExactOut(const V2Side& side, const Uint256& amountOut) { return inputFor(side, amountOut, true); }

V2Quote v2LeastInput(const V2Side& side, const Uint256& amountOut) { return inputFor(side, amountOut, false); }

}  // namespace syndicate
