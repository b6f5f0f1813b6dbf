#pragma once

#include <cstdint>

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

}  // namespace syndicate
