#pragma once

#include <cstddef>
#include <cstdint>

namespace syndicate {

/** What a pool's swaps follow. The numbers cross the border: keep them in step with app/native.ts. */
enum class PoolKind : std::uint8_t {
  uniswapV2 = 0,
  uniswapV3 = 1,
  uniswapV4 = 2,
  solidlyVolatile = 3,
  solidlyStable = 4,
  curveStable = 5,
  curveMeta = 6,
  curveCrypto = 7,
  balancerWeighted = 8,
  balancerStable = 9,
};

inline constexpr std::size_t poolKindCount = 10;

constexpr bool hasTicks(PoolKind kind) { return kind == PoolKind::uniswapV3 || kind == PoolKind::uniswapV4; }

/** Whether swaps in one range are a hyperbola: what is not is a SmoothHop. */
constexpr bool isHyperbolic(PoolKind kind) { return kind <= PoolKind::solidlyVolatile; }

}  // namespace syndicate
