#pragma once

#include "balancer_pool.hpp"

namespace syndicate {

struct BalancerStableState {
  BalancerPool pool;
  /** With its precision: 200 at a precision of 1000 is 200000. */
  Uint256 amp;
  Uint256 ampPrecision;
  /** The older StableMath rounds the invariant up for swaps. */
  bool roundInvariantUp = false;
  /** A composable pool's own share among its tokens, or none (maxCoins): its balance takes no part. */
  std::size_t bptIndex = maxCoins;
  /** Of these balances: every quote from one state shares it. `settleInvariant` sets it; a state without it answers nothing. */
  Scaled invariant{QuoteError::notInitialised, {}};
};

/** To be called once a state's other fields are as they will stay. */
void settleInvariant(BalancerStableState& state);

/**
 * StableMath.calcOutGivenIn and calcInGivenOut inside the Vault's scaling and fee.
 * Errors: unknownToken, poolShare (a swap with the pool's own share), didNotConverge, arithmetic.
 */
PoolQuote balancerStableSwap(const BalancerStableState& state, const CoinPair& pair, bool exactIn, const Uint256& amount);

}  // namespace syndicate
