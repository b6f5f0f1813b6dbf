#pragma once

#include <algorithm>
#include <limits>

#include "../amm/uniswap_v2.hpp"
#include "../amm/uniswap_v3.hpp"
#include "smooth_hop.hpp"

namespace syndicate {

/**
 * A hyperbola that no swap in one direction can beat: output <= rate * x / (1 + drag * x) + slack for every input x, roundings and
 * further ranges included. A rate of 0: nothing can be swapped.
 */
struct HopTerm {
  /** Units out per unit in, after fee, for an infinitely small swap at the current price. */
  double rate = 0;
  double drag = 0;
  /** What roundings may give the trader, in units of output: 0 for Uniswap's, which all favour the pool. */
  double slack = 0;
};

/** Not below a positive rate. */
inline float roundedUp(double rate) {
  // One part in 2^23 is the step of a float; below the normal ones it is larger.
  return std::max(static_cast<float>(rate * (1 + 0x1p-23)), std::numeric_limits<float>::min());
}

/** Both directions of a pool; whose is first is up to the holder. Drags are rounded down, so the hyperbola stays above every swap. */
class HopTerms {
 public:
  void set(int direction, const HopTerm& term);
  double rate(int direction) const { return rate_[direction]; }
  double drag(int direction) const { return drag_[direction]; }
  double slack(int direction) const { return slack_[direction]; }

 private:
  double rate_[2] = {0, 0};
  float drag_[2] = {0, 0};
  float slack_[2] = {0, 0};
};

/** The straight line or hyperbola above a curve of another shape. */
HopTerm hopTerm(const SmoothHop& hop);

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
