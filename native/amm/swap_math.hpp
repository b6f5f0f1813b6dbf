#pragma once

#include <optional>

#include "tick_gap.hpp"

namespace syndicate {

struct SwapStep {
  Uint256 sqrtPriceNext;
  /** The input with its fee. */
  Uint256 paid;
  Uint256 amountOut;
};

/**
 * One step of a Uniswap V3 swap inside a range of constant liquidity: towards `sqrtPriceTarget`, as far as `remaining`
 * reaches (an input with its fee, or an output). Roundings are those of SwapMath.computeSwapStep. Nothing where it would revert.
 */
std::optional<SwapStep> computeSwapStep(const Uint256& sqrtPrice, const Uint256& sqrtPriceTarget, Uint128 liquidity,
                                        const Uint256& remaining, bool exactIn, std::uint32_t feePpm);

/**
 * The same step from the price of one tick to that of the other, which must lie in `gap`, without a division by prices; nothing where the step may not
 * reach it, or where only computeSwapStep can say.
 */
std::optional<SwapStep> stepAcross(const TickGap& gap, const Uint256& sqrtPriceTarget, Uint128 liquidity, const Uint256& remaining, bool exactIn,
                                   bool zeroForOne, std::uint32_t feePpm);

}  // namespace syndicate
