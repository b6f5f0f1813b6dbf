#pragma once

#include <cstdint>

#include "../uint256.hpp"

namespace syndicate {

inline constexpr std::int32_t minTick = -887272;
inline constexpr std::int32_t maxTick = 887272;
/** The price at minTick and at maxTick; a price p of a pool has minSqrtRatio <= p < maxSqrtRatio. */
inline constexpr Uint256 minSqrtRatio{4295128739ULL};
inline constexpr Uint256 maxSqrtRatio{0, 0xfffd8963ULL, 0xefd1fc6a50648849ULL, 0x5d951d5263988d26ULL};

/** sqrt(1.0001^tick) * 2^96 rounded up from Q128.128 as Uniswap V3's TickMath has it, for |tick| <= 887272. */
Uint256 sqrtRatioAtTick(std::int32_t tick);

/** As sqrtRatioAtTick, through a small table of recent answers. */
Uint256 cachedSqrtRatioAtTick(std::int32_t tick);

/** The greatest tick whose ratio is <= sqrtPriceX96, for minSqrtRatio <= sqrtPriceX96 < maxSqrtRatio. */
std::int32_t tickAtSqrtRatio(const Uint256& sqrtPriceX96);

}  // namespace syndicate
