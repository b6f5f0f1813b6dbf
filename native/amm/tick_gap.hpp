#pragma once

#include <cstdint>
#include <optional>

#include "../uint256.hpp"

namespace syndicate {

/**
 * What liquidity between the prices of two ticks is worth, without a division: token 0 for one unit is `mantissa` / 2^`shift` rounded down, with 127 or
 * more bits of mantissa. Where the rounding could matter to the last unit there is no answer, and the caller divides.
 */
struct TickGap {
  std::int32_t lower = 0;
  /** 0 for a place that holds nothing. */
  std::int32_t upper = 0;
  Uint128 mantissa = 0;
  int shift = 0;
  /** Of the two prices in X96, where it fits 128 bits; else 0. */
  Uint128 width = 0;
};

/** The gap between two different ticks, with their ratios, through a small table of recent ones. */
const TickGap& cachedTickGap(std::int32_t lower, std::int32_t upper, const Uint256& lowerRatio, const Uint256& upperRatio);

/** Token 0 between the two prices, as amount0Delta counts it; nothing where the mantissa does not decide it. */
std::optional<Uint128> gapAmount0(const TickGap& gap, Uint128 liquidity, bool roundUp);
/** Token 1 likewise, as amount1Delta. */
std::optional<Uint128> gapAmount1(const TickGap& gap, Uint128 liquidity, bool roundUp);

}  // namespace syndicate
