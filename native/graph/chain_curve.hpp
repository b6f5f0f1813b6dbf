#pragma once

#include <array>
#include <cstdint>

#include "hop_cache.hpp"
#include "optimal_input.hpp"

namespace syndicate {

/** A chain of hops at one input. */
struct ChainPoint {
  /** False where a hop takes no such amount. */
  bool feasible = false;
  double out = 0;
  double slope = 1;
  double bend = 0;
  /** What roundings may add to the output. */
  double slack = 0;
  std::array<double, maxHopCount> amount{};
  std::array<double, maxHopCount> hopSlope{};
};

/** A route as one function of its input, in doubles. */
class ChainCurve {
 public:
  /** False when a hop is closed. The cache must not take in more hops while this is used. */
  bool start(HopCache& cache, const Market& market, const CyclePath& path);
  bool hasMovingFee() const { return moves_; }
  std::uint32_t count() const { return count_; }
  ChainPoint at(double input) const;
  /**
   * A profit that no input exceeds: from tangents to the curve under the least fees, which is concave and never below it. The more rounds the closer;
   * stops below `enough`. `hint`: an input that may be near the top, or 0.
   */
  double mostProfit(double hint, double enough) const;

  /** Where the hyperbola with a point's slope and curvature falls to a slope of 1. */
  static double topAfter(double x, const ChainPoint& point);
  /** An input inside a bracket whose end may be infinite. */
  static double between(double low, double high);

 private:
  template <bool leastFees>
  ChainPoint evaluate(double input) const;
  /** evaluate<true>(0), whose curves are known. */
  ChainPoint start() const;

  std::uint32_t count_ = 0;
  bool moves_ = false;
  std::array<const HopShape*, maxHopCount> hops_{};
};

}  // namespace syndicate
