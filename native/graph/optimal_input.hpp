#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "hop_curve.hpp"
#include "market.hpp"

namespace syndicate {

/** The longest cycle. */
inline constexpr std::uint32_t maxHopCount = 5;

struct CycleHop {
  std::uint32_t pool = 0;
  bool zeroForOne = true;

  bool operator==(const CycleHop&) const = default;
};

/** A closed chain of swaps through different pools. */
struct CyclePath {
  std::array<CycleHop, maxHopCount> hops{};
  std::uint32_t count = 0;

  bool operator==(const CyclePath&) const = default;
};

/** Where the best input lies and what it can bring, in doubles. Decides where the exact search begins, never an amount. */
struct OptimumGuess {
  double amountIn = 0;
  /** How far doubles may have put it off. */
  double inputError = 0;
  /** Not below the profit of any input: the estimate plus a margin for the errors of doubles. */
  double grossBound = 0;
  /** Amounts of each token of the chain at the optimum, and what one unit of it is worth at the end. */
  std::array<double, maxHopCount> amount{};
  std::array<double, maxHopCount> unitValue{};
  /** Second derivative of the profit by the input there, sign turned; at a kink that of the range before it. */
  double curvature = 0;
  /** What roundings of other kinds than Uniswap's may give, at the end: the profit is as uneven as that. */
  double slack = 0;
  /** The slope jumps past 1 where a range ends, instead of passing through it; or may do so, within the errors of doubles. */
  bool kink = false;
};

struct ExactCycle {
  /** What goes into each hop, and last what comes out. */
  std::array<Uint256, maxHopCount + 1> amount{};
  Uint256 gross;
  std::uint32_t ticksCrossed = 0;
};

class HopCache;

/** Whether a hop is no range of Uniswap's mathematics: such a chain is guessed by steps. */
bool isMixed(const Market& market, const CyclePath& path);

/**
 * The input where the slope of the chain falls to 1; chains with other hops than hyperbolas go to guessMixed. Each hop is concave (the price only gets worse), so the chain is, and
 * that point is its only maximum. Inside one range per hop the chain is one Moebius transformation, whose optimum is
 * closed: (sqrt(determinant) - d) / c. If it lies behind the end of a range, that hop goes to its next range and the search goes on.
 * Nothing when no input pays, with certainty.
 */
std::optional<OptimumGuess> guessOptimum(HopCache& cache, const Market& market, const CyclePath& path);

/**
 * The exact optimum, by whole-number simulation alone. Every figure is a sum of real swaps; the search only chooses inputs.
 *
 * The real-valued profit F is concave with one top, and floors only take away: profit(x) <= F(x). The search runs over the amount
 * of the chain's coarsest token (the one whose unit is worth most at the end): for each such amount the least input and the output
 * are exact, so what floors take is at most a few of its units. Hence:
 * - climbing with halved strides ends where F is within those units of its top;
 * - only amounts with F >= best + 1 can still win, an interval around the top whose width follows from the second derivative.
 *   When it holds no more than `topCandidates`, all of it is tried, and the result is the best of all inputs. When it holds more, a spread of
 *   that many is tried: the result may then miss the best of all by about a unit of rounding, and is still not beaten by its neighbours.
 * - a profit that equals the floor of the bound on F is the best there can be, and ends the search.
 * The number of simulations is bounded. Nothing when no input brings at least one unit.
 */
std::optional<ExactCycle> findOptimum(const Market& market, const CyclePath& path, const OptimumGuess& guess, std::uint32_t topCandidates);

}  // namespace syndicate
