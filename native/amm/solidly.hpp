#pragma once

#include "pool_quote.hpp"

namespace syndicate {

/** How a stable pair evaluates its curve and ends its search for y. */
enum class SolidlyCurve : std::uint8_t {
  /** Velodrome V2 and Aerodrome: the symmetric product, and a search that ends on the neighbouring integer. */
  neighbour = 0,
  /** Solidly, Velodrome V1 and Camelot: each power rounded, and a search that ends when a step is 1 or less. */
  lastStep = 1,
};

struct SolidlyState {
  Uint256 reserve0;
  Uint256 reserve1;
  /** 10^decimals of each token. */
  Uint256 unit0;
  Uint256 unit1;
  /** By the token that goes in: Camelot's may differ. */
  std::uint32_t feePpm0 = 0;
  std::uint32_t feePpm1 = 0;
  bool stable = false;
  SolidlyCurve curve = SolidlyCurve::neighbour;

  std::uint32_t feePpm(bool zeroForOne) const { return zeroForOne ? feePpm0 : feePpm1; }
};

/**
 * Pool.getAmountOut: the fee (rounded down) comes off the input first and leaves the pool; the rest trades on x*y, or on
 * x^3*y + y^3*x at 18 decimals. Errors: insufficientInputAmount, insufficientLiquidity, didNotConverge ("!y"), invariant ("K":
 * the pair's swap would refuse the quoted amount), arithmetic.
 */
PoolQuote solidlyExactIn(const SolidlyState& pool, bool zeroForOne, const Uint256& amountIn);

/** The least input whose quote is at least `amountOut` and for which the pair lets `amountOut` go; the contracts have no function for it. */
PoolQuote solidlyExactOut(const SolidlyState& pool, bool zeroForOne, const Uint256& amountOut);

}  // namespace syndicate
