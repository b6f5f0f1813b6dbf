#pragma once

#include <optional>

#include "hop_cache.hpp"
#include "market.hpp"
#include "optimal_input.hpp"

namespace syndicate {

/**
 * guessOptimum for chains with a hop that is no hyperbola: the root of "slope of the chain = 1", bracketed, each next input from the hyperbola that has the
 * chain's value, slope and curvature at the last one (for a chain of hyperbolas that is the answer itself). Tens of evaluations at most.
 * Nothing when no input pays; where a fee falls as a pool comes into balance, as far as a coarse grid shows it.
 */
std::optional<OptimumGuess> guessMixed(HopCache& cache, const Market& market, const CyclePath& path);

}  // namespace syndicate
