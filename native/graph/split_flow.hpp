#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "split_hop.hpp"

namespace syndicate {

/** Pools that one leg may be spread over. */
inline constexpr std::uint32_t maxParallelPools = 8;

/** What goes into each pool of a leg, and what that makes of the leg as one curve. */
struct LegFlow {
  std::array<double, maxParallelPools> input{};
  double value = 0;
  /** What one more unit into the leg brings, at whichever pool: their prices are equal. */
  double slope = 0;
  double bend = 0;
};

/**
 * Spreads `total` over pools so that no unit would bring more in another one: every pool is filled up to the same slope. The unknown is 1 / sqrt(slope), in
 * which the input of a hyperbola is a straight line, so that Newton ends in a few rounds; a bracket holds it where prices jump or
 * hardly move. False when the pools refuse that much.
 */
bool fillLeg(std::span<const SplitHop* const> pools, double total, LegFlow& flow);

/** Pools of each leg of a closed route. */
struct SplitPools {
  std::uint32_t legs = 0;
  std::array<std::uint32_t, maxHopCount> counts{};
  std::array<std::array<const SplitHop*, maxParallelPools>, maxHopCount> hops{};

  std::span<const SplitHop* const> leg(std::uint32_t i) const { return std::span(hops[i]).first(counts[i]); }
};

/** A closed route over parallel pools at its best input, in doubles. */
struct SplitFlow {
  double amountIn = 0;
  double amountOut = 0;
  std::array<LegFlow, maxHopCount> legs{};
  /** What a unit of each leg's input is worth at the end. */
  std::array<double, maxHopCount + 1> unitValue{};

  double gross() const { return amountOut - amountIn; }
};

/**
 * The input at which the whole route's slope falls to 1, each leg spread evenly: of concave curves the only maximum. `near`: where to look first.
 * False when no input pays.
 */
bool bestFlow(const SplitPools& pools, double near, SplitFlow& flow);

}  // namespace syndicate
