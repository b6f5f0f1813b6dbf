#pragma once

#include "pool_quote.hpp"

namespace syndicate {

/**
 * The least input that an exact-in quote answers with at least `amountOut`, for kinds whose contract has no exact output.
 * `quoteIn(amountIn)` gives a PoolQuote; it must not fall while the input grows, but may fail for inputs too small or too large.
 * `guess` only saves steps. Doubles away from the guess until the answer lies between two inputs, then halves; at most 512 quotes.
 */
template <typename QuoteIn>
PoolQuote leastInput(const QuoteIn& quoteIn, const Uint256& amountOut, const Uint256& guess) {
  if (amountOut.isZero()) return failedQuote(QuoteError::insufficientOutputAmount);
  Uint256 low;                                             // pays too little
  Uint256 high = guess.isZero() ? Uint256(1) : guess;      // pays enough
  PoolQuote best = quoteIn(high);
  QuoteError reason = QuoteError::insufficientLiquidity;
  const auto enough = [&amountOut](const PoolQuote& quote) { return quote.error == QuoteError::none && quote.amountOut >= amountOut; };
  Uint256 step = (high >> 6) + Uint256(1);
  if (enough(best)) {
    // Come down in growing steps until it pays too little.
    while (high > step) {
      const Uint256 next = high - step;
      const PoolQuote quote = quoteIn(next);
      if (!enough(quote)) {
        low = next;
        break;
      }
      best = quote;
      high = next;
      step = step << 1;
    }
  } else {
    if (best.error != QuoteError::none) reason = best.error;
    low = high;
    bool found = false;
    // A failure above may be the chain's limit: then the answer, if there is one, lies between.
    Uint256 ceiling = maxUint256 >> 16;
    for (int i = 0; i < 512 && !found; ++i) {
      Uint256 next = low + step;
      if (next >= ceiling) next = low + ((ceiling - low) >> 1);
      if (next == low) break;
      const PoolQuote quote = quoteIn(next);
      if (quote.error != QuoteError::none && quote.error != QuoteError::insufficientInputAmount) {
        reason = quote.error;
        ceiling = next;
        step = (step >> 1) + Uint256(1);
        continue;
      }
      if (enough(quote)) {
        best = quote;
        high = next;
        found = true;
      } else {
        low = next;
        step = step << 1;
      }
    }
    if (!found) return failedQuote(reason);
  }
  while (high - low > Uint256(1)) {
    const Uint256 middle = low + ((high - low) >> 1);
    const PoolQuote quote = quoteIn(middle);
    if (enough(quote)) {
      best = quote;
      high = middle;
    } else {
      low = middle;
    }
  }
  return best;
}

}  // namespace syndicate
