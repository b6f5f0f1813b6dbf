#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "../amm/uniswap_v2.hpp"
#include "../amm/uniswap_v3.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/** Not below a positive rate. */
inline float roundedUp(double rate) {
  // One part in 2^23 is the step of a float; below the normal ones it is larger.
  return std::max(static_cast<float>(rate * (1 + 0x1p-23)), std::numeric_limits<float>::min());
}

/** Not above a drag. */
inline float roundedDown(double drag) { return drag < static_cast<double>(std::numeric_limits<float>::min()) ? 0 : static_cast<float>(drag * (1 - 0x1p-23)); }

/**
 * Both directions of a pool, or of a pair's best; whose is first is up to the holder. Rounded so that the hyperbola stays above every swap: the drag
 * down to 15 binary digits, the slack up to a power of two.
 */
class HopTerms {
 public:
  void set(int direction, const HopTerm& term);
  HopTerm term(int direction) const {
    const std::uint32_t rest = rest_[direction];
    return {rate_[direction], std::bit_cast<float>(rest & ~exponentMask), std::bit_cast<float>((rest & exponentMask) << 23)};
  }
  float rate(int direction) const { return rate_[direction]; }
  /** Takes in another's directions, where they are open: above all swaps of both. */
  void include(const HopTerms& other);

 private:
  static constexpr std::uint32_t exponentMask = 0xff;

  float rate_[2] = {0, 0};
  /** The upper bits of the drag as a float, and below them the exponent of the slack as one. */
  std::uint32_t rest_[2] = {0, 0};
};
static_assert(sizeof(HopTerms) == 16);

/** As V2, of any size; the fee is rounded down, so that up to a unit of input goes free. */
HopTerm hopTerm(const SolidlyState& pool, bool zeroForOne);

/** Exact but for doubles: a constant product is one hyperbola, and its floors only take away. */
HopTerm hopTerm(const V2Side& side);

/**
 * The hyperbola of the largest liquidity that the price meets on its way, from the current price on: with less liquidity the price
 * only gets worse sooner. O(ticks on the way).
 */
HopTerm hopTerm(const V3State& pool, bool zeroForOne);

}  // namespace syndicate
