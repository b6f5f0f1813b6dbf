#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "hop_curve.hpp"
#include "market.hpp"

namespace syndicate {

inline constexpr std::uint32_t maxHopCount = 3;

struct CycleHop {
  std::uint32_t pool = 0;
  bool zeroForOne = true;
};

/** A closed chain of swaps through different pools. */
struct CyclePath {
  std::array<CycleHop, maxHopCount> hops{};
  std::uint32_t count = 0;
};

/** Where the best input lies and what it can bring, in doubles. Decides where the exact search begins, never an amount. */
struct OptimumGuess {
  double amountIn = 0;
  /** Not below the profit of any input: the estimate plus a margin for the errors of doubles. */
  double grossBound = 0;
  /** Amounts of each token of the chain at the optimum, and what one unit of it is worth at the end. */
  std::array<double, maxHopCount> amount{};
  std::array<double, maxHopCount> unitValue{};
  /** Second derivative of the profit by the input there; 0 at a kink, where slopes jump. */
  double curvature = 0;
};

struct ExactCycle {
  /** What goes into each hop, and last what comes out. */
  std::array<Uint256, maxHopCount + 1> amount{};
  Uint256 gross;
  std::uint32_t ticksCrossed = 0;
};

/**
 * The input where the slope of the chain falls to 1. Each hop is concave (the price only gets worse), so the chain is, and
 * that point is its only maximum. Inside one range per hop the chain is one Moebius transformation, whose optimum is
 * closed: (sqrt(determinant) - d) / c. If it lies behind the end of a range, that hop goes to its next range and the search goes on.
 * Nothing when no input pays, with certainty.
 */
std::optional<OptimumGuess> guessOptimum(const Market& market, const CyclePath& path);

/**
 * The exact optimum, by whole-number simulation alone. The search runs over the amount of the chain's coarsest token (the one
 * whose unit is worth most): for each such amount the least input and the final output are exact, so the floors of the
 * finer tokens cost a few units at most and profit is concave up to that. A pattern search therefore ends on the flat top;
 * there the candidates are tried one by one (all of them when few, a spread of them otherwise), and the input is cut to the
 * least that gives the same output. Nothing when no input brings at least one unit.
 */
std::optional<ExactCycle> findOptimum(const Market& market, const CyclePath& path, const OptimumGuess& guess);

/** The chain of exact swaps of one input. Nothing when a hop refuses. */
std::optional<ExactCycle> simulateCycle(const Market& market, const CyclePath& path, const Uint256& amountIn);

}  // namespace syndicate
