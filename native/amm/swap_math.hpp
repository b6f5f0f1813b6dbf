#pragma once

#include <optional>

#include "../uint256.hpp"

namespace syndicate {

struct SwapStep {
  Uint256 sqrtPriceNext;
  Uint256 amountIn;
  Uint256 amountOut;
  Uint256 feeAmount;
};

/**
 * One step of a Uniswap V3 swap inside a range of constant liquidity: towards `sqrtPriceTarget`, as far as `remaining`
 * reaches (an input with its fee, or an output). Roundings are those of SwapMath.computeSwapStep. Nothing where it would revert.
 */
std::optional<SwapStep> computeSwapStep(const Uint256& sqrtPrice, const Uint256& sqrtPriceTarget, Uint128 liquidity,
                                        const Uint256& remaining, bool exactIn, std::uint32_t feePpm);

}  // namespace syndicate
