#pragma once

#include "curve_stable.hpp"

namespace syndicate {

struct CurveMetaState {
  /** The pool's own coin at place 0 and the base pool's share at place 1, which counts for `baseVirtualPrice`. */
  CurveStableState pool;
  CurveStableState base;
  /** 18 decimals; as the meta pool sees it, which may be an older one that it keeps. */
  Uint256 baseVirtualPrice;
  Uint256 baseTotalSupply;
};

/** get_dy between the pool's coin and the base pool's share. */
PoolQuote curveMetaExactIn(const CurveMetaState& state, const CoinPair& pair, const Uint256& amountIn);

/** get_dy_underlying: place 0 is the pool's own coin, 1 and above are the base pool's. */
PoolQuote curveMetaUnderlyingExactIn(const CurveMetaState& state, const CoinPair& pair, const Uint256& amountIn);

/** The least input that pays at least `amountOut`. */
PoolQuote curveMetaExactOut(const CurveMetaState& state, const CoinPair& pair, bool underlying, const Uint256& amountOut);

}  // namespace syndicate
