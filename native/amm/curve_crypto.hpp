#pragma once

#include "pool_quote.hpp"

namespace syndicate {

/** A Curve crypto pool of two or three coins. */
struct CurveCryptoState {
  std::size_t count = 0;
  /** Tricrypto NG and Twocrypto NG: the balance is the root of a cubic, not the end of an iteration. */
  bool closedForm = false;
  Coins balances;
  /** 10^(18 - decimals). */
  Coins precisions;
  /** Prices of the second coin and on in the first, 18 decimals. */
  Coins priceScale;
  /** A * N^N * 10000. */
  Uint256 amp;
  Uint256 gamma;
  Uint256 invariant;
  /** Shares of 1e10. */
  Uint256 midFee;
  Uint256 outFee;
  Uint256 feeGamma;
};

/** get_dy. Errors: unknownToken, insufficientInputAmount, unsafeValues, didNotConverge, arithmetic. */
PoolQuote curveCryptoExactIn(const CurveCryptoState& pool, const CoinPair& pair, const Uint256& amountIn);

/** The least input that pays at least `amountOut`. */
PoolQuote curveCryptoExactOut(const CurveCryptoState& pool, const CoinPair& pair, const Uint256& amountOut);

}  // namespace syndicate
