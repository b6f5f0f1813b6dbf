#pragma once

#include <array>
#include <cstdint>

#include "../uint256.hpp"
#include "quote_error.hpp"

namespace syndicate {

/** More coins than any pool of the kinds with many coins has. */
inline constexpr std::size_t maxCoins = 8;
using Coins = std::array<Uint256, maxCoins>;

/** Two tokens of a pool, by their places. */
struct CoinPair {
  std::size_t in = 0;
  std::size_t out = 1;
};

constexpr bool areDifferent(const CoinPair& pair, std::size_t count) { return pair.in < count && pair.out < count && pair.in != pair.out; }

/** What a swap gives; the amounts mean nothing when there is an error. */
struct PoolQuote {
  QuoteError error = QuoteError::none;
  Uint256 amountIn;
  Uint256 amountOut;
  /** What the swap takes from the pool beyond amountOut, in the output token: the protocol's part of a fee. */
  Uint256 feeOut;
  /** What of amountIn does not stay in the pool. */
  Uint256 feeIn;
};

inline PoolQuote failedQuote(QuoteError error) {
  PoolQuote quote;
  quote.error = error;
  return quote;
}

}  // namespace syndicate
