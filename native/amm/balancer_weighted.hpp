#pragma once

#include "balancer_pool.hpp"

namespace syndicate {

struct BalancerWeightedState {
  BalancerPool pool;
  /** 18 decimals, together 1. */
  Coins weights;
  /** The newer FixedPoint multiplies for exponents 1, 2 and 4 instead of taking logarithms. */
  bool powShortcuts = true;
};

/**
 * WeightedMath.calcOutGivenIn and calcInGivenOut inside the Vault's scaling and fee.
 * Errors: unknownToken, maxInRatio, maxOutRatio, powerDomain, arithmetic.
 */
PoolQuote balancerWeightedSwap(const BalancerWeightedState& state, const CoinPair& pair, bool exactIn, const Uint256& amount);

}  // namespace syndicate
