#pragma once

#include <cstdint>

#include "../divide128.hpp"
#include "../uint256.hpp"
#include "quote_error.hpp"

namespace syndicate {

inline constexpr std::uint32_t feeDenominatorPpm = 1'000'000;
inline constexpr Uint128 maxUint112 = (static_cast<Uint128>(1) << 112) - 1;

/** A constant-product pair seen from one side of a swap. */
struct V2Side {
  Uint128 reserveIn = 0;
  Uint128 reserveOut = 0;
  std::uint32_t feePpm = 0;
};

struct V2Quote {
  QuoteError error = QuoteError::none;
  Uint256 amountIn;
  Uint256 amountOut;
};

/**
 * What the pair pays for `amountIn`: in * g * reserveOut / (reserveIn * 1e6 + in * g), rounded down, g = 1e6 - feePpm.
 * Equal to UniswapV2Library.getAmountOut with 997/1000 at feePpm 3000: the fraction is the same, so is its floor.
 * insufficientInputAmount for 0, insufficientLiquidity for an empty side, overflow where the pair's uint112 reserve would be passed.
 */
V2Quote v2ExactIn(const V2Side& side, const Uint256& amountIn);

/** What the pair asks for `amountOut`: floor(reserveIn * out * 1e6 / ((reserveOut - out) * g)) + 1 (UniswapV2Library.getAmountIn). */
V2Quote v2ExactOut(const V2Side& side, const Uint256& amountOut);

/** The least input that pays at least `amountOut`: v2ExactOut without the unit it adds when the division leaves no rest. */
V2Quote v2LeastInput(const V2Side& side, const Uint256& amountOut);

/** Up to here a million times an amount, and the sum of two such, fit 128 bits: most pools, and a faster way for them. */
inline constexpr Uint128 maxScalable = (static_cast<Uint128>(1) << 107) - 1;

inline bool isScalable(const V2Side& side) { return side.reserveIn - 1 < maxScalable && side.reserveOut - 1 < maxScalable; }

/** v2ExactIn's output for a scalable side and 1..maxScalable going in. */
inline Uint128 v2ScalableOutput(const V2Side& side, Uint128 amountIn) {
  const Uint128 scaled = amountIn * (feeDenominatorPpm - side.feePpm);
  // The quotient is below reserveOut, so it fits.
  return divide256by128(multiply128(scaled, side.reserveOut), side.reserveIn * feeDenominatorPpm + scaled).quotient;
}

/** v2LeastInput for a scalable side and 1..reserveOut - 1 going out; 0 when that passes maxScalable. */
inline Uint128 v2ScalableInput(const V2Side& side, Uint128 amountOut) {
  const Product256 product = multiply128(side.reserveIn * feeDenominatorPpm, amountOut);
  const Uint128 divisor = (side.reserveOut - amountOut) * (feeDenominatorPpm - side.feePpm);
  if (product.high >= divisor) return 0;
  const Division128 result = divide256by128(product, divisor);
  const Uint128 amountIn = result.quotient + (result.remainder != 0 ? 1 : 0);
  return amountIn <= maxScalable ? amountIn : 0;
}

}  // namespace syndicate
