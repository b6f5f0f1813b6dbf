#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "../uint256.hpp"
#include "quote_error.hpp"
#include "tick_math.hpp"

namespace syndicate {

/** An initialised tick: crossing it upwards adds `liquidityNet`, downwards takes it away. Net 0 still counts as initialised. */
struct InitialisedTick {
  std::int32_t tick = 0;
  Int128 liquidityNet = 0;
  Uint256 sqrtRatio;
  /** sqrtRatio / 2^96, for analysis. */
  double price = 0;
};

/** A square root of a price, Q64.96, as pools keep it: within 192 bits. */
class SqrtPrice {
 public:
  SqrtPrice() = default;
  SqrtPrice(const Uint256& value) : limb_{value.limb[0], value.limb[1], value.limb[2]} {}
  operator Uint256() const { return Uint256(0, limb_[2], limb_[1], limb_[0]); }
  bool isZero() const { return (limb_[0] | limb_[1] | limb_[2]) == 0; }
  double toDouble() const { return Uint256(*this).toDouble(); }
  bool operator==(const Uint256& other) const { return Uint256(*this) == other; }
  std::strong_ordering operator<=>(const Uint256& other) const { return Uint256(*this) <=> other; }

 private:
  std::array<std::uint64_t, 3> limb_{};
};

/** There are many: the fields are in the order, and as wide, that leaves no room between them. */
struct V3State {
  Uint128 liquidity = 0;
  SqrtPrice sqrtPriceX96;
  std::int32_t tick = 0;
  std::int32_t tickSpacing = 1;
  /** Between these ticks, both included, every initialised tick is in `ticks`. */
  std::int64_t knownFrom : 21 = minTick;
  std::int64_t knownTo : 21 = maxTick;
  /** No more than all. */
  std::uint64_t feePpm : 20 = 0;
  /** A step ends at each word of a bitmap, as in Uniswap's and Pancake's pools; in Algebra's, whose ticks are a linked list, only at ticks. */
  std::uint64_t stepsByWord : 1 = 1;
  /** Ascending. */
  std::vector<InitialisedTick> ticks;
};

static_assert(sizeof(V3State) - sizeof(V3State::ticks) == 56);

struct V3Request {
  bool zeroForOne = true;
  bool exactIn = true;
  Uint256 amount;
  /** Without one the swap may run to the last price and must then be filled. */
  std::optional<Uint256> sqrtPriceLimitX96;
  /** A swap of more steps than this fails with outOfTicks. */
  std::uint32_t maxSteps = ~0U;
};

struct V3Quote {
  QuoteError error = QuoteError::none;
  /** Input including fee, and output. */
  Uint256 amountIn;
  Uint256 amountOut;
  Uint256 sqrtPriceX96;
  Uint128 liquidity = 0;
  std::uint32_t ticksCrossed = 0;
  /** Steps taken, known of a failed swap too. */
  std::uint32_t steps = 0;
  /** False when the price limit stopped the swap. */
  bool filled = true;
  /** Set only by v3Swap. */
  std::int32_t tick = 0;
};

/**
 * A whole swap over the pool's ticks, equal to UniswapV3Pool.swap to the last unit: the same steps, which end at every
 * initialised tick and (stepsByWord) at every 256-tick word of the bitmap, because each step rounds.
 * Errors: insufficientInputAmount / insufficientOutputAmount for amount 0, notInitialised, priceLimit, outOfTicks when it
 * leaves the known ticks, insufficientLiquidity when it cannot be filled and no limit was given, overflow where an integer
 * passes the contract's width. O(steps); no allocation.
 */
V3Quote v3Swap(const V3State& pool, const V3Request& request);

/** As v3Swap without the tick after the swap, which costs a logarithm. */
V3Quote v3Amounts(const V3State& pool, const V3Request& request);

}  // namespace syndicate
