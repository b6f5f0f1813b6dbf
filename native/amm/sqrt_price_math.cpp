#include "sqrt_price_math.hpp"

#include <utility>

namespace syndicate {
namespace {

std::optional<Uint256> fits160(const std::optional<Uint256>& value) {
  if (!value || value->bitLength() > 160) return std::nullopt;
  return value;
}

Uint256 keep160(Uint256 value) {
  value.limb[2] &= 0xffffffffULL;
  value.limb[3] = 0;
  return value;
}

/** liquidity * price / (liquidity + amount * price), rounded up. */
std::optional<Uint256> addToken0(const Uint256& price, Uint128 liquidity, const Uint256& amount) {
  if (amount.isZero()) return price;
  const Uint256 shifted = Uint256::from(liquidity) << 96;
  if (const auto product = checkedMul(amount, price)) {
    if (const auto denominator = checkedAdd(shifted, *product)) {
      const auto next = mulDivRoundingUp(shifted, price, *denominator);
      if (!next) return std::nullopt;
      return keep160(*next);
    }
  }
  // The product passed 256 bits: the contract falls back to the less precise form.
  const auto quotient = divide(shifted, price);
  if (!quotient) return std::nullopt;
  const auto denominator = checkedAdd(quotient->quotient, amount);
  if (!denominator) return std::nullopt;
  const auto next = divRoundingUp(shifted, *denominator);
  if (!next) return std::nullopt;
  return keep160(*next);
}

std::optional<Uint256> removeToken0(const Uint256& price, Uint128 liquidity, const Uint256& amount) {
  if (amount.isZero()) return price;
  const Uint256 shifted = Uint256::from(liquidity) << 96;
  const auto product = checkedMul(amount, price);
  if (!product || shifted <= *product) return std::nullopt;
  return fits160(mulDivRoundingUp(shifted, price, shifted - *product));
}

/** amount * 2^96 / liquidity. */
std::optional<Uint256> token1Step(Uint128 liquidity, const Uint256& amount, bool roundUp) {
  const Uint256 q96 = Uint256(1) << 96;
  return roundUp ? mulDivRoundingUp(amount, q96, Uint256::from(liquidity)) : mulDiv(amount, q96, Uint256::from(liquidity));
}

std::optional<Uint256> addToken1(const Uint256& price, Uint128 liquidity, const Uint256& amount) {
  const auto step = token1Step(liquidity, amount, false);
  if (!step) return std::nullopt;
  return fits160(checkedAdd(price, *step));
}

std::optional<Uint256> removeToken1(const Uint256& price, Uint128 liquidity, const Uint256& amount) {
  const auto step = token1Step(liquidity, amount, true);
  if (!step || price <= *step) return std::nullopt;
  return price - *step;
}

}  // namespace

std::optional<Uint256> amount0Delta(Uint256 priceA, Uint256 priceB, Uint128 liquidity, bool roundUp) {
  if (priceA > priceB) std::swap(priceA, priceB);
  if (priceA.isZero()) return std::nullopt;
  // The contract divides by one price and then the other, rounding the same way both times: that equals one division by the product.
  const Product512 numerator = multiplyFull(Uint256::from(liquidity) << 96, priceB - priceA);
  return divideWide(numerator, multiplyFull(priceA, priceB), roundUp);
}

std::optional<Uint256> amount1Delta(Uint256 priceA, Uint256 priceB, Uint128 liquidity, bool roundUp) {
  if (priceA > priceB) std::swap(priceA, priceB);
  // Below 2^128 and 2^160, divided by 2^96: a shift of the product, whose high part fits.
  const Product512 product = multiplyFull(Uint256::from(liquidity), priceB - priceA);
  const Uint256 shifted((product[4] >> 32), (product[3] >> 32) | (product[4] << 32), (product[2] >> 32) | (product[3] << 32),
                        (product[1] >> 32) | (product[2] << 32));
  const bool hasRest = product[0] != 0 || (product[1] & 0xffffffffULL) != 0;
  return roundUp && hasRest ? shifted + Uint256(1) : shifted;
}

std::optional<Uint256> nextSqrtPriceFromInput(const Uint256& price, Uint128 liquidity, const Uint256& amountIn, bool zeroForOne) {
  if (price.isZero() || liquidity == 0) return std::nullopt;
  return zeroForOne ? addToken0(price, liquidity, amountIn) : addToken1(price, liquidity, amountIn);
}

std::optional<Uint256> nextSqrtPriceFromOutput(const Uint256& price, Uint128 liquidity, const Uint256& amountOut, bool zeroForOne) {
  if (price.isZero() || liquidity == 0) return std::nullopt;
  return zeroForOne ? removeToken1(price, liquidity, amountOut) : removeToken0(price, liquidity, amountOut);
}

}  // namespace syndicate
